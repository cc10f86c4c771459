/**
 * The marks of the board: boxes, arrows, frames, texts. Drawing only; what they mean is decided elsewhere.
 *
 * Why: the canvas handles pens and keys, this draws. Wrong when a mark shows a number that is neither on the board nor
 * in the last run.
 */

import { countIn, printCount, widthOf } from "./flow.ts";
import type { BoardDoc, BoardEdge, BoardNode, Selection } from "./model.ts";
import { groupRect } from "./place.ts";
import { labelSpot, type Path, pathData, route, type Spot } from "./route.ts";

/** What the last run or the board itself says about a box, ready to print. */
export type NodeMarks = {
  readonly subtitle: string;
  readonly latency: string;
  readonly assumed: number;
  readonly wrong: boolean;
};

export function Defs() {
  return (
    <defs>
      <marker
        id="arrow-head"
        markerUnits="userSpaceOnUse"
        markerWidth="10"
        markerHeight="10"
        refX="8"
        refY="5"
        orient="auto"
      >
        <path d="M0 .8 9 5 0 9.2z" />
      </marker>
    </defs>
  );
}

export function GroupMark({ doc, id, on }: { readonly doc: BoardDoc; readonly id: string; readonly on: boolean }) {
  const group = doc.groups.find((held) => held.id === id);
  const rect = group && groupRect(doc, group);
  if (!group || !rect) return null;
  return (
    <g className={on ? "b-group on" : "b-group"} data-part="group" data-id={id}>
      <rect x={rect.x} y={rect.y} width={rect.w} height={rect.h} />
      <text x={rect.x + 12} y={rect.y + 20}>
        {group.label}
      </text>
    </g>
  );
}

type NodeMarkProps = {
  readonly node: BoardNode;
  readonly marks: NodeMarks;
  readonly on: boolean;
  readonly aimed: boolean;
};

export function NodeMark({ node, marks, on, aimed }: NodeMarkProps) {
  const middle = node.x + node.w / 2;
  // A low box has room for its name only; the rest is in the inspector and the outline.
  const second = node.h < 46 ? "" : node.note || marks.subtitle;
  const names = ["b-node", on && "on", aimed && "aimed", marks.assumed > 0 && "assumed"].filter(Boolean).join(" ");
  return (
    <g className={names} data-part="node" data-id={node.id}>
      <title>{[node.label, node.note || marks.subtitle].filter(Boolean).join(": ")}</title>
      <rect x={node.x} y={node.y} width={node.w} height={node.h} />
      <text className="b-label" x={middle} y={node.y + node.h / 2 + (second ? -3 : 5)}>
        {clipped(node.label || "unnamed", node.w, 7.4)}
      </text>
      {second && (
        <text className={node.note ? "b-note" : "b-note b-guess"} x={middle} y={node.y + node.h / 2 + 16}>
          {clipped(second, node.w, 6.4)}
        </text>
      )}
      {marks.assumed > 0 && (
        <text className="b-assumed" x={node.x + node.w} y={node.y + node.h + 15}>
          {marks.assumed} assumed
        </text>
      )}
      {marks.wrong && (
        <text className="b-wrong" x={node.x + node.w - 4} y={node.y + 14}>
          ×
        </text>
      )}
    </g>
  );
}

type EdgeMarkProps = {
  readonly doc: BoardDoc;
  readonly edge: BoardEdge;
  readonly on: boolean;
  readonly latency: string;
};

export function EdgeMark({ doc, edge, on, latency }: EdgeMarkProps) {
  const from = doc.nodes.find((node) => node.id === edge.from);
  const to = doc.nodes.find((node) => node.id === edge.to);
  if (!from || !to) return null;
  const others = doc.nodes.filter((node) => node !== from && node !== to);
  const path = route(from, to, others, laneOf(doc, edge));
  const flow = flowOf(from, edge, to);
  const width = widthOf(flow.count);
  return (
    <g className={`b-edge ${edge.kind}${on ? " on" : ""}`} data-part="edge" data-id={edge.id}>
      <path className="b-hit" d={pathData(path)} />
      {width > 2 ? (
        <>
          <path className="b-line" d={pathData(path, 8)} style={{ strokeWidth: width }} />
          <path className="b-line b-head" d={tailOf(path)} />
        </>
      ) : (
        <path className="b-line b-head" d={pathData(path)} />
      )}
      <EdgeWords
        spot={labelSpot(path, doc.nodes)}
        above={flow.above}
        below={flow.below || (flow.candidates ? latency : "")}
      />
    </g>
  );
}

