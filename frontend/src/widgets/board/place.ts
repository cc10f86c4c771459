/**
 * Where things are and where the next one goes: bounds, free places, neighbours by direction.
 *
 * Why: a board driven by the keyboard must put a box somewhere sensible without being told. Pure.
 */

import { type BoardDoc, type BoardEdge, type BoardGroup, type BoardNode, GRID, nodeOf } from "./model.ts";
import type { Rect } from "./route.ts";

const GAP = 60;
/** Where a row of new boxes turns: about the width of the board's pane. */
const ROW_END = 780;
const ROW_START = 40;

/** The next free place: to the right of `beside` or on a new row, then below it, then after everything. */
export function freePlace(doc: BoardDoc, beside: BoardNode | undefined): { x: number; y: number } {
  const anchor = beside ?? doc.nodes.at(-1);
  if (anchor === undefined) return { x: ROW_START, y: 160 };
  const size = { w: 100, h: 60 };
  const right = { x: anchor.x + anchor.w + GAP, y: anchor.y };
  const below = { x: anchor.x, y: anchor.y + anchor.h + GAP };
  const spots = [
    right.x + size.w <= ROW_END ? right : { x: ROW_START, y: below.y },
    below,
    { x: right.x, y: below.y },
    { x: anchor.x, y: anchor.y - size.h - GAP },
  ];
  const free = spots.find(
    (spot) => spot.y >= GRID / 2 && doc.nodes.every((node) => !touches({ ...spot, ...size }, node, GRID)),
  );
  if (free !== undefined) return onGrid(free);
  const { x, y, h } = bounds(doc);
  return onGrid({ x, y: y + h + GAP });
}

/** The smallest box around everything drawn; a quad at the origin when nothing is. */
export function bounds(doc: BoardDoc): Rect {
  const rects: Rect[] = [
    ...doc.nodes,
    ...doc.groups.flatMap((group) => groupRect(doc, group) ?? []),
    ...doc.texts.map((text) => ({ x: text.x, y: text.y - 12, w: text.text.length * 6.6, h: 18 })),
  ];
  if (rects.length === 0) return { x: 0, y: 0, w: GRID, h: GRID };
  const x = Math.min(...rects.map((rect) => rect.x));
  const y = Math.min(...rects.map((rect) => rect.y));
  const right = Math.max(...rects.map((rect) => rect.x + rect.w));
  const bottom = Math.max(...rects.map((rect) => rect.y + rect.h));
  return { x, y, w: right - x, h: bottom - y };
}

/** The frame of a group: its members with room for the label above; null for a group without members. */
export function groupRect(doc: BoardDoc, group: BoardGroup): Rect | null {
  const members = group.members.flatMap((id) => nodeOf(doc, id) ?? []);
  if (members.length === 0) return null;
  const x = Math.min(...members.map((node) => node.x)) - 12;
  const y = Math.min(...members.map((node) => node.y)) - 32;
  const right = Math.max(...members.map((node) => node.x + node.w)) + 12;
  const bottom = Math.max(...members.map((node) => node.y + node.h)) + 12;
  return { x, y, w: right - x, h: bottom - y };
}

export function onGrid(at: { x: number; y: number }): { x: number; y: number } {
  return { x: Math.round(at.x / (GRID / 2)) * (GRID / 2), y: Math.round(at.y / (GRID / 2)) * (GRID / 2) };
}

/**
 * Nodes in the order a request meets them, then what else serves it, then the offline part; where that leaves a choice,
 * from the left, then from the top. The order Tab walks and the outline prints.
 */
export function readingOrder(doc: BoardDoc): readonly BoardNode[] {
  const types = new Map(doc.nodes.map((node) => [node.id, node.type]));
  // An arrow back to the source is the answer, not a step.
  const waits = doc.edges.filter((edge) => edge.kind === "sync" && types.get(edge.to) !== "source");
  const served = new Set(waits.flatMap((edge) => [edge.from, edge.to]));
  const met = reachable(doc, waits);
  const rank = (node: BoardNode) => (met.has(node.id) ? 0 : served.has(node.id) ? 1 : 2);
  const left = [...doc.nodes].sort((a, b) => rank(a) - rank(b) || a.x - b.x || a.y - b.y || a.id.localeCompare(b.id));
  const order: BoardNode[] = [];
  while (left.length > 0) {
    const open = new Set(left.map((node) => node.id));
    const blocked = (node: BoardNode) =>
      waits.some((edge) => edge.to === node.id && met.has(edge.from) === met.has(node.id) && open.has(edge.from));
    // A circle has no first box: then the leftmost.
    order.push(
      ...left.splice(
        Math.max(
          0,
          left.findIndex((node) => !blocked(node)),
        ),
        1,
      ),
    );
  }
  return order;
}

function reachable(doc: BoardDoc, waits: readonly BoardEdge[]): ReadonlySet<string> {
  const met = new Set(doc.nodes.filter((node) => node.type === "source").map((node) => node.id));
  // A set grows while it is walked, so this goes on until nothing new is reached.
  for (const id of met) for (const edge of waits) if (edge.from === id) met.add(edge.to);
  return met;
}

/** The node after (or before) `id` in reading order; null past the ends, so that Tab can leave the board. */
export function stepFrom(doc: BoardDoc, id: string | null, by: 1 | -1): string | null {
  const order = readingOrder(doc);
  if (id === null) return (by === 1 ? order[0] : order.at(-1))?.id ?? null;
  const at = order.findIndex((node) => node.id === id);
  return order[at + by]?.id ?? null;
}

export type Direction = "left" | "right" | "up" | "down";

/** The nearest node in a direction; sideways distance counts double. */
export function neighbour(doc: BoardDoc, id: string, direction: Direction): string | null {
  const from = nodeOf(doc, id);
  if (from === undefined) return stepFrom(doc, null, 1);
  let nearest: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const node of doc.nodes) {
    if (node.id === id) continue;
    const dx = node.x + node.w / 2 - (from.x + from.w / 2);
    const dy = node.y + node.h / 2 - (from.y + from.h / 2);
    const ahead = direction === "left" ? -dx : direction === "right" ? dx : direction === "up" ? -dy : dy;
    const aside = Math.abs(direction === "left" || direction === "right" ? dy : dx);
    if (ahead <= 0) continue;
    const cost = ahead + 2 * aside;
    if (cost < least) {
      least = cost;
      nearest = node.id;
    }
  }
  return nearest;
}

function touches(a: Rect, b: Rect, margin: number): boolean {
  return a.x < b.x + b.w + margin && a.x + a.w + margin > b.x && a.y < b.y + b.h + margin && a.y + a.h + margin > b.y;
}
