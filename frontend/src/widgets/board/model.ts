/**
 * The board as the editor holds it, and every edit as a pure function from board to board.
 *
 * Why: undo, the outline and the keyboard all need the same edits. Wrong when an edit leaves an arrow without both its
 * ends, a group with a member that is gone, or two boxes with one id.
 */

export type EdgeKind = "sync" | "async" | "shadow" | "fallback";
export const EDGE_KINDS: readonly EdgeKind[] = ["sync", "async", "shadow", "fallback"];

/** Parameter name to a bare number or a quantity with its unit, as typed: `{gpus: 12, overhead: "2 ms"}`. */
export type Params = Readonly<Record<string, string | number>>;

export type BoardNode = {
  readonly id: string;
  readonly label: string;
  /** The second line, as written: "small MLP", "24.3 k req/s". */
  readonly note: string;
  /** `box` until somebody says or guesses what it is. */
  readonly type: string;
  readonly params: Params;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
};

export type BoardEdge = {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  readonly label: string;
  readonly params: Params;
};

export type BoardGroup = { readonly id: string; readonly label: string; readonly members: readonly string[] };
export type BoardText = { readonly id: string; readonly text: string; readonly x: number; readonly y: number };

export type BoardDoc = {
  readonly name: string;
  /** What the design promises: p99, load, recall, cost and so on. */
  readonly requirements: Params;
  readonly regions: number;
  readonly nodes: readonly BoardNode[];
  readonly edges: readonly BoardEdge[];
  readonly groups: readonly BoardGroup[];
  readonly texts: readonly BoardText[];
};

export type Selection =
  | { readonly kind: "none" }
  | { readonly kind: "node"; readonly id: string }
  | { readonly kind: "edge"; readonly id: string }
  | { readonly kind: "text"; readonly id: string }
  | { readonly kind: "group"; readonly id: string };

export const NOTHING: Selection = { kind: "none" };
export const UNTYPED = "box";
export const NODE_LIMIT = 60;
export const EDGE_LIMIT = 150;
export const GRID = 20;

export const emptyBoard: BoardDoc = {
  name: "",
  requirements: {},
  regions: 1,
  nodes: [],
  edges: [],
  groups: [],
  texts: [],
};

/** An id that reads like its label and is not taken: `pre-rank`, `pre-rank-2`. */
export function freshId(label: string, taken: Iterable<string>): string {
  const stem =
    label
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 40) || "box";
  const used = new Set(taken);
  if (!used.has(stem)) return stem;
  for (let n = 2; ; n += 1) if (!used.has(`${stem}-${n}`)) return `${stem}-${n}`;
}

/** Every id in use; nodes, arrows, groups and texts share one space. */
export function idsOf(doc: BoardDoc): readonly string[] {
  return [...doc.nodes, ...doc.edges, ...doc.groups, ...doc.texts].map((part) => part.id);
}

export function nodeOf(doc: BoardDoc, id: string): BoardNode | undefined {
  return doc.nodes.find((node) => node.id === id);
}

export function edgeOf(doc: BoardDoc, id: string): BoardEdge | undefined {
  return doc.edges.find((edge) => edge.id === id);
}

/** Width that holds the two lines at 13 px, on the grid. */
export function widthFor(label: string, note: string): number {
  const text = Math.max(label.length * 7.4, note.length * 6.4);
  return Math.min(240, Math.max(80, Math.ceil((text + 24) / GRID) * GRID));
}

export function addNode(doc: BoardDoc, at: { x: number; y: number }, label = ""): { doc: BoardDoc; id: string } | null {
  if (doc.nodes.length >= NODE_LIMIT) return null;
  const id = freshId(label || "box", idsOf(doc));
  const node: BoardNode = {
    id,
    label,
    note: "",
    type: UNTYPED,
    params: {},
    ...clamped(at),
    w: widthFor(label, ""),
    h: 60,
  };
  return { doc: { ...doc, nodes: [...doc.nodes, node] }, id };
}

export function updateNode(doc: BoardDoc, id: string, change: Partial<Omit<BoardNode, "id">>): BoardDoc {
  return { ...doc, nodes: doc.nodes.map((node) => (node.id === id ? { ...node, ...change } : node)) };
}

/** Change the words on a box; it grows when they need more room, and never shrinks under the pen. */
export function relabel(doc: BoardDoc, id: string, words: { label?: string; note?: string }): BoardDoc {
  const node = nodeOf(doc, id);
  if (node === undefined) return doc;
  const label = words.label ?? node.label;
  const note = words.note ?? node.note;
  return updateNode(doc, id, { label, note, w: Math.max(node.w, widthFor(label, note)) });
}

/**
 * Give a box its first name: its id then reads like it, in findings, in the log and in the blueprint. A box that has had
 * a name keeps its id for ever.
 */
export function named(doc: BoardDoc, id: string, label: string): { doc: BoardDoc; id: string } {
  const node = nodeOf(doc, id);
  if (node === undefined || node.label !== "" || label.trim() === "") return { doc: relabel(doc, id, { label }), id };
  const next = freshId(label, idsOf(doc));
  const follow = (held: string) => (held === id ? next : held);
  const renamed: BoardDoc = {
    ...doc,
    nodes: doc.nodes.map((held) => ({ ...held, id: follow(held.id) })),
    edges: doc.edges.map((edge) => ({ ...edge, from: follow(edge.from), to: follow(edge.to) })),
    groups: doc.groups.map((group) => ({ ...group, members: group.members.map(follow) })),
  };
  return { doc: relabel(renamed, next, { label }), id: next };
}

