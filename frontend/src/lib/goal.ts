/** Edits of a goal, each a new goal. Pure: Setup and its tests use the same functions. */

import { addDays, type Day } from "./dates.ts";

type LoopEntry = { readonly company: string; readonly date: Day };

/** Days until a first loop that nobody has dated yet: the guide's four weeks. */
export const DEFAULT_LEAD_DAYS = 28;
/** Days between two loops that nobody has dated yet; no two loops may share a date. */
const BETWEEN_LOOPS = 7;
export const WEEKDAYS = [
  { id: "monday", title: "Mon" },
  { id: "tuesday", title: "Tue" },
  { id: "wednesday", title: "Wed" },
  { id: "thursday", title: "Thu" },
  { id: "friday", title: "Fri" },
  { id: "saturday", title: "Sat" },
  { id: "sunday", title: "Sun" },
] as const;

/** Add the company, a week after the last loop (or four weeks from today); or remove it when it is there. */
export function toggleCompany<L extends LoopEntry>(loops: readonly L[], company: string, today: Day): LoopEntry[] {
  if (loops.some((loop) => loop.company === company)) return loops.filter((loop) => loop.company !== company);
  const last = loops
    .map((loop) => loop.date)
    .sort()
    .at(-1);
  const date = last ? addDays(last, BETWEEN_LOOPS) : addDays(today, DEFAULT_LEAD_DAYS);
  return [...loops, { company, date }];
}

/** Move the entry at `index` by `by` places; out of range changes nothing. */
export function moved<Entry>(entries: readonly Entry[], index: number, by: number): Entry[] {
  const target = index + by;
  const next = [...entries];
  const [entry] = next.splice(index, 1);
  if (entry === undefined || target < 0 || target >= entries.length) return [...entries];
  next.splice(target, 0, entry);
  return next;
}

/** Add the text when it is absent, remove it when it is there; the rest keeps its order. */
export function toggled(entries: readonly string[], entry: string): string[] {
  return entries.includes(entry) ? entries.filter((other) => other !== entry) : [...entries, entry];
}

/** True when two goals say the same. Order of loops counts, order of keys does not. */
export function sameGoal(one: object | null, other: object | null): boolean {
  const flat = (value: unknown): unknown =>
    value !== null && typeof value === "object" && !Array.isArray(value)
      ? Object.entries(value).sort(([a], [b]) => a.localeCompare(b))
      : value;
  return JSON.stringify(one, (_, value) => flat(value)) === JSON.stringify(other, (_, value) => flat(value));
}
