/** The exercises of one kind of round, with Begin or Resume. Begin asks for the level, the company and the clock. */

import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { Link, useLocation, useSearchParams } from "wouter";
import { queries } from "../../api/queries.ts";
import type { ExerciseSummary } from "../../api/types.ts";
import { find } from "../../lib/find.ts";
import { clock, counted, sentence } from "../../lib/format.ts";
import { href, type Kind, kindOf, match, type NavId } from "../../lib/routes.ts";
import { useRows } from "../../widgets/rows/use-rows.ts";
import { useKeys } from "../../widgets/shell/keyboard.ts";
import { usePage } from "../../widgets/shell/page-info.ts";
import { Empty, Loaded } from "../../widgets/states/states.tsx";
import { Begin } from "./begin.tsx";
import "../../styles/lists.css";

const NAMES: Readonly<
  Record<Kind, { readonly nav: string; readonly one: string; readonly many: string; readonly says: string }>
> = {
  design: {
    nav: "Design",
    one: "design",
    many: "designs",
    says: "You draw a typed board under the clock, answer the interviewer, then run what you drew.",
  },
  problem: {
    nav: "Code",
    one: "problem",
    many: "problems",
    says: "You write it from scratch. It is run against hidden tests, resource limits and planted wrong answers.",
  },
  case: {
    nav: "Lab",
    one: "case",
    many: "cases",
    says: "You commit a plan before any data. Then it meets ten thousand worlds and one sealed threat.",
  },
};

const underway = (exercise: ExerciseSummary): boolean => exercise.last !== null && exercise.last.status !== "finished";

function titleOf(kind: Kind, exercises: readonly ExerciseSummary[]): string {
  const { one, many, nav } = NAMES[kind];
  if (exercises.length === 0) return nav;
  const begun = exercises.filter(underway).length;
  const count = sentence(counted(exercises.length, one, many));
  return begun === 0 ? `${count} to begin` : `${count}, ${counted(begun, "session")} under way`;
}

function history(exercise: ExerciseSummary): string {
  if (exercise.attempts === 0) return "not tried";
  const tries = counted(exercise.attempts, "session");
  return underway(exercise) && exercise.last
    ? `${tries}, ${exercise.last.status} at ${clock(exercise.last.elapsed_ms)}`
    : tries;
}

type RowProps = { readonly exercise: ExerciseSummary; readonly number: number; readonly onBegin: () => void };

function Actions({ exercise, number, onBegin }: RowProps) {
  const cap = <kbd>{number + 1}</kbd>;
  if (exercise.last && underway(exercise)) {
    return (
      <>
        <Link className={number === 0 ? "btn go" : "btn"} href={href.room(exercise.kind, exercise.last.id)}>
          Resume <span className="vh">{exercise.title}</span> {cap}
        </Link>
        <button type="button" className="link note" onClick={onBegin}>
          Begin anew<span className="vh"> {exercise.title}</span>
        </button>
      </>
    );
  }
  return (
    <button type="button" className={number === 0 ? "btn go" : "btn"} onClick={onBegin}>
      Begin <span className="vh">{exercise.title}</span> {cap}
    </button>
  );
}

type ListProps = { readonly exercises: readonly ExerciseSummary[]; readonly onBegin: (slug: string) => void };

function List({ exercises, onBegin }: ListProps) {
  const [, go] = useLocation();
  const rows = useRows("Exercises", exercises.length, (index) => {
    const exercise = exercises[index];
    if (!exercise) return;
    if (exercise.last && underway(exercise)) go(href.room(exercise.kind, exercise.last.id));
    else onBegin(exercise.slug);
  });
  return (
    <ol className="exercises">
      {exercises.map((exercise, index) => (
        <li key={exercise.slug} {...rows.row(index)}>
          <div>
            <h2 className="h-serif">{exercise.title}</h2>
            <p className="ui dim">{exercise.summary}</p>
            <p className="note">
              {exercise.minutes} min · {exercise.levels.join(", ")} · {history(exercise)}
            </p>
          </div>
          <span className="act">
            <Actions exercise={exercise} number={index} onBegin={() => onBegin(exercise.slug)} />
          </span>
        </li>
      ))}
    </ol>
  );
}

const FILTER_FROM = 6;

function Listed({ exercises, onBegin }: ListProps) {
  const [text, setText] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useKeys("List", [{ keys: "/", does: "Find in this list", run: () => field.current?.focus() }]);
  const places = exercises.map((exercise) => ({ title: exercise.title, what: exercise.summary, to: exercise.slug }));
  const kept = new Set(find(places, text).map((place) => place.to));
  const shown = exercises.filter((exercise) => kept.has(exercise.slug));
  return (
    <>
      {exercises.length >= FILTER_FROM && (
        <p className="inline filter">
          <label className="ui" htmlFor="filter">
            Find
          </label>
          <input
            ref={field}
            id="filter"
            className="field"
            type="search"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <kbd>/</kbd>
        </p>
      )}
      {shown.length === 0 ? (
        <p className="ui dim">Nothing here has “{text}” in it.</p>
      ) : (
        <List exercises={shown} onBegin={onBegin} />
      )}
    </>
  );
}

export function Page() {
  const [location] = useLocation();
  const nav: NavId | null = match(location)?.route.nav ?? null;
  const kind = kindOf(nav) ?? "design";
  const [search, setSearch] = useSearchParams();
  const query = useQuery(queries.exercises);
  const exercises = query.data?.filter((exercise) => exercise.kind === kind) ?? [];
  const begin = exercises.find((exercise) => exercise.slug === search.get("begin"));
  const title = titleOf(kind, exercises);
  usePage({
    title,
    hints: [
      { keys: ["j", "k"], does: "move" },
      { keys: ["enter"], does: "begin" },
    ],
  });
  return (
    <>
      <header className="title">
        <p className="mg">
          <span>{NAMES[kind].nav}</span>
        </p>
        <div>
          <h1 className="h-title">{title}</h1>
          <p className="lede">{NAMES[kind].says}</p>
        </div>
      </header>
      <div className="list">
        <Loaded query={query} waiting="Reading the exercises.">
          {() =>
            exercises.length === 0 ? (
              <Empty
                says={`No ${NAMES[kind].many} are installed. They are read from the content folder when the server starts.`}
              />
            ) : (
              <Listed exercises={exercises} onBegin={(slug) => setSearch({ begin: slug })} />
            )
          }
        </Loaded>
      </div>
      {begin && <Begin key={begin.slug} exercise={begin} onClose={() => setSearch({})} />}
    </>
  );
}
