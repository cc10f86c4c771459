/** The clock: every day until the loop, what stands on it, and how to move it. */

import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { queries } from "../../api/queries.ts";
import type { Plan, Tracks } from "../../api/types.ts";
import { account, finding } from "../../lib/agenda.ts";
import { addDays, shortDay } from "../../lib/dates.ts";
import { hours } from "../../lib/format.ts";
import { Caps } from "../../widgets/shell/caps.tsx";
import { useKeys } from "../../widgets/shell/keyboard.ts";
import { usePage } from "../../widgets/shell/page-info.ts";
import { Empty, Failure, Loaded } from "../../widgets/states/states.tsx";
import { Agenda } from "./agenda.tsx";
import { Month } from "./month.tsx";
import { type Edits, useEdits } from "./use-edits.ts";
import "../../styles/clock.css";

const CALENDAR = "/api/calendar.ics";

function NoPlan() {
  usePage({ title: "No plan yet" });
  return (
    <header className="title">
      <p className="mg">
        <span>Clock</span>
      </p>
      <div>
        <h1 className="h-title">No plan yet, because no loop has a date</h1>
        <Empty says="Here will be every day until the loop, with minutes and items that can be moved. Setup writes it.">
          <Link className="btn go" href="/setup">
            Open Setup
          </Link>
        </Empty>
      </div>
    </header>
  );
}

function Heading({ plan, today }: { readonly plan: Plan; readonly today: string }) {
  const first = plan.days[0]?.date ?? today;
  return (
    <header className="title">
      <p className="mg">
        <span>To the loop</span>{" "}
        <span>
          {shortDay(first)} to {shortDay(plan.loop.date)}
        </span>
      </p>
      <div className="title-row">
        <div>
          <h1 className="h-title">{finding(plan.days, today, plan.loop.days)}</h1>
          <p className="lede">{account(plan.days, today, plan.left_out.length)}</p>
        </div>
        <p className="inline">
          <a className="btn go" href={CALENDAR} download>
            Export .ics <Caps keys="e" />
          </a>
          <span className="note">
            Alarms ten minutes ahead.
            <br />A file. No account.
          </span>
        </p>
      </div>
    </header>
  );
}

function StageMinutes({ plan, tracks }: { readonly plan: Plan; readonly tracks: Tracks }) {
  const stages = tracks.stages.filter((stage) => (plan.stage_minutes[stage.id] ?? 0) > 0);
  return (
    <table className="stages-t">
      <caption className="vh">Time by stage</caption>
      <tbody>
        {stages.map((stage) => (
          <tr key={stage.id}>
            <th scope="row">{stage.title}</th>
            <td className="r">{hours(plan.stage_minutes[stage.id] ?? 0)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function LeftOutItems({ plan, edits }: { readonly plan: Plan; readonly edits: Edits }) {
  if (plan.left_out.length === 0) return null;
  const tomorrow = addDays(plan.today, 1);
  return (
    <section className="sec" aria-labelledby="left-title">
      <div className="mg">
        <h2 id="left-title">Left out</h2>
        <p>What the hours did not hold, and why.</p>
      </div>
      <ul className="left-out">
        {plan.left_out.map((entry) => (
          <li key={`${entry.item}-${entry.title}-${entry.why}`}>
            <span>
              {entry.title} <span className="dimmer">{entry.why}</span>
            </span>
            {entry.decide && (
              <span className="inline">
                <button
                  type="button"
                  className="btn"
                  onClick={() => edits.send({ kind: "move", item: entry.item, date: tomorrow })}
                >
                  Put it on tomorrow
                </button>
                <button type="button" className="btn" onClick={() => edits.send({ kind: "drop", item: entry.item })}>
                  Leave it out
                </button>
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Planned({ plan, tracks, today }: { readonly plan: Plan; readonly tracks: Tracks; readonly today: string }) {
  usePage({
    title: finding(plan.days, today, plan.loop.days),
    hints: [
      { keys: ["j", "k"], does: "item" },
      { keys: ["shift+j", "shift+k"], does: "move a day" },
      { keys: ["x"], does: "done" },
      { keys: ["o"], does: "day off" },
      { keys: ["e"], does: "export" },
      { keys: ["mod+z"], does: "undo" },
    ],
  });
  const edits = useEdits(plan);
  useKeys("Calendar", [{ keys: "e", does: "Export .ics", run: () => location.assign(CALENDAR) }]);
  return (
    <>
      <Heading plan={plan} today={today} />
      {edits.error && <Failure thrown={edits.error} />}
      <section className="sec" aria-labelledby="month-title">
        <div className="mg">
          <h2 id="month-title">Month</h2>
          <p>Minutes a day. Filled: done. Open: planned.</p>
          <StageMinutes plan={plan} tracks={tracks} />
        </div>
        <Month plan={plan} tracks={tracks} today={today} />
      </section>
      <Agenda plan={plan} tracks={tracks} today={today} edits={edits} />
      <LeftOutItems plan={plan} edits={edits} />
    </>
  );
}

export function Page() {
  const plan = useQuery(queries.plan);
  const tracks = useQuery(queries.tracks);
  return (
    <Loaded query={plan} waiting="Reading the plan.">
      {(data) =>
        data === null ? (
          <NoPlan />
        ) : (
          <Loaded query={tracks} waiting="Reading the tracks.">
            {(loaded) => <Planned plan={data} tracks={loaded} today={data.today} />}
          </Loaded>
        )
      }
    </Loaded>
  );
}
