/** Labels beside points: moved apart until they can be read, and never further than needed. */

/**
 * Vertical positions for labels that want to stand at `wanted` and need `gap` between them, within `low` to `high`.
 * The order of the labels is kept. When they cannot fit, they start at `low` and overrun `high`.
 */
export function spread(wanted: readonly number[], gap: number, low: number, high: number): readonly number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0) || a - b);
  const placed = [...wanted];
  let next = low;
  for (const index of order) {
    placed[index] = Math.max(placed[index] ?? 0, next);
    next = (placed[index] ?? 0) + gap;
  }
  let ceiling = high;
  for (const index of [...order].reverse()) {
    placed[index] = Math.min(placed[index] ?? 0, ceiling);
    ceiling = (placed[index] ?? 0) - gap;
  }
  const least = Math.min(...placed);
  return least < low ? placed.map((value) => value + low - least) : placed;
}
