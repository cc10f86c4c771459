/**
 * Where an arrow runs: right angles from the border of one box to the border of another, around what is in between.
 *
 * Why: the document holds no bends, so the picture must be decided by the boxes alone. Wrong when the same boxes give
 * two different pictures, or a path starts inside a box.
 */

export type Rect = { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
export type Point = { readonly x: number; readonly y: number };
export type Path = readonly Point[];

/** Least overlap of two sides that lets an arrow run straight. */
const STRAIGHT = 16;
const CLEAR = 20;
const LANE = 14;

/**
 * The cheapest of a fixed set of routes: crossing a box costs most, then length, then bends. `lane` moves a straight
 * arrow aside where another runs between the same boxes.
 */
export function route(from: Rect, to: Rect, others: readonly Rect[], lane = 0): Path {
  const routes = candidates(from, to, others, lane * LANE);
  let best: Path = [center(from), center(to)];
  let least = Number.POSITIVE_INFINITY;
  for (const path of routes) {
    const cost = costOf(path, from, to, others);
    if (cost < least) {
      least = cost;
      best = path;
    }
  }
  return best;
}

function candidates(a: Rect, b: Rect, others: readonly Rect[], aside: number): readonly Path[] {
  const paths: Path[] = [];
  const ac = center(a);
  const bc = center(b);
  const rightward = bc.x >= ac.x;
  const downward = bc.y >= ac.y;
  const ax = rightward ? a.x + a.w : a.x;
  const bx = rightward ? b.x : b.x + b.w;
  const ay = downward ? a.y + a.h : a.y;
  const by = downward ? b.y : b.y + b.h;
  const shareY = overlap([a.y, a.y + a.h], [b.y, b.y + b.h], aside);
  const shareX = overlap([a.x, a.x + a.w], [b.x, b.x + b.w], aside);
  if (shareY !== null) paths.push([pt(ax, shareY), pt(bx, shareY)]);
  if (shareX !== null) paths.push([pt(shareX, ay), pt(shareX, by)]);
  if (shareX === null && shareY === null) {
    paths.push([pt(ax, ac.y), pt(bc.x, ac.y), pt(bc.x, by)]);
    paths.push([pt(ac.x, ay), pt(ac.x, bc.y), pt(bx, bc.y)]);
  }
  const midX = (ax + bx) / 2;
  const midY = (ay + by) / 2;
  paths.push([pt(ax, ac.y), pt(midX, ac.y), pt(midX, bc.y), pt(bx, bc.y)]);
  paths.push([pt(ac.x, ay), pt(ac.x, midY), pt(bc.x, midY), pt(bc.x, by)]);
  const all = [a, b, ...others];
  const top = Math.min(...all.map((rect) => rect.y)) - CLEAR;
  const bottom = Math.max(...all.map((rect) => rect.y + rect.h)) + CLEAR;
  if (top >= 4) paths.push([pt(ac.x, a.y), pt(ac.x, top), pt(bc.x, top), pt(bc.x, b.y)]);
  paths.push([pt(ac.x, a.y + a.h), pt(ac.x, bottom), pt(bc.x, bottom), pt(bc.x, b.y + b.h)]);
  return paths.map(simplified);
}

function costOf(path: Path, from: Rect, to: Rect, others: readonly Rect[]): number {
  let length = 0;
  let crossings = 0;
  for (const [start, end] of segments(path)) {
    length += Math.abs(end.x - start.x) + Math.abs(end.y - start.y);
    for (const rect of others) if (cuts(start, end, rect, 4)) crossings += 1;
    // Its own boxes may be touched at the border only.
    for (const rect of [from, to]) if (cuts(start, end, rect, -1)) crossings += 2;
  }
  return crossings * 2_000 + length + path.length * 30;
}

export function segments(path: Path): readonly (readonly [Point, Point])[] {
  const pairs: (readonly [Point, Point])[] = [];
  for (let i = 1; i < path.length; i += 1) {
    const start = path[i - 1];
    const end = path[i];
    if (start !== undefined && end !== undefined) pairs.push([start, end]);
  }
  return pairs;
}

function cuts(start: Point, end: Point, rect: Rect, margin: number): boolean {
  return (
    Math.max(start.x, end.x) > rect.x - margin &&
    Math.min(start.x, end.x) < rect.x + rect.w + margin &&
    Math.max(start.y, end.y) > rect.y - margin &&
    Math.min(start.y, end.y) < rect.y + rect.h + margin
  );
}

type Span = readonly [number, number];

/** The middle of what two sides share, moved aside as far as they allow; null when they share too little. */
function overlap(a: Span, b: Span, aside: number): number | null {
  const low = Math.max(a[0], b[0]);
  const high = Math.min(a[1], b[1]);
  if (high - low < STRAIGHT) return null;
  return Math.min(high - 4, Math.max(low + 4, (low + high) / 2 + aside));
}

function simplified(path: Path): Path {
  return path.filter((point, i) => {
    const before = path[i - 1];
    const after = path[i + 1];
    if (before === undefined) return true;
    if (before.x === point.x && before.y === point.y) return false;
    if (after === undefined) return true;
    return !((before.x === point.x && point.x === after.x) || (before.y === point.y && point.y === after.y));
  });
}

export type Spot = { readonly at: Point; readonly flat: boolean; readonly room: number };

/** Where a label has most room: the middle of the longest stretch, or a quarter along it where a box covers the middle. */
export function labelSpot(path: Path, boxes: readonly Rect[] = []): Spot {
  let best: Spot = { at: path[0] ?? { x: 0, y: 0 }, flat: true, room: -1 };
  let most = Number.NEGATIVE_INFINITY;
  for (const [start, end] of segments(path)) {
    const room = Math.abs(end.x - start.x) + Math.abs(end.y - start.y);
    for (const part of [0.5, 0.25, 0.75]) {
      const at = { x: start.x + (end.x - start.x) * part, y: start.y + (end.y - start.y) * part };
      const covered = boxes.some((rect) => cuts(at, at, rect, 8));
      const worth = room - (covered ? 1_000 : 0) - (part === 0.5 ? 0 : 20);
      if (worth <= most) continue;
      most = worth;
      best = { at, flat: start.y === end.y, room };
    }
  }
  return best;
}

/** The path as SVG data, cut `short` px before its end so that a wide line does not hide its arrow head. */
export function pathData(path: Path, short = 0): string {
  const last = path.at(-1);
  const before = path.at(-2);
  if (last === undefined || before === undefined) return "";
  const dx = Math.sign(last.x - before.x) * short;
  const dy = Math.sign(last.y - before.y) * short;
  const points = [...path.slice(0, -1), { x: last.x - dx, y: last.y - dy }];
  return points.map((point, i) => `${i === 0 ? "M" : "L"}${point.x} ${point.y}`).join("");
}

export function center(rect: Rect): Point {
  return { x: rect.x + rect.w / 2, y: rect.y + rect.h / 2 };
}

function pt(x: number, y: number): Point {
  return { x, y };
}
