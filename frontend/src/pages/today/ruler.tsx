/** The clock of the loop in one line: minutes a day, done and planned, by stage. */

import { useQuery } from "@tanstack/react-query";
import type { CSSProperties } from "react";
import { queries } from "../../api/queries.ts";
import type { RulerDay } from "../../api/types.ts";
import { longDay, month, parts, shortDay, weekday, weekdayIndex } from "../../lib/dates.ts";
import { counted, listed } from "../../lib/format.ts";
import { NumbersTable } from "../../widgets/plots/numbers-table.tsx";
import { spans } from "./spans.ts";

const BAR_PX = 64;

function describe(days: readonly RulerDay[]): string {
  const at = Math.max(
    days.findIndex((day) => day.today),
    0,
  );
  const past = days.slice(0, at);
  const done = past.reduce((sum, day) => sum + day.done, 0);
  const missed = past.filter((day) => day.missed);
  const names = missed.length > 0 ? `: ${listed(missed.map((day) => longDay(day.date)))}` : "";
  return `${days.length} days. ${done.toLocaleString("en-GB")} minutes done before today; ${counted(missed.length, "day")} missed${names}.`;
}

function Bar({ day, most, index }: { readonly day: RulerDay; readonly most: number; readonly index: number }) {
  const { day: date } = parts(day.date);
  const height = (minutes: number): CSSProperties => ({ height: `${Math.max(2, (minutes / most) * BAR_PX)}px` });
  const names = [
    "day",
    day.today && "now",
    day.loop && "loop",
    weekdayIndex(day.date) === 0 && "monday",
    index === 0 && "first",
  ];
  return (
    <span className={names.filter(Boolean).join(" ")}>
      {day.missed && !day.today && <i className="miss">×</i>}
      {day.loop && <i className="line" />}
      {!day.missed && !day.loop && day.done > 0 && <i className="done" style={height(day.done)} />}
      {!day.missed && !day.loop && day.done === 0 && day.planned > 0 && (
        <i className="plan" style={height(day.planned)} />
      )}
      <b>{date === 1 ? `1 ${month(day.date).slice(0, 3)}` : date}</b>
    </span>
  );
}

/** What the last days came to, for the margin. */
function lately(days: readonly RulerDay[]): string {
  const at = days.findIndex((day) => day.today);
  const missed = days.slice(Math.max(0, at - 7), Math.max(0, at)).filter((day) => day.missed);
  if (missed.length > 0) return `${listed(missed.map((day) => weekday(day.date)))} missed; what was open moved on.`;
  return "Filled: done. Open: planned.";
}

/** On a small screen only the first word of a stage has room. */
function StageName({ title }: { readonly title: string }) {
  const [first = "", ...rest] = title.split(" ");
  return (
    <>
      {first}
      {rest.length > 0 && <em> {rest.join(" ")}</em>}
    </>
  );
}

export function Ruler({ days }: { readonly days: readonly RulerDay[] }) {
  const tracks = useQuery(queries.tracks);
  const most = Math.max(1, ...days.map((day) => Math.max(day.planned, day.done)));
  const title = (stage: string): string => tracks.data?.stages.find((entry) => entry.id === stage)?.title ?? "";
  return (
    <section className="sec ruler-sec" aria-labelledby="ruler-title">
      <div className="mg">
        <div className="beside">
          <h2 id="ruler-title">The clock</h2>
          <NumbersTable
            caption="Minutes a day"
            heads={["Day", "Done", "Planned"]}
            rows={days.map((day) => ({
              name: shortDay(day.date),
              cells: [day.missed ? "missed" : day.done, day.planned],
            }))}
          />
        </div>
        <p>Minutes a day. {lately(days)}</p>
      </div>
      <div className="ruler" role="img" aria-label={describe(days)} style={{ "--days": days.length } as CSSProperties}>
        {spans(days).map((span) => (
          <span
            key={`${span.stage}-${span.from}`}
            className={span.loop ? "stage loopday" : "stage"}
            style={{ gridColumn: `${span.from} / ${span.to}` }}
          >
            {span.loop ? "Loop" : <StageName title={title(span.stage)} />}
          </span>
        ))}
        {days.map((day, index) => (
          <Bar key={day.date} day={day} most={most} index={index} />
        ))}
      </div>
    </section>
  );
}
