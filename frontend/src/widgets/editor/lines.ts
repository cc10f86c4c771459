/**
 * Where a line of one text stands in a later one, and the smallest replacement that turns the one into the other. Pure.
 *
 * Why: a failure is pinned to the source that ran, and the source moves on. Wrong when a mark sits on a line that it
 * never spoke of: a line that was itself changed has no place any more.
 */

/** The changed stretch: `from` to `to` of the text before becomes `insert`. */
export type Replacement = { readonly from: number; readonly to: number; readonly insert: string };

/** The one replacement between what both texts begin with and what both end with; null when they are equal. */
export function replacementOf(before: string, after: string): Replacement | null {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return { from: head, to: before.length - tail, insert: after.slice(head, after.length - tail) };
}

/** The 1-based line of `after` that line `line` of `before` has become; null when it was changed or is gone. */
export function lineIn(line: number, before: string, after: string): number | null {
  const old = before.split("\n");
  const now = after.split("\n");
  if (line < 1 || line > old.length) return null;
  const shorter = Math.min(old.length, now.length);
  let head = 0;
  while (head < shorter && old[head] === now[head]) head += 1;
  if (line <= head) return line;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  return line > old.length - tail ? line + now.length - old.length : null;
}
