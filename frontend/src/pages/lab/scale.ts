/** Straight scales of the Lab's plots: a value's place in the box, and round ticks. Pure. */

export type Box = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
export type Span = { readonly low: number; readonly high: number };

export const xOf = (box: Box, span: Span) => (value: number) =>
  box.left + ((value - span.low) / (span.high - span.low || 1)) * (box.right - box.left);

export const yOf = (box: Box, most: number) => (value: number) =>
  box.bottom - (value / (most || 1)) * (box.bottom - box.top);

const STEPS = [1, 2, 5, 10];

/** About `count` round numbers that cover the span. */
export function ticks(span: Span, count: number): readonly number[] {
  const rough = (span.high - span.low) / Math.max(1, count);
  if (!(rough > 0)) return [span.low];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (STEPS.find((one) => one * power >= rough) ?? 10) * power;
  const first = Math.ceil(span.low / step - 1e-9);
  const last = Math.floor(span.high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) =>
    Number(((first + index) * step).toPrecision(10)),
  );
}

/** The outline of a histogram, bar by bar, as the points of a line. */
export function outline(
  bars: readonly { readonly low: number; readonly high: number; readonly count: number }[],
  x: (value: number) => number,
  y: (count: number) => number,
): string {
  const first = bars[0];
  const last = bars.at(-1);
  if (!first || !last) return "";
  const steps = bars.flatMap((bar) => [
    `${x(bar.low).toFixed(1)},${y(bar.count).toFixed(1)}`,
    `${x(bar.high).toFixed(1)},${y(bar.count).toFixed(1)}`,
  ]);
  return [
    `${x(first.low).toFixed(1)},${y(0).toFixed(1)}`,
    ...steps,
    `${x(last.high).toFixed(1)},${y(0).toFixed(1)}`,
  ].join(" ");
}

/** Where the words at `at` hang: on the wanted side when there is room for `need`, otherwise on the other. */
export function leaning(at: number, side: -1 | 1, need: number, box: Box): "start" | "end" {
  const room = side < 0 ? at - box.left : box.right - at;
  const wanted = side < 0 ? "end" : "start";
  if (room >= need) return wanted;
  return wanted === "end" ? "start" : "end";
}

/** At most five whole numbers from 1 to `last`, both ends among them. */
export function looksTicks(last: number): readonly number[] {
  const parts = Math.min(4, last - 1);
  return Array.from(
    new Set(Array.from({ length: parts + 1 }, (_, i) => 1 + Math.round((i * (last - 1)) / Math.max(1, parts)))),
  );
}
