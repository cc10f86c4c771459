/**
 * Numbers and words as they are printed: three significant digits, a thin unit, the real minus, no leading zero on a share.
 * Wrong when two screens print the same number differently; nothing else in the front end may call toFixed for a reader.
 */

const MINUS = "−";
const WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
const SCALES: readonly (readonly [number, string])[] = [
  [1e12, "T"],
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
];

const withMinus = (text: string): string => text.replace(/^-/, MINUS);

/** Plain figures with three significant digits and thousands separators: 24.3, 0.0123, 1,390. */
export function figures(value: number, significant = 3): string {
  if (value === 0) return "0";
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  const decimals = Math.max(0, significant - 1 - magnitude);
  const rounded = Number(value.toPrecision(significant));
  const text = rounded.toLocaleString("en-GB", {
    maximumFractionDigits: Math.min(decimals, 12),
    useGrouping: Math.abs(rounded) >= 1000,
  });
  return withMinus(text);
}

export type Scaled = { readonly figures: string; readonly unit: string };

/** A quantity with its scale moved into the unit: 24300 req/s is `24.3` `k req/s`. Below 10,000 the number stays whole. */
export function quantity(value: number, unit: string): Scaled {
  const scale = Math.abs(value) >= 10_000 ? SCALES.find(([size]) => Math.abs(value) >= size) : undefined;
  if (!scale) return { figures: figures(value), unit };
  const [size, letter] = scale;
  return { figures: figures(value / size), unit: unit ? `${letter} ${unit}` : letter };
}

/** A share or probability in a table: .96, 1.0, .08. */
export function share(value: number): string {
  return withMinus(
    value
      .toFixed(2)
      .replace(/^(-?)0\./, "$1.")
      .replace(/^1\.00$/, "1.0"),
  );
}

/** A share as whole percent without the sign: 0.416 is 42. */
export function percent(value: number): string {
  return withMinus(Math.round(value * 100).toString());
}

/** An effect: always with its sign. `decimals` after the point. */
export function signed(value: number, decimals = 1): string {
  const text = Math.abs(value).toFixed(decimals);
  if (Number(text) === 0) return text;
  return (value < 0 ? MINUS : "+") + text;
}

/** Money at three digits: $3.2 M, $48 k, $940. */
export function money(value: number): string {
  const scaled = quantity(Math.abs(value), "");
  const letter = scaled.unit === "G" ? "B" : scaled.unit;
  return `${value < 0 ? MINUS : ""}$${scaled.figures}${letter ? ` ${letter}` : ""}`;
}

/** A value on the level axis: 5.8 is `5.8`. One decimal, always. */
export function level(value: number): string {
  return value.toFixed(1);
}

/** Elapsed time as a clock: 1104000 ms is 18:24. Hours appear from 100 minutes on only as minutes: 105:00. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Minutes as hours for totals: 390 is `6.5 h`, 60 is `1 h`, 40 is `40 min`. */
export function hours(minutes: number): string {
  if (minutes < 60) return `${Math.round(minutes)} min`;
  return `${figures(Math.round(minutes / 6) / 10)} h`;
}

/** A small whole number as a word, a large one as figures: two, 14, 1,390. */
export function word(count: number): string {
  return WORDS[count] ?? count.toLocaleString("en-GB");
}

/** `2, "item"` is `two items`; `1, "day"` is `one day`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${word(count)} ${count === 1 ? noun : plural}`;
}

/** First letter upper case, for a sentence that begins with a counted word. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** a; a and b; a, b and c. */
export function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
