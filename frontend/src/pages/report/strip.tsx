/** The minutes of the mock as a strip: phases with their overrun, who spoke when, senior marks heard and missed. */

import { clock } from "../../lib/format.ts";
import type { Strip as StripData } from "./shapes.ts";

const MINUTE = 60_000;
const TICK_MINUTES = 5;
/** A turn shorter than this would be invisible; it is drawn as wide. */
const LEAST_PERCENT = 0.35;

type StripProps = { readonly strip: StripData; readonly label: string };

export function Strip({ strip, label }: StripProps) {
  const total = Math.max(strip.total_ms, MINUTE);
  const at = (ms: number): string => `${((100 * ms) / total).toFixed(2)}%`;
  const wide = (ms: number): string => `${Math.max(LEAST_PERCENT, (100 * ms) / total).toFixed(2)}%`;
  const step = total > 12 * MINUTE ? TICK_MINUTES : 1;
  const ticks = Array.from({ length: Math.floor(total / MINUTE / step) + 1 }, (_, index) => index * step);
  const lanes = [
    { who: "you", title: "You" },
    { who: "interviewer", title: "Interviewer" },
  ] as const;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways on a phone, so it must be reachable by keyboard.
    <section className="scroll" tabIndex={0} aria-label="Timeline of the mock">
      <div className="strip" role="img" aria-label={label}>
        <div className="lane lane-ticks">
          {ticks.map((minute) => (
            <span key={minute} style={{ left: at(minute * MINUTE) }}>
              {minute === 0 ? "0 min" : minute}
            </span>
          ))}
        </div>
        <div className="lane lane-phases">
          {strip.phases.flatMap((phase) =>
            phase.spans.map(([from, to], index) => (
              <span key={`${phase.id}-${from}`} style={{ left: at(from), width: wide(to - from) }}>
                <b>{phase.title}</b>{" "}
                {index === 0 && (
                  <em className={phase.over_ms > 0 ? "bad" : undefined}>
                    {clock(phase.spent_ms)} of {Math.round(phase.budget_ms / MINUTE)}
                  </em>
                )}
              </span>
            )),
          )}
        </div>
        {lanes.map((lane) => (
          <div key={lane.who} className="lane lane-talk" data-l={lane.title}>
            {strip.turns
              .filter((turn) => turn.who === lane.who)
              .map((turn) => (
                <i
                  key={turn.seq}
                  className={lane.who === "you" ? "y" : undefined}
                  style={{ left: at(turn.from_ms), width: wide(turn.to_ms - turn.from_ms) }}
                />
              ))}
          </div>
        ))}
        <div className="lane lane-stars" data-l="Senior ✦">
          {strip.stars.map((star) => (
            <b key={star.insight} className={star.heard ? "star" : "missed"} style={{ left: at(star.at_ms) }}>
              {star.heard ? "✦" : star.number}
            </b>
          ))}
        </div>
      </div>
    </section>
  );
}
