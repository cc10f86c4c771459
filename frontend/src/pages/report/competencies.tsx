/** Each competency on the level axis against both bars, with the person's own words beside it. */

import { clock, level } from "../../lib/format.ts";
import { LevelInterval } from "../../widgets/plots/level-interval.tsx";
import type { CompetencyReport, Quote, Report } from "./shapes.ts";

const titleOf = (id: string): string => {
  const name = id.split(".")[1] ?? id;
  const words = name.replaceAll("-", " ").replace(/^ab /, "A/B ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const range = (low: number, high: number): string =>
  low === high ? `${Math.round(100 * low)} %` : `${Math.round(100 * low)} to ${Math.round(100 * high)} %`;

/** What was said, word for word, with its time on the attempt clock. */
export function Said({ quote }: { readonly quote: Quote }) {
  return (
    <>
      <q>{quote.text}</q> <span className="time">{clock(quote.at_ms)}</span>
    </>
  );
}

/** Rounded down: 5.96 is below the L6 bar, so it must not read as 6.0. */
const shownScore = (value: number): string => (Math.floor(value * 10) / 10).toFixed(1);

function Row({ one, bar }: { readonly one: CompetencyReport; readonly bar: string }) {
  const scored = one.score.kind === "scored" ? one.score : null;
  const reached = bar === "L6" || bar === "Staff" ? one.at_l6 : one.at_l5;
  const quote = one.quotes[0];
  return (
    <tr>
      <th scope="row">
        {titleOf(one.competency)}
        <span className="note bars">
          execution {range(one.execution.low, one.execution.high)}, strategy{" "}
          {range(one.strategy.low, one.strategy.high)}
        </span>
      </th>
      <td className="lv">
        {scored ? (
          <LevelInterval
            mean={scored.value}
            low={scored.low}
            high={scored.high}
            bar={bar === "L6" || bar === "Staff" ? 6 : 5}
            label={`${titleOf(one.competency)}: ${level(scored.value)}, possible ${level(scored.low)} to ${level(scored.high)}`}
          />
        ) : (
          <span className="note">can’t tell</span>
        )}
      </td>
      <td className={reached === "no" ? "r sc bad" : "r sc"} data-l="score">
        {scored ? shownScore(scored.value) : "–"}
      </td>
      <td className="ev">
        {quote ? <Said quote={quote} /> : <span className="dimmer">Nothing said that can be quoted.</span>}
        {one.cap && <p className="note">Held down by an essential: {one.cap.replaceAll("-", " ")}.</p>}
        {one.move.kind === "move" && (
          <p className="note">
            {one.move.decided ? "Missing between the bars: " : "Not decided between the bars: "}
            {one.move.says}
          </p>
        )}
        {one.score.kind === "unscored" && <p className="note">{one.score.reason}</p>}
      </td>
    </tr>
  );
}

export function Competencies({ report }: { readonly report: Report }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
    <section className="scroll" tabIndex={0} aria-label="Competencies, table">
      <table className="comps stack">
        <caption className="vh">Competencies at both bars, with evidence</caption>
        <thead>
          <tr>
            <th scope="col">Competency</th>
            <th scope="col">Level axis, L4 to L7; rules at L5 and L6</th>
            <th scope="col" className="r">
              Score
            </th>
            <th scope="col">Evidence, in your words</th>
          </tr>
        </thead>
        <tbody>
          {report.competencies.map((one) => (
            <Row key={one.competency} one={one} bar={report.level} />
          ))}
        </tbody>
      </table>
    </section>
  );
}
