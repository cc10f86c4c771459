/**
 * What was predicted beside what came, as a ratio that is computed with units, not by eye.
 *
 * Why: the training effect of a run is the distance between the two. Wrong when a prediction written after the first
 * run is compared with that run.
 */

import { useQuery } from "@tanstack/react-query";
import { figures } from "../../lib/format.ts";
import type { LoggedEvent } from "../../live/events.ts";
import type { Quantity, SimulationReport } from "../../live/simulation.ts";
import { httpChecks } from "../../live/transport.ts";
import { said } from "./words.ts";

const checks = httpChecks((...request) => fetch(...request));

type Prediction = { readonly name: string; readonly label: string; readonly value: string; readonly got: Quantity };

export function Predictions({
  report,
  events,
}: {
  readonly report: SimulationReport;
  readonly events: readonly LoggedEvent[];
}) {
  const predictions = predictionsOf(report, events);
  const lines = predictions.map(({ name, value, got }) => ({
    name,
    formula: `(${value}) / (${got.value} ${got.unit})`.slice(0, 400),
  }));
  const ratios = useQuery({
    queryKey: ["prediction ratios", lines],
    enabled: lines.length > 0,
    queryFn: async () => {
      const outcome = await checks.napkin(lines);
      return outcome.kind === "ok" ? outcome.value.lines.map((line) => (line.error ? null : line.value)) : [];
    },
  });
  if (predictions.length === 0) {
    return <p className="ui dim">You ran without a prediction. Next time write p99, load, cost and recall first.</p>;
  }
  return (
    <table className="stack">
      <caption className="vh">Predicted and simulated</caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col" className="r">
            You said
          </th>
          <th scope="col" className="r">
            It came to
          </th>
          <th scope="col" className="r">
            Off by
          </th>
        </tr>
      </thead>
      <tbody>
        {predictions.map((held, i) => (
          <tr key={held.name}>
            <th scope="row">{held.label}</th>
            <td className="r you" data-l="you said">
              {held.value}
            </td>
            <td className="r" data-l="came to">
              {said(held.got)}
            </td>
            <td className="r" data-l="off by">
              {offBy(ratios.data?.[i] ?? null)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A ratio as a factor: "1.6 × too low", "right within 5 %". */
export function offBy(ratio: number | null): string {
  if (ratio === null || !(ratio > 0)) return "not comparable";
  const factor = Math.max(ratio, 1 / ratio);
  if (factor < 1.05) return "within 5 %";
  return `${figures(factor, 2)} × too ${ratio < 1 ? "low" : "high"}`;
}

const LABELS: Readonly<Record<string, string>> = {
  "predict.p99": "p99",
  "predict.max_load": "highest load within the promise",
  "predict.cost": "cost a year",
  "predict.recall": "recall",
};

/** The last prediction of each quantity that stood before the first run: later ones had seen an answer. */
export function predictionsOf(report: SimulationReport, events: readonly LoggedEvent[]): readonly Prediction[] {
  const firstRun = events.find((event) => event.body.kind === "ran")?.seq ?? Number.POSITIVE_INFINITY;
  const values = new Map<string, string>();
  for (const { seq, body } of events) {
    if (body.kind === "committed" && seq < firstRun) values.set(body.name, body.value);
  }
  const came: Readonly<Record<string, Quantity | null | undefined>> = {
    "predict.p99": report.latency?.p99,
    "predict.max_load": report.max_load,
    "predict.cost": report.cost.per_year,
    "predict.recall": report.recall,
  };
  return Object.entries(LABELS).flatMap(([name, label]) => {
    const value = values.get(name);
    const got = came[name];
    return value !== undefined && got ? [{ name, label, value, got }] : [];
  });
}