/** Parameters with one set, or taken away by null. */
export function withParam(params: Params, name: string, value: string | number | null): Params {
  const { [name]: _gone, ...rest } = params;
  return value === null ? rest : { ...rest, [name]: value };
}

/** Say what a box is. Parameters that the new type does not have go; the words stay. */
export function retype(doc: BoardDoc, id: string, type: string, known: ReadonlySet<string>): BoardDoc {
  const node = nodeOf(doc, id);
  if (node === undefined || node.type === type) return doc;
  const params = Object.fromEntries(Object.entries(node.params).filter(([name]) => known.has(name)));
  return updateNode(doc, id, { type, params });
}

export function moveNode(doc: BoardDoc, id: string, to: { x: number; y: number }): BoardDoc {
  return updateNode(doc, id, clamped(to));
}

export function moveSelection(doc: BoardDoc, what: Selection, by: { dx: number; dy: number }): BoardDoc {
  switch (what.kind) {
    case "node": {
      const node = nodeOf(doc, what.id);
      return node ? moveNode(doc, what.id, { x: node.x + by.dx, y: node.y + by.dy }) : doc;
    }
    case "text":
      return {
        ...doc,
        texts: doc.texts.map((text) =>
          text.id === what.id ? { ...text, ...clamped({ x: text.x + by.dx, y: text.y + by.dy }) } : text,
        ),
      };
    case "group": {
      const members = doc.groups.find((group) => group.id === what.id)?.members ?? [];
      return members.reduce((held, id) => moveSelection(held, { kind: "node", id }, by), doc);
    }
    default:
      return doc;
  }
}

/** Draw an arrow. Null when an end is missing, both ends are one box, it is there already, or the board is full. */
export function connect(
  doc: BoardDoc,
  from: string,
  to: string,
  kind: EdgeKind = "sync",
): { doc: BoardDoc; id: string } | null {
  const known = nodeOf(doc, from) !== undefined && nodeOf(doc, to) !== undefined;
  const drawn = doc.edges.some((edge) => edge.from === from && edge.to === to && edge.kind === kind);
  if (!known || drawn || from === to || doc.edges.length >= EDGE_LIMIT) return null;
  const id = freshId(`${from}-${to}`, idsOf(doc));
  const edge: BoardEdge = { id, from, to, kind, label: "", params: {} };
  return { doc: { ...doc, edges: [...doc.edges, edge] }, id };
}

export function updateEdge(doc: BoardDoc, id: string, change: Partial<Omit<BoardEdge, "id">>): BoardDoc {
  return { ...doc, edges: doc.edges.map((edge) => (edge.id === id ? { ...edge, ...change } : edge)) };
}

export function addText(doc: BoardDoc, at: { x: number; y: number }, text: string): { doc: BoardDoc; id: string } {
  const id = freshId("text", idsOf(doc));
  return { doc: { ...doc, texts: [...doc.texts, { id, text, ...clamped(at) }] }, id };
}

/** Change a free text; an empty one is gone. */
export function setText(doc: BoardDoc, id: string, text: string): BoardDoc {
  const texts = doc.texts.map((held) => (held.id === id ? { ...held, text } : held));
  return { ...doc, texts: texts.filter((held) => held.text.trim() !== "") };
}

export function addGroup(doc: BoardDoc, label: string, members: readonly string[]): BoardDoc {
  const id = freshId(label || "group", idsOf(doc));
  const inside = new Set(members);
  return { ...doc, groups: [...withoutMembers(doc.groups, inside), { id, label, members: [...inside] }] };
}

/** Put a box into a group, or into none. A box is in at most one. */
export function setGroup(doc: BoardDoc, node: string, group: string | null): BoardDoc {
  const groups = withoutMembers(doc.groups, new Set([node]), group);
  return {
    ...doc,
    groups: groups.map((held) => (held.id === group ? { ...held, members: [...held.members, node] } : held)),
  };
}

export function groupOf(doc: BoardDoc, node: string): BoardGroup | undefined {
  return doc.groups.find((group) => group.members.includes(node));
}

/** Delete what is selected; a box takes its arrows with it. */
export function remove(doc: BoardDoc, what: Selection): BoardDoc {
  switch (what.kind) {
    case "none":
      return doc;
    case "node":
      return {
        ...doc,
        nodes: doc.nodes.filter((node) => node.id !== what.id),
        edges: doc.edges.filter((edge) => edge.from !== what.id && edge.to !== what.id),
        groups: withoutMembers(doc.groups, new Set([what.id])),
      };
    case "edge":
      return { ...doc, edges: doc.edges.filter((edge) => edge.id !== what.id) };
    case "text":
      return { ...doc, texts: doc.texts.filter((text) => text.id !== what.id) };
    case "group":
      return { ...doc, groups: doc.groups.filter((group) => group.id !== what.id) };
  }
}

/** True when what is selected is still on the board: another tab or an undo may have taken it. */
export function holds(doc: BoardDoc, what: Selection): boolean {
  return what.kind === "none" || idsOf(doc).includes(what.id);
}

function withoutMembers(groups: readonly BoardGroup[], gone: ReadonlySet<string>, keep: string | null = null) {
  return groups
    .map((group) => ({ ...group, members: group.members.filter((id) => !gone.has(id)) }))
    .filter((group) => group.members.length > 0 || group.id === keep);
}

function clamped(at: { x: number; y: number }): { x: number; y: number } {
  return { x: Math.max(GRID / 2, Math.round(at.x)), y: Math.max(GRID / 2, Math.round(at.y)) };
}
