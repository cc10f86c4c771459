/** The napkin's lines as a value: one named line, one formula each. Wrong when an empty tail is sent to the log. */

import { NAPKIN_LINES, type NapkinLine } from "../../live/events.ts";
import type { NapkinResult } from "../../live/material.ts";

export const EMPTY: NapkinLine = { name: "", formula: "" };

export function isEmpty(line: NapkinLine): boolean {
  return line.name.trim() === "" && line.formula.trim() === "";
}

/** a to z, then aa, ab: what later lines call this one. */
export function letterOf(index: number): string {
  const last = String.fromCharCode(97 + (index % 26));
  return index < 26 ? last : letterOf(Math.floor(index / 26) - 1) + last;
}

/** What is shown: the lines and one empty line to write on, while there is room. */
export function withTail(lines: readonly NapkinLine[]): readonly NapkinLine[] {
  const last = lines.at(-1);
  if (lines.length >= NAPKIN_LINES) return lines;
  return last === undefined || !isEmpty(last) ? [...lines, EMPTY] : lines;
}

/** What is kept: the lines without empty ones at the end. Empty lines between others keep their letter. */
export function trimmed(lines: readonly NapkinLine[]): readonly NapkinLine[] {
  let end = lines.length;
  while (end > 0 && isEmpty(lines[end - 1] ?? EMPTY)) end -= 1;
  return lines.slice(0, end);
}

export function changed(
  lines: readonly NapkinLine[],
  index: number,
  change: Partial<NapkinLine>,
): readonly NapkinLine[] {
  const whole = withTail(lines);
  return trimmed(whole.map((line, i) => (i === index ? { ...line, ...change } : line)));
}

/** The value and unit of a result as the board writes it; null when there is none. */
export function quantityText(result: NapkinResult | undefined): string | null {
  if (!result || result.error !== null || result.value === null) return null;
  return result.text ?? [result.value, result.unit].filter((part) => part !== null && part !== "").join(" ");
}

/** Split "9,720 req/s" into the figure and the unit, which is set in grey. */
export function figureAndUnit(text: string): { readonly figure: string; readonly unit: string } {
  const match = /^([−-]?[\d.,]+)\s*(.*)$/.exec(text.trim());
  return { figure: match?.[1] ?? text, unit: match?.[2] ?? "" };
}
