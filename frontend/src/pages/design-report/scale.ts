/** Axes: from values to places, and the round numbers to write on them. Pure. */

/** Round steps that cover 0 to `max` in at most `count` intervals: 0, 50, 100 ... */
export function ticks(max: number, count = 5): readonly number[] {
  if (!(max > 0)) return [0];
  const rough = max / count;
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((part) => part * size).find((part) => part >= rough) ?? 10 * size;
  return Array.from({ length: Math.floor(max / step + 1e-9) + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}

/** The end of an axis that holds `max` with the last tick on it. */
export function niceMax(max: number, count = 5): number {
  const rough = ticks(max, count);
  const step = (rough[1] ?? max) - (rough[0] ?? 0);
  return step > 0 ? Math.ceil(max / step - 1e-9) * step : 1;
}

export function points(pairs: readonly (readonly [number, number])[]): string {
  return pairs.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
}
