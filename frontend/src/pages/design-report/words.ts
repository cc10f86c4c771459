/**
 * The findings that head the plots, made from the numbers under them. Pure.
 *
 * Why: a title says what the plot shows. Wrong when a sentence holds a number that is not in the report.
 */

import { figures, money, percent, quantity as scaled, sentence, share } from "../../lib/format.ts";
import type { Quantity, SimulationReport, Stage } from "../../live/simulation.ts";

/** A quantity as it is read: figure and unit, a share without its leading zero, money with its sign. */
export type Shown = { readonly figure: string; readonly unit: string };

export function shown(quantity: Quantity): Shown {
  const { value, unit } = quantity;
  if (/^(USD|\$)/.test(unit)) {
    const text = money(value);
    const cut = text.indexOf(" ");
    return cut < 0 ? { figure: text, unit: "" } : { figure: text.slice(0, cut), unit: text.slice(cut + 1) };
  }
  if (unit === "" || unit === "1" || unit === "share") {
    return { figure: value > 1 ? figures(value) : share(value), unit: "" };
  }
  if (unit === "s" && value >= 120) {
    return value >= 7_200
      ? { figure: figures(value / 3_600), unit: "h" }
      : { figure: figures(value / 60), unit: "min" };
  }
  const { figures: figure, unit: withScale } = scaled(value, unit);
  return { figure, unit: withScale };
}

export function said(quantity: Quantity): string {
  const { figure, unit } = shown(quantity);
  return unit === "" ? figure : `${figure} ${unit}`;
}

/** Half the width of the interval, where there is one: `349 ± 12 ms`. */
export function plusMinus(quantity: Quantity): string {
  const { low, high } = quantity;
  if (low === null || low === undefined || high === null || high === undefined) return "";
  return `± ${figures((high - low) / 2, 2)}`;
}

/** The share of requests later than promised, in percent, whichever way the engine wrote it. */
export function latePercent(late: Quantity): number {
  return late.unit === "%" ? late.value : late.value * 100;
}

/** The stages a request waits for; streams and trainers have no latency of a request. */
export function timedStages(report: SimulationReport): readonly Stage[] {
  return report.stages.filter((stage) => stage.on_path);
}

export function latencyTitle(stages: readonly Stage[]): string {
  const full = stages.find((stage) => peakOf(stage) >= 1);
  if (full) return `Everything waits behind ${full.label}`;
  const worst = [...stages].sort((a, b) => b.tail_share - a.tail_share)[0];
  if (!worst || worst.tail_share <= 0) return "Where the time goes";
  const queued = worst.wait_share >= 0.5 ? ", most of it waiting" : "";
  return `${worst.label} takes ${percent(worst.tail_share)} % of the slowest requests${queued}`;
}

export function tailTitle(report: SimulationReport): string {
  if (report.late === null) return "How slow the slowest are";
  const late = latePercent(report.late);
  if (late < 0.05) return "Fewer than 1 request in 2,000 is late";
  return `${figures(late, 2)} % of requests are later than you promised`;
}

export function loadTitle(report: SimulationReport): string {
  const within = report.max_load.value >= report.judged_load.value;
  return within
    ? `You have the budget until ${said(report.max_load)}, and the peak is ${said(report.judged_load)}`
    : `The budget ends at ${said(report.max_load)}; the peak is ${said(report.judged_load)}`;
}

export function utilisationTitle(stages: readonly Stage[]): string {
  const busiest = [...stages].sort((a, b) => peakOf(b) - peakOf(a))[0];
  if (!busiest) return "Nothing is busy";
  const at = peakOf(busiest);
  if (at >= 1) return `${busiest.label} is asked for more than it has`;
  return at > 0.8 ? `${busiest.label} sets the limit` : "Nothing is above .80";
}

/** The hottest part of a stage where one is hotter than the rest. */
export function peakOf(stage: Stage): number {
  return stage.hottest?.value ?? stage.utilisation.value;
}

export function recallTitle(report: SimulationReport): string {
  const steps = report.recall_steps;
  let worst = { label: "", loss: 0 };
  for (let i = 1; i < steps.length; i += 1) {
    const before = steps[i - 1];
    const after = steps[i];
    if (!before || !after) continue;
    const loss = before.recall.value - after.recall.value;
    if (loss > worst.loss) worst = { label: after.label, loss };
  }
  if (worst.label === "") return "What survives the cascade";
  return `${sentence(worst.label)} loses most: ${percent(worst.loss)} points`;
}

export function costTitle(report: SimulationReport): string {
  const { lines, per_year } = report.cost;
  const theirs = new Map(report.reference?.cost_lines.map((line) => [line.label, line.per_year.value]));
  let worst = { label: "", more: 0 };
  for (const line of lines) {
    const more = line.per_year.value - (theirs.get(line.label) ?? 0);
    if (theirs.size > 0 && more > worst.more) worst = { label: line.label, more };
  }
  if (worst.more > 0.02 * per_year.value) return `${worst.label} costs ${money(worst.more)} a year more than it must`;
  const largest = [...lines].sort((a, b) => b.per_year.value - a.per_year.value)[0];
  return largest ? `${largest.label} is the largest line: ${money(largest.per_year.value)} a year` : "What it costs";
}
