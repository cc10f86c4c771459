/**
 * The board as the Blueprint of src/theloop/engines/systems/blueprint.py, there and back without loss.
 *
 * Why: the log holds blueprints, the editor needs places and ids in one object. Wrong when reading what was written
 * gives another board, or a blueprint that the server would refuse is written.
 */

import type { Json, JsonObject } from "../../live/events.ts";
import {
  type BoardDoc,
  type BoardEdge,
  type BoardNode,
  EDGE_KINDS,
  type EdgeKind,
  emptyBoard,
  freshId,
  type Params,
  UNTYPED,
  widthFor,
} from "./model.ts";
import { freePlace } from "./place.ts";

export function toBlueprint(doc: BoardDoc): JsonObject {
  const layout: Record<string, Json> = {};
  for (const { id, x, y, w, h } of doc.nodes) layout[id] = { x, y, w, h };
  for (const { id, x, y } of doc.texts) layout[id] = { x, y };
  return {
    version: 1,
    name: doc.name,
    requirements: { ...doc.requirements },
    regions: doc.regions,
    nodes: doc.nodes.map(({ id, label, note, type, params }) => ({ type, id, label, note, ...params })),
    edges: doc.edges.map(({ id, from, to, kind, label, params }) => ({
      source: from,
      target: to,
      kind,
      id,
      label,
      ...params,
    })),
    groups: doc.groups.map(({ id, label, members }) => ({ id, label, nodes: [...members] })),
    texts: doc.texts.map(({ id, text }) => ({ id, text })),
    layout,
  };
}

/** Read a blueprint. Boxes without a place get a free one; what is not a blueprint reads as an empty board. */
export function fromBlueprint(board: JsonObject | null): BoardDoc {
  if (board === null) return emptyBoard;
  const layout = record(board.layout);
  let doc: BoardDoc = {
    ...emptyBoard,
    name: text(board.name),
    requirements: params(record(board.requirements), NONE),
    regions: typeof board.regions === "number" ? board.regions : 1,
  };
  for (const node of records(board.nodes)) doc = { ...doc, nodes: [...doc.nodes, readNode(node, layout, doc)] };
  const ids = new Set(doc.nodes.map((node) => node.id));
  const taken = new Set<string>();
  const edges: BoardEdge[] = [];
  for (const edge of records(board.edges)) {
    const read = readEdge(edge, taken);
    if (!ids.has(read.from) || !ids.has(read.to)) continue;
    taken.add(read.id);
    edges.push(read);
  }
  const groups = records(board.groups).map((group) => ({
    id: text(group.id),
    label: text(group.label),
    members: list(group.nodes).flatMap((id) => (typeof id === "string" && ids.has(id) ? [id] : [])),
  }));
  const texts = records(board.texts).map((entry) => {
    const place = record(layout[text(entry.id)]);
    return { id: text(entry.id), text: text(entry.text), x: number(place.x, 40), y: number(place.y, 40) };
  });
  return { ...doc, edges, groups, texts };
}

const NODE_WORDS = new Set(["type", "id", "label", "note"]);
const EDGE_WORDS = new Set(["source", "target", "kind", "id", "label"]);
const NONE: ReadonlySet<string> = new Set();

function readNode(node: JsonObject, layout: JsonObject, before: BoardDoc): BoardNode {
  const id = text(node.id);
  const label = text(node.label);
  const note = text(node.note);
  const place = record(layout[id]);
  const placed = typeof place.x === "number";
  const free = placed ? { x: 0, y: 0 } : freePlace(before, before.nodes.at(-1));
  return {
    id,
    label,
    note,
    type: text(node.type) || UNTYPED,
    params: params(node, NODE_WORDS),
    x: number(place.x, free.x),
    y: number(place.y, free.y),
    // A place may leave out its size where that is the blueprint's default.
    w: number(place.w, placed ? 100 : widthFor(label, note)),
    h: number(place.h, 60),
  };
}

function readEdge(edge: JsonObject, taken: ReadonlySet<string>): BoardEdge {
  const from = text(edge.source);
  const to = text(edge.target);
  const kind = EDGE_KINDS.find((known): known is EdgeKind => known === edge.kind) ?? "sync";
  const own = text(edge.id);
  const id = own !== "" && !taken.has(own) ? own : freshId(`${from}-${to}`, taken);
  return { id, from, to, kind, label: text(edge.label), params: edgeParams(edge) };
}

/** An arrow's own numbers. A fraction of 1 is the default and not worth a line. */
function edgeParams(edge: JsonObject): Params {
  const { fraction, ...rest } = params(edge, EDGE_WORDS);
  return fraction === undefined || fraction === 1 ? rest : { ...rest, fraction };
}

function params(value: JsonObject, except: ReadonlySet<string>): Params {
  const read: Record<string, string | number> = {};
  for (const [name, held] of Object.entries(value)) {
    if (except.has(name)) continue;
    if (typeof held === "number" || (typeof held === "string" && held !== "")) read[name] = held;
  }
  return read;
}

function record(value: Json | undefined): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function records(value: Json | undefined): readonly JsonObject[] {
  return list(value).map(record);
}

function text(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

function number(value: Json | undefined, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}
