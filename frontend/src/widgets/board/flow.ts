/**
 * What flows along an arrow, for its width and the numbers above and below it.
 *
 * Why: the width of an edge is the log of the candidates on it. Wrong when a width is drawn for a number nobody wrote.
 */

const SCALE: Readonly<Record<string, number>> = { k: 1e3, K: 1e3, M: 1e6, B: 1e9, G: 1e9, T: 1e12 };

/** Read the count that leads a quantity: "2,000 items" is 2000, "200 M" is 2e8; null when there is none. */
export function countIn(text: string): number | null {
  const match = /^\s*([0-9][0-9,\s]*\.?[0-9]*)\s*([kKMBGT])?\b/.exec(text);
  if (match?.[1] === undefined) return null;
  const value = Number(match[1].replace(/[,\s]/g, ""));
  if (!Number.isFinite(value)) return null;
  return value * (match[2] === undefined ? 1 : (SCALE[match[2]] ?? 1));
}

/** Line width in px: 1.5 for one candidate, 1 px more for each factor of 5.6 or so, at most 7. */
export function widthOf(candidates: number | null): number {
  if (candidates === null || candidates <= 1) return 1.5;
  return Math.round(Math.min(7, 1.5 + Math.log10(candidates) * 1.33) * 4) / 4;
}

/** 2000 as "2,000", 2e8 as "200 M". */
export function printCount(count: number): string {
  for (const [unit, size] of [
    ["T", 1e12],
    ["B", 1e9],
    ["M", 1e6],
    ["k", 1e5],
  ] as const) {
    if (count >= size) {
      const scale = unit === "k" ? 1e3 : size;
      return `${Number((count / scale).toPrecision(3))} ${unit}`;
    }
  }
  return Number(count.toPrecision(4)).toLocaleString("en-GB");
}
