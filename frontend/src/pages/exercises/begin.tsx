/** The last question before the clock runs: at which level, for which company, 45 or 60 minutes. */

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { queries, useBegin } from "../../api/queries.ts";
import type { ExerciseSummary, Goal, Level } from "../../api/types.ts";
import { href } from "../../lib/routes.ts";
import { Dialog, takesFocus } from "../../widgets/shell/dialog.tsx";
import { Failure, Waiting } from "../../widgets/states/states.tsx";

const CLOCKS = [45, 60] as const;

type FormProps = { readonly exercise: ExerciseSummary; readonly goal: Goal | null; readonly onClose: () => void };

function levelFor(exercise: ExerciseSummary, goal: Goal | null): Level {
  if (goal && exercise.levels.includes(goal.level)) return goal.level;
  return exercise.levels.at(-1) ?? goal?.level ?? "L5";
}

function CompanyField({ company, choose }: { readonly company: string; readonly choose: (company: string) => void }) {
  const tracks = useQuery(queries.tracks);
  return (
    <label className="begin-row">
      <span>Company</span>
      <select className="field" value={company} onChange={(event) => choose(event.target.value)}>
        <option value="">None in particular</option>
        {tracks.data?.archetypes.map((archetype) => (
          <optgroup key={archetype.id} label={archetype.title}>
            {tracks.data.companies
              .filter((entry) => entry.archetype === archetype.id)
              .map((entry) => (
                <option key={entry.id} value={entry.id}>
                  {entry.title}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}

type ChoiceProps = {
  readonly legend: string;
  readonly name: string;
  readonly choices: readonly (readonly [value: string, label: string])[];
  readonly value: string;
  readonly choose: (value: string) => void;
};

function Choice({ legend, name, choices, value, choose }: ChoiceProps) {
  return (
    <fieldset className="begin-row">
      <legend>{legend}</legend>
      <div className="seg">
        {choices.map(([id, label]) => (
          <label key={id}>
            <input type="radio" name={name} value={id} checked={id === value} onChange={() => choose(id)} />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Form({ exercise, goal, onClose }: FormProps) {
  const [, go] = useLocation();
  const begin = useBegin();
  const [level, setLevel] = useState(levelFor(exercise, goal));
  const [company, setCompany] = useState(goal?.loops[0]?.company ?? "");
  const [minutes, setMinutes] = useState<(typeof CLOCKS)[number]>(CLOCKS[0]);
  const submit = (event?: FormEvent): void => {
    event?.preventDefault();
    if (begin.isPending) return;
    begin.mutate(
      { exercise: exercise.slug, level, company: company || null, minutes },
      { onSuccess: (attempt) => go(href.room(exercise.kind, attempt.id)) },
    );
  };
  return (
    <form onSubmit={submit}>
      <p className="ui dim">{exercise.summary}</p>
      <Choice
        legend="Level"
        name="level"
        choices={exercise.levels.map((id) => [id, id])}
        value={level}
        choose={(id) => setLevel(exercise.levels.find((known) => known === id) ?? level)}
      />
      <CompanyField company={company} choose={setCompany} />
      <Choice
        legend="Clock"
        name="minutes"
        choices={CLOCKS.map((value) => [String(value), `${value} min`])}
        value={String(minutes)}
        choose={(value) => setMinutes(value === "60" ? 60 : 45)}
      />
      {begin.error && <Failure thrown={begin.error} again={() => submit()} />}
      <div className="dialog-end">
        <span className="note">The clock runs from Begin. You can pause it.</span>
        <span className="inline">
          <button type="button" className="btn" onClick={onClose}>
            Not now <kbd>esc</kbd>
          </button>
          <button type="submit" ref={takesFocus} className="btn go" disabled={begin.isPending}>
            Begin <kbd>↵</kbd>
          </button>
        </span>
      </div>
    </form>
  );
}

export function Begin({ exercise, onClose }: { readonly exercise: ExerciseSummary; readonly onClose: () => void }) {
  const goal = useQuery(queries.goal);
  return (
    <Dialog open onClose={onClose} labelledBy="begin-title">
      <h2 className="h-serif" id="begin-title">
        {exercise.title}
      </h2>
      {goal.isPending ? (
        <Waiting says="Reading your goal." />
      ) : (
        <Form exercise={exercise} goal={goal.data ?? null} onClose={onClose} />
      )}
    </Dialog>
  );
}
