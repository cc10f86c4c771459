/**
 * Calendar days as ISO strings (`2026-12-10`): no time zone can move them. Wrong when a `Date` of local midnight leaks out.
 */

export type Day = string;

const DAY_MS = 86_400_000;
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

export type DayParts = { readonly year: number; readonly month: number; readonly day: number };

/** True for a real calendar day in ISO form; 2026-02-30 is not one. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && fromNumber(toNumber(text)) === text;
}

function toNumber(day: Day): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
}

function fromNumber(number: number): Day {
  return Number.isFinite(number) ? new Date(number * DAY_MS).toISOString().slice(0, 10) : "";
}

/** Year, month (1 to 12) and day of the month. */
export function parts(day: Day): DayParts {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return { year, month, day: date };
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return toNumber(to) - toNumber(from);
}

export function addDays(day: Day, count: number): Day {
  return fromNumber(toNumber(day) + count);
}

/** 0 is Monday, 6 is Sunday. */
export function weekdayIndex(day: Day): number {
  return (((toNumber(day) + 3) % 7) + 7) % 7;
}

export function weekday(day: Day): string {
  return WEEKDAYS[weekdayIndex(day)] ?? "";
}

export function month(day: Day): string {
  return MONTHS[parts(day).month - 1] ?? "";
}

/** 10 Dec */
export function shortDay(day: Day): string {
  return `${parts(day).day} ${month(day).slice(0, 3)}`;
}

/** Thursday 10 December */
export function longDay(day: Day): string {
  return `${weekday(day)} ${parts(day).day} ${month(day)}`;
}

/** Thu 10; with its month on the first of one. */
export function agendaDay(day: Day): string {
  const { day: date } = parts(day);
  return `${weekday(day).slice(0, 3)} ${date}${date === 1 ? ` ${month(day).slice(0, 3)}` : ""}`;
}

/** The calendar day of an instant in the reader's own time zone. */
export function localDay(instant: Date): Day {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${instant.getFullYear()}-${two(instant.getMonth() + 1)}-${two(instant.getDate())}`;
}

/** 21:39 of an instant in the reader's own time zone. */
export function localTime(instant: Date): string {
  return `${String(instant.getHours()).padStart(2, "0")}:${String(instant.getMinutes()).padStart(2, "0")}`;
}

/** Weeks from Monday to Sunday that cover `from` to `to`. */
export function weeks(from: Day, to: Day): readonly (readonly Day[])[] {
  const first = addDays(from, -weekdayIndex(from));
  const count = Math.floor(daysBetween(first, to) / 7) + 1;
  return Array.from({ length: Math.max(count, 0) }, (_, week) =>
    Array.from({ length: 7 }, (__, day) => addDays(first, week * 7 + day)),
  );
}
