/**
 * What the Clock page reads out of a plan: sums, findings in words, and what an edit did.
 * Pure. Wrong when it decides anything the plan decides: it only counts.
 */

import { addDays, type Day, shortDay, weekday } from "./dates.ts";
import { counted, listed, sentence } from "./format.ts";

export type AgendaItem = {
  readonly id: string;
  readonly title: string;
  readonly minutes: number;
  readonly status: "planned" | "done" | "missed" | "moved";
};
export type AgendaDay = { readonly date: Day; readonly stage: string; readonly items: readonly AgendaItem[] };

export type Edit =
  | { readonly kind: "done" | "undone"; readonly item: string }
  | { readonly kind: "move"; readonly item: string; readonly by_days: number }
  | { readonly kind: "move"; readonly item: string; readonly date: Day }
  | { readonly kind: "drop"; readonly item: string }
  | { readonly kind: "day_off" | "day_on"; readonly date: Day };

const open = (item: AgendaItem): boolean => item.status === "planned";

/** Minutes that are still planned from `today` on. */
export function minutesLeft(days: readonly AgendaDay[], today: Day): number {
  return days
    .filter((day) => day.date >= today)
    .reduce((sum, day) => sum + day.items.filter(open).reduce((part, item) => part + item.minutes, 0), 0);
}

/** Minutes of a day by what became of them. */
export function minutesOf(day: AgendaDay): { readonly done: number; readonly planned: number } {
  const sum = (status: AgendaItem["status"]): number =>
    day.items.filter((item) => item.status === status).reduce((total, item) => total + item.minutes, 0);
  return { done: sum("done"), planned: sum("planned") };
}

/** A day before today on which something was planned and nothing was done. */
export function wasMissed(day: AgendaDay, today: Day): boolean {
  return day.date < today && day.items.length > 0 && !day.items.some((item) => item.status === "done");
}

const movedCount = (days: readonly AgendaDay[]): number =>
  days.flatMap((day) => day.items).filter((item) => item.status === "moved").length;

/** `13 days, 19 h left, two items moved` */
export function finding(days: readonly AgendaDay[], today: Day, daysLeft: number): string {
  const left = Math.round(minutesLeft(days, today) / 60);
  const moved = movedCount(days);
  const parts = [
    daysLeft === 1 ? "1 day" : `${daysLeft} days`,
    left === 1 ? "1 hour left" : `${left} hours left`,
    ...(moved > 0 ? [`${counted(moved, "item")} moved`] : []),
  ];
  return parts.join(", ");
}

/** Two sentences: what was missed lately, and what the plan had to leave out. */
export function account(days: readonly AgendaDay[], today: Day, leftOut: number): string {
  const recent = days
    .filter((day) => day.date >= addDays(today, -7) && wasMissed(day, today))
    .map((day) => weekday(day.date));
  const missed =
    recent.length === 0
      ? "Nothing was missed in the last seven days."
      : `${listed(recent)} ${recent.length === 1 ? "was" : "were"} missed.`;
  const dropped =
    leftOut === 0
      ? "Nothing was left out."
      : `${sentence(counted(leftOut, "item"))} did not fit and ${leftOut === 1 ? "is" : "are"} listed below.`;
  return `${missed} ${dropped}`;
}

/** What an edit did, for the status line. */
export function said(edit: Edit, title: string): string {
  switch (edit.kind) {
    case "done":
      return `“${title}” is done.`;
    case "undone":
      return `“${title}” is open again.`;
    case "move":
      return "date" in edit
        ? `“${title}” is on ${shortDay(edit.date)}.`
        : `“${title}” moved a day ${edit.by_days > 0 ? "later" : "earlier"}.`;
    case "drop":
      return `“${title}” is left out.`;
    case "day_off":
      return `${shortDay(edit.date)} is free.`;
    case "day_on":
      return `${shortDay(edit.date)} is planned again.`;
  }
}

export type StageRun<D extends AgendaDay> = { readonly stage: string; readonly days: readonly D[] };

/** How many runs the first of two columns takes so that both hold about as many lines; never all of several. */
export function firstColumn(runs: readonly StageRun<AgendaDay>[]): number {
  const lines = runs.map((run) => run.days.reduce((sum, day) => sum + Math.max(day.items.length, 1), 1));
  const half = lines.reduce((sum, count) => sum + count, 0) / 2;
  const off = (count: number): number => Math.abs(lines.slice(0, count).reduce((sum, each) => sum + each, 0) - half);
  const choices = Array.from({ length: Math.max(runs.length - 1, 1) }, (_, index) => index + 1);
  return choices.reduce((best, count) => (off(count) < off(best) ? count : best), 1);
}

/** Days grouped into runs of the same stage, in order. */
export function stageRuns<D extends AgendaDay>(days: readonly D[]): readonly StageRun<D>[] {
  const runs: { stage: string; days: D[] }[] = [];
  for (const day of days) {
    const last = runs.at(-1);
    if (last?.stage === day.stage) last.days.push(day);
    else runs.push({ stage: day.stage, days: [day] });
  }
  return runs;
}
