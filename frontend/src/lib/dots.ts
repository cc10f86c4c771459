/**
 * Where the twenty dots of a belief are drawn. Dots stack when they would touch, and no dot straddles the bar: the two sides
 * are laid out from the bar outwards. Wrong when a filled dot is left of the bar or an open one right of it.
 */

export type Dot = { readonly level: number; readonly filled: boolean };

/** `x` in the units of `scale`; `row` 0 stands on the axis. */
export type PlacedDot = { readonly x: number; readonly row: number; readonly filled: boolean };

export type DotScale = {
  /** Position of a level on the axis. */
  readonly x: (level: number) => number;
  readonly bar: number;
  /** Distance between the centres of dots that do not touch. */
  readonly size: number;
};

/** A side of the bar: distances from the bar grow outwards; a stack keeps `size` from the stack before it. */
function side(distances: readonly number[], size: number): readonly { distance: number; row: number }[] {
  const sorted = [...distances].sort((a, b) => a - b);
  const placed: { distance: number; row: number }[] = [];
  let nearest = size / 2 + 1;
  for (let start = 0; start < sorted.length; ) {
    const first = Math.max(sorted[start] ?? 0, nearest);
    let end = start;
    while (end < sorted.length && (sorted[end] ?? 0) < first + size) end += 1;
    const stack = sorted.slice(start, end);
    const mean = stack.reduce((sum, value) => sum + value, 0) / stack.length;
    const centre = Math.max(mean, nearest);
    stack.forEach((_, row) => {
      placed.push({ distance: centre, row });
    });
    nearest = centre + size;
    start = end;
  }
  return placed;
}

export function placeDots(dots: readonly Dot[], scale: DotScale): readonly PlacedDot[] {
  const bar = scale.x(scale.bar);
  const distances = (filled: boolean): readonly number[] =>
    dots
      .filter((dot) => dot.filled === filled)
      .map((dot) => Math.max(0, (scale.x(dot.level) - bar) * (filled ? 1 : -1)));
  return [
    ...side(distances(false), scale.size).map(({ distance, row }) => ({ x: bar - distance, row, filled: false })),
    ...side(distances(true), scale.size).map(({ distance, row }) => ({ x: bar + distance, row, filled: true })),
  ];
}
