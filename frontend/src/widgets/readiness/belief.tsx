/** Readiness against the bar, a row of dots per round. Shared by Today and the readiness page. */

import type { Readiness, RoundBelief } from "../../api/types.ts";
import { level, percent } from "../../lib/format.ts";
import { NumbersTable } from "../plots/numbers-table.tsx";
import { LevelAxis, QuantileDots } from "../plots/quantile-dots.tsx";

function label(round: RoundBelief, bar: string): string {
  const estimate = round.mean === null ? "" : ` estimate ${level(round.mean)},`;
  return `${round.title}:${estimate} ${round.of_20} of 20 dots at or above the ${bar} bar`;
}

function Row({ round, readiness }: { readonly round: RoundBelief; readonly readiness: Readiness }) {
  const share = `${percent(round.share)} %`;
  if (round.of_20 === null) {
    return (
      <div className="qrow unscored">
        <p>
          <b>{round.title}</b>
          <span>{share}</span>
        </p>
        <p>{round.why_unscored ?? "Not graded yet."}</p>
      </div>
    );
  }
  return (
    <div className="qrow">
      <p>
        <b>{round.title}</b>
        <span>{share}</span>
      </p>
      <QuantileDots dots={round.dots} bar={readiness.bar_at} label={label(round, readiness.bar)} />
      <p className="r">
        <b>{round.of_20}</b>
        <span> of 20</span>
      </p>
    </div>
  );
}

export function Belief({ readiness }: { readonly readiness: Readiness }) {
  const scored = readiness.rounds.filter((round) => round.of_20 !== null);
  return (
    <>
      {readiness.rounds.map((round) => (
        <Row key={round.round} round={round} readiness={readiness} />
      ))}
      {scored.length > 0 && (
        <div className="qrow axis">
          <p />
          <LevelAxis bar={readiness.bar_at} />
          <p />
        </div>
      )}
    </>
  );
}

/** The numbers behind the dots; nothing while no round is graded. */
export function BeliefNumbers({ readiness }: { readonly readiness: Readiness }) {
  const scored = readiness.rounds.filter((round) => round.of_20 !== null);
  if (scored.length === 0) return null;
  return (
    <NumbersTable
      caption="Belief by round on the level axis"
      heads={["Round", "Share", "Mean", "90 % from", "to", "Dots at the bar"]}
      rows={scored.map((round) => ({
        name: round.title,
        cells: [
          `${percent(round.share)} %`,
          ...[round.mean, round.low, round.high].map((value) => (value === null ? "not known" : level(value))),
          `${round.of_20} of 20`,
        ],
      }))}
    />
  );
}

/** `If the loop were tonight, expect 1.5 of 4 rounds at the bar.` */
export function Expected({ readiness }: { readonly readiness: Readiness }) {
  const { expected } = readiness;
  if (!expected) return null;
  return (
    <p className="sum">
      If the loop were tonight, expect{" "}
      <b>
        {level(expected.value)} of {expected.of}
      </b>{" "}
      rounds at the bar.
      {expected.before === null || expected.before === undefined ? "" : ` Two weeks ago: ${level(expected.before)}.`}
    </p>
  );
}
