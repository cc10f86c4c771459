/** The month as a table of weeks: what was done and what is planned, in minutes. */

import type { CSSProperties } from "react";
import type { Plan, PlanDay, Tracks } from "../../api/types.ts";
import { minutesOf, wasMissed } from "../../lib/agenda.ts";
import { month, parts, weeks } from "../../lib/dates.ts";

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

type CellProps = {
  readonly date: string;
  readonly day: PlanDay | undefined;
  readonly today: string;
  /** Company whose loop is on this day, or nothing. */
  readonly loop: string;
  /** Title of the stage that begins on this day, or nothing. */
  readonly begins: string;
  readonly most: number;
};

function Minutes({ day, today, most }: { readonly day: PlanDay; readonly today: string; readonly most: number }) {
  const { done, planned } = minutesOf(day);
  const minutes = day.date < today ? done : done + planned;
  if (minutes === 0) return day.off ? <span className="free">off</span> : null;
  const kind = planned === 0 || day.date < today ? "done" : "plan";
  return (
    <>
      <i className={kind} style={{ "--m": minutes / most } as CSSProperties} />
      <span>
        {minutes}
        <span className="vh"> minutes {kind === "done" ? "done" : "planned"}</span>
      </span>
    </>
  );
}

function Cell({ date, day, today, loop, begins, most }: CellProps) {
  const { day: number } = parts(date);
  const label = number === 1 ? `1 ${month(date).slice(0, 3)}` : String(number);
  if (!day && !loop) {
    return (
      <td className="out">
        <b>{label}</b>
      </td>
    );
  }
  const missed = day !== undefined && wasMissed(day, today);
  const names = [date < today && "past", date === today && "now", loop && "loop", begins && "first"];
  return (
    <td className={names.filter(Boolean).join(" ") || undefined} aria-current={date === today ? "date" : undefined}>
      <b>
        {label}
        {begins && <em> {begins}</em>}
      </b>
      {loop && (
        <span>
          Loop<em> {loop}</em>
        </span>
      )}
      {!loop && missed && <span className="x">missed</span>}
      {!loop && day && !missed && <Minutes day={day} today={today} most={most} />}
    </td>
  );
}

export function Month({
  plan,
  tracks,
  today,
}: {
  readonly plan: Plan;
  readonly tracks: Tracks;
  readonly today: string;
}) {
  const byDate = new Map(plan.days.map((day) => [day.date, day]));
  const first = plan.days[0]?.date ?? today;
  const last = plan.days.at(-1)?.date ?? plan.loop.date;
  const end = [last, plan.loop.date].sort().at(-1) ?? last;
  const most = Math.max(1, ...plan.days.map((day) => minutesOf(day).done + minutesOf(day).planned));
  const beginsOn = (date: string, index: number): string => {
    const day = byDate.get(date);
    const before = index > 0 ? plan.days[index - 1] : undefined;
    if (!day || day.loop || before?.stage === day.stage) return "";
    return tracks.stages.find((stage) => stage.id === day.stage)?.title ?? "";
  };
  const loopOn = (date: string): string => {
    const company = byDate.get(date)?.loop
      ? byDate.get(date)?.company
      : date === plan.loop.date
        ? plan.loop.company
        : "";
    return company ? (tracks.companies.find((entry) => entry.id === company)?.title ?? company) : "";
  };
  const indexOf = new Map(plan.days.map((day, index) => [day.date, index]));
  return (
    <div className="scroll">
      <table className="month">
        <caption className="vh">Minutes a day until the loop</caption>
        <thead>
          <tr>
            {WEEKDAYS.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks(first, end).map((week) => (
            <tr key={week[0]}>
              {week.map((date) => (
                <Cell
                  key={date}
                  date={date}
                  day={byDate.get(date)}
                  today={today}
                  loop={loopOn(date)}
                  begins={beginsOn(date, indexOf.get(date) ?? -1)}
                  most={most}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