/** Arrows between the same two boxes run side by side: 0, 1, -1, 2 ... */
function laneOf(doc: BoardDoc, edge: BoardEdge): number {
  const pair = (held: BoardEdge) => [held.from, held.to].sort().join(" ");
  const index = doc.edges.filter((held) => pair(held) === pair(edge)).findIndex((held) => held.id === edge.id);
  return index % 2 === 0 ? -index / 2 : (index + 1) / 2;
}

function EdgeWords({ spot, above, below }: { readonly spot: Spot; readonly above: string; readonly below: string }) {
  const { at, flat, room } = spot;
  if (flat) {
    const fits = (text: string) => clipped(text, Math.max(room + 16, 60), 6.6);
    return (
      <>
        {above && (
          <text className="b-count" x={at.x} y={at.y - 10}>
            {fits(above)}
          </text>
        )}
        {below && (
          <text className="b-below" x={at.x} y={at.y + 20}>
            {fits(below)}
          </text>
        )}
      </>
    );
  }
  const words = [above, below].filter(Boolean);
  // Left of the line, except at the board's left edge.
  const right = at.x < Math.max(...words.map((text) => text.length), 0) * 6.6 + 14;
  return words.map((text, i) => (
    <text
      key={text}
      className={right ? "b-beside right" : "b-beside"}
      x={right ? at.x + 9 : at.x - 9}
      y={at.y + 4 + i * 16}
    >
      {text}
    </text>
  ));
}

/** What is printed at an arrow; `candidates` when it is what a stage passes on, so that its time may stand below. */
type Flow = {
  readonly count: number | null;
  readonly above: string;
  readonly below: string;
  readonly candidates: boolean;
};

/** What can take candidates in; an arrow to anything else is a read or a message. */
const CASCADE: ReadonlySet<string> = new Set(["service", "fanout", "ann", "ranker", "box"]);

/** What flows along an arrow: candidates from a cascade stage, or keys read; and the words beside it. */
export function flowOf(from: BoardNode, edge: BoardEdge, to: BoardNode): Flow {
  const { reads, payload, fraction } = edge.params;
  if (reads !== undefined) {
    const count = countIn(String(reads));
    const keys = count === 1 ? "" : count === null ? String(reads) : printCount(count);
    const above = [keys, payload].filter(Boolean).join(" × ");
    return { count, above, below: edge.label, candidates: false };
  }
  const keep = from.params.keep;
  const share = fraction === undefined ? "" : `${fraction} of requests`;
  if (keep !== undefined && edge.kind === "sync" && CASCADE.has(to.type)) {
    const count = countIn(String(keep));
    return {
      count,
      above: count === null ? String(keep) : printCount(count),
      below: edge.label || share,
      candidates: true,
    };
  }
  return { count: null, above: edge.label || String(payload ?? ""), below: share, candidates: false };
}

export function TextMark({ doc, id, on }: { readonly doc: BoardDoc; readonly id: string; readonly on: boolean }) {
  const text = doc.texts.find((held) => held.id === id);
  if (!text) return null;
  return (
    <text className={on ? "b-text on" : "b-text"} data-part="text" data-id={id} x={text.x} y={text.y}>
      {text.text}
    </text>
  );
}

export function isOn(selection: Selection, id: string): boolean {
  return selection.kind !== "none" && selection.id === id;
}

/** The last stretch of a wide arrow, thin enough for its head. */
function tailOf(path: Path): string {
  const last = path.at(-1);
  const before = path.at(-2);
  if (!last || !before) return "";
  const dx = Math.sign(last.x - before.x) * 14;
  const dy = Math.sign(last.y - before.y) * 14;
  return `M${last.x - dx} ${last.y - dy}L${last.x} ${last.y}`;
}

function clipped(text: string, width: number, perLetter: number): string {
  const room = Math.max(4, Math.floor((width - 8) / perLetter));
  return text.length > room ? `${text.slice(0, room - 1)}…` : text;
}
