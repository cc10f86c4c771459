/** The words and figures of the finding: what was written in the form's own labels, and each figure with its error. Pure. */

import { figures, percent, share, signed } from "../../lib/format.ts";
import type { CaseMaterial, DesignFigures, Plan, Quantity, WorldsResult } from "./shapes.ts";

type Form = CaseMaterial["form"];
type Row = WorldsResult["rows"][number];

const labelOf = (options: Form["units"], id: string): string => options.find((one) => one.id === id)?.label ?? id;

/** What a row of the plan says, by the labels the candidate chose from. */
export function wroteOf(row: Row, plan: Plan, form: Form): string {
  switch (row.row) {
    case "unit":
      return plan.unit === "city_time"
        ? `${labelOf(form.units, plan.unit)}, ${plan.switchback_hours ?? 4} h`
        : labelOf(form.units, plan.unit);
    case "primary_metric":
      return labelOf(form.primary, plan.primary);
    case "guardrails":
      return (
        (plan.guardrails ?? [])
          .map((one) => `${labelOf(form.guardrails, one.metric)}, ${figures(one.threshold * 100)} %`)
          .join("; ") || row.wrote
      );
    default:
      return row.wrote;
  }
}

/** Half of the Monte Carlo interval at one significant digit; empty where the figure has none. */
export function errorOf(quantity: Quantity, scale = 1): string {
  if (quantity.low == null || quantity.high == null) return "";
  const half = (scale * (quantity.high - quantity.low)) / 2;
  return half > 0 ? figures(half, 1) : "";
}

export type Figure = { readonly says: string; readonly error: string; readonly wrong: boolean };

type Line = { readonly name: string; readonly of: (design: DesignFigures, result: WorldsResult) => Figure };

const plain = (quantity: Quantity, says: string, wrong = false): Figure => ({ says, error: errorOf(quantity), wrong });
/** A share printed in percent, and its error with it. */
const inHundred = (quantity: Quantity, wrong = false): Figure => ({
  says: `${percent(quantity.value)} %`,
  error: errorOf(quantity, 100),
  wrong,
});

/** The comparison, line by line. What is wrong by more than the luck of the simulation is marked. */
export const LINES: readonly Line[] = [
  { name: "Mean estimate, %", of: (design) => plain(design.mean_estimate, signed(design.mean_estimate.value, 2)) },
  {
    name: "Bias, points",
    of: (design) =>
      plain(design.bias, signed(design.bias.value, 2), Math.abs(design.bias.value) > design.standard_deviation.value),
  },
  {
    name: "Standard deviation, points",
    of: (design) => plain(design.standard_deviation, figures(design.standard_deviation.value, 2)),
  },
  {
    name: "Power at the MDE",
    of: (design, { plan }) =>
      plain(design.power_at_mde, share(design.power_at_mde.value), (design.power_at_mde.high ?? 1) < (plan.power ?? 0)),
  },
  {
    name: "False positives",
    of: (design, { plan }) =>
      plain(
        design.false_positives,
        share(design.false_positives.value),
        (design.false_positives.low ?? 0) > (plan.alpha ?? 1),
      ),
  },
  {
    name: "Intervals that hold the truth",
    of: (design, { plan }) =>
      plain(design.coverage, share(design.coverage.value), (design.coverage.high ?? 1) < 0.95 - (plan.alpha ?? 0)),
  },
  {
    name: "Exaggeration where it ships",
    of: ({ exaggeration }) =>
      typeof exaggeration === "object"
        ? plain(exaggeration, `${figures(exaggeration.value, 2)} times`)
        : { says: "none ships", error: "", wrong: false },
  },
  {
    name: "Worlds that ship",
    of: (design, { truth, break_even }) =>
      inHundred(design.ships, truth.value < break_even.value ? design.ships.value > 0.05 : design.ships.value < 0.5),
  },
  {
    name: "Would ship where it pays",
    of: (design) => inHundred(design.ships_when_it_pays),
  },
  {
    name: "Days to a decision",
    of: (design) => plain(design.days_to_decision, figures(design.days_to_decision.value, 2)),
  },
  { name: "Weeks planned", of: (design) => plain(design.weeks, figures(design.weeks.value, 2)) },
];

/** `1.2`, `+3`: a tick with as many decimals as its step needs. */
export function tickText(tick: number, step: number): string {
  if (tick === 0) return "0";
  return signed(tick, decimalsOf(step));
}

/** A share on an axis, without the leading zero: .05, .025, 1. */
export function shareTick(tick: number, step: number): string {
  if (tick === 0 || tick === 1) return String(tick);
  return tick.toFixed(Math.max(1, decimalsOf(step))).replace(/^0/, "");
}

function decimalsOf(step: number): number {
  let decimals = 0;
  while (decimals < 6 && Math.abs(step * 10 ** decimals - Math.round(step * 10 ** decimals)) > 1e-9) decimals += 1;
  return decimals;
}

/** What the horizontal axis of the looks counts. */
export function looksAxis(plan: Plan): string {
  const every = plan.looks_every_days ?? "once";
  if (every === "once") return "one look, at the end";
  return every === 1 ? "looks taken, one a day" : `looks taken, one every ${every} days`;
}
