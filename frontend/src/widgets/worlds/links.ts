/**
 * Where the boxes and arrows of a threat's diagram go.
 *
 * Why: who acts on whom is read faster as a picture, and a case may have up to eight arrows. Left stand the two the test
 * takes for separate, right what they share. Wrong when two boxes or two words lie on each other. Pure.
 */

export type Link = {
  readonly source: string;
  readonly target: string;
  readonly says: string;
  readonly kind: "assumed" | "real";
};

export type Box = {
  readonly name: string;
  readonly lines: readonly string[];
  readonly x: number;
  readonly y: number;
};

export type Arrow = {
  readonly key: string;
  /** `assumed`: what the test took for granted. `back`: the way by which that was wrong. `real`: the rest. */
  readonly role: "assumed" | "back" | "real";
  readonly path: string;
  readonly says: readonly string[];
  readonly at: { readonly x: number; readonly y: number; readonly anchor: "start" | "middle" | "end" };
};

export type Diagram = { readonly height: number; readonly boxes: readonly Box[]; readonly arrows: readonly Arrow[] };

export const WIDTH = 500;
export const BOX = { width: 128, height: 46 } as const;
const GAP = 64;
/** Room above the first box for the words of an arrow that leaves it sideways. */
const TOP = 24;
const CHARS = 17;
const SAYS_CHARS = 26;

/** Words broken into lines of at most `chars`, unless one word is longer. */
export function wrapped(text: string, chars: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= chars) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** The diagram of these links; the same links give the same diagram. */
export function diagramOf(links: readonly Link[]): Diagram {
  const names = [...new Set(links.flatMap((link) => [link.source, link.target]))];
  const taken = new Set(links.filter((link) => link.kind === "assumed").flatMap((link) => [link.source, link.target]));
  const left =
    taken.size > 0 && taken.size < names.length ? names.filter((name) => taken.has(name)) : names.slice(0, 2);
  const right = names.filter((name) => !left.includes(name));
  const rows = Math.max(left.length, right.length);
  const height = TOP + rows * BOX.height + (rows - 1) * GAP + 8;
  const boxes = [...column(left, 1, height), ...column(right, WIDTH - BOX.width - 1, height)];
  const places = new Map(boxes.map((box) => [box.name, box]));
  const missed = new Set(links.filter((link) => link.kind === "assumed").map((link) => link.target));
  const arrows = links.flatMap((link, index) => {
    const from = places.get(link.source);
    const to = places.get(link.target);
    if (from === undefined || to === undefined) return [];
    const role = link.kind === "assumed" ? "assumed" : missed.has(link.target) ? "back" : "real";
    const twin = links.findIndex((other) => other.source === link.target && other.target === link.source);
    const shift = twin < 0 ? 0 : index < twin ? -9 : 9;
    return [{ key: `${index}`, role, says: wrapped(link.says, SAYS_CHARS), ...route(from, to, shift) } as const];
  });
  return { height, boxes, arrows };
}

function column(names: readonly string[], x: number, height: number): readonly Box[] {
  const free = height - TOP - 8 - names.length * BOX.height;
  const gap = names.length > 1 ? free / (names.length - 1) : 0;
  const top = TOP + (names.length > 1 ? 0 : free / 2);
  return names.map((name, row) => ({ name, lines: wrapped(name, CHARS), x, y: top + row * (BOX.height + gap) }));
}

type Route = Pick<Arrow, "path" | "at">;

function route(from: Box, to: Box, shift: number): Route {
  if (from.x === to.x) return inColumn(from, to, shift);
  const rightward = to.x > from.x;
  const level = (box: Box) => box.y + BOX.height / 2 + shift;
  const start = rightward ? from.x + BOX.width : from.x;
  const end = rightward ? to.x : to.x + BOX.width;
  const middle = (start + end) / 2;
  const path = `M${place(start, level(from))}C${place(middle, level(from))} ${place(middle, level(to))} ${place(end, level(to))}`;
  // Near the left box the curve is level: there its words lie above or below it and cross nothing.
  const outer = rightward ? from : to;
  const inner = rightward ? to : from;
  const below = outer.y > inner.y;
  const x = outer.x + BOX.width + 14;
  return { path, at: { x, y: level(outer) + (below ? 18 : -9), anchor: "start" } };
}

/** Down or up beside each other straight; past a box that stands between, around it on the inner side. */
function inColumn(from: Box, to: Box, shift: number): Route {
  const down = to.y > from.y;
  const x = from.x + BOX.width / 2 + shift;
  const start = down ? from.y + BOX.height : from.y;
  const end = down ? to.y : to.y + BOX.height;
  const inner = from.x < WIDTH / 2 ? 1 : -1;
  const far = Math.abs(to.y - from.y) > 2 * BOX.height + GAP;
  const bow = far ? inner * (BOX.width / 2 + 34) : 0;
  const path = `M${place(x, start)}C${place(x + bow, start + (down ? 20 : -20))} ${place(x + bow, end + (down ? -20 : 20))} ${place(x, end)}`;
  const at = { x: x + bow * 0.75 + inner * 9, y: (start + end) / 2 + 4, anchor: inner > 0 ? "start" : "end" } as const;
  return { path, at };
}

const place = (x: number, y: number): string => `${round(x)} ${round(y)}`;
const round = (value: number): number => Math.round(value * 10) / 10;
