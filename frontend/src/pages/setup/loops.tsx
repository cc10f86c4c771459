/** Companies, and a loop with its own date for each. The order is the candidate's; the nearest date drives the plan. */

import { daysBetween, shortDay } from "../../lib/dates.ts";
import { moved, toggleCompany } from "../../lib/goal.ts";
import type { Part } from "./part.ts";

export function Companies({ goal, change, tracks, today }: Part) {
  const chosen = new Set(goal.loops.map((loop) => loop.company));
  return (
    <fieldset className="frow">
      <legend>Companies</legend>
      <div className="cos">
        {tracks.archetypes.map((archetype) => (
          <div key={archetype.id}>
            <p>{archetype.title}</p>
            <div>
              {tracks.companies
                .filter((company) => company.archetype === archetype.id)
                .map((company) => (
                  <label key={company.id} title={company.particular}>
                    <input
                      type="checkbox"
                      checked={chosen.has(company.id)}
                      onChange={() => change({ loops: toggleCompany(goal.loops, company.id, today) })}
                    />
                    <span>{company.title}</span>
                  </label>
                ))}
            </div>
          </div>
        ))}
      </div>
    </fieldset>
  );
}

/** `13 days`, or what is wrong with the date. */
function distance(today: string, date: string): string {
  if (!date) return "No date yet.";
  const days = daysBetween(today, date);
  if (days < 0) return "In the past: the plan leaves it out.";
  return days === 0 ? "Today." : days === 1 ? "1 day." : `${days} days.`;
}

export function Loops({ goal, change, tracks, today }: Part) {
  const title = (id: string): string => tracks.companies.find((company) => company.id === id)?.title ?? id;
  const dated = goal.loops.filter((loop) => loop.date >= today).sort((a, b) => a.date.localeCompare(b.date));
  const setDate = (index: number, date: string): void => {
    change({ loops: goal.loops.map((loop, at) => (at === index ? { ...loop, date } : loop)) });
  };
  return (
    <fieldset className="frow">
      <legend>Loops</legend>
      <div>
        {goal.loops.length === 0 && <p className="note">Choose a company: its loop and date come here.</p>}
        <ol className="loops">
          {goal.loops.map((loop, index) => (
            <li key={loop.company}>
              <label htmlFor={`date-${loop.company}`}>{title(loop.company)}</label>
              <input
                id={`date-${loop.company}`}
                className="field"
                type="date"
                required
                min={today}
                value={loop.date}
                onChange={(event) => setDate(index, event.target.value)}
              />
              <span className="note">{distance(today, loop.date)}</span>
              <span className="order">
                <Move
                  label={`${title(loop.company)} up`}
                  sign="↑"
                  off={index === 0}
                  run={() => change({ loops: moved(goal.loops, index, -1) })}
                />
                <Move
                  label={`${title(loop.company)} down`}
                  sign="↓"
                  off={index === goal.loops.length - 1}
                  run={() => change({ loops: moved(goal.loops, index, 1) })}
                />
              </span>
            </li>
          ))}
        </ol>
        {dated[0] && (
          <p className="note hint">
            {title(dated[0].company)} is first, on {shortDay(dated[0].date)}, so its date drives the plan
            {dated.length > 1 ? "; each later loop takes over the day after the one before." : "."}
          </p>
        )}
      </div>
    </fieldset>
  );
}

type MoveProps = { readonly label: string; readonly sign: string; readonly off: boolean; readonly run: () => void };

function Move({ label, sign, off, run }: MoveProps) {
  return (
    <button type="button" className="bare" aria-label={`Move ${label}`} disabled={off} onClick={run}>
      {sign}
    </button>
  );
}
