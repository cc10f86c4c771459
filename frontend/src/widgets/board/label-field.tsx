/** The field that opens on the board where something is written. Wrong when leaving it loses the words. */

import { type KeyboardEvent, useRef } from "react";
import type { CanvasView } from "./canvas.tsx";
import { type BoardDoc, edgeOf, nodeOf } from "./model.ts";
import { groupRect } from "./place.ts";
import { labelSpot, route } from "./route.ts";

/** What is being written, and where it will go. */
export type Writing =
  | { readonly kind: "node" | "note" | "edge" | "group" | "text"; readonly id: string }
  | { readonly kind: "new-text"; readonly at: { readonly x: number; readonly y: number } };

type LabelFieldProps = {
  readonly writing: Writing;
  readonly doc: BoardDoc;
  readonly view: CanvasView;
  /** The words, or null when they were given up. Called once. */
  readonly onDone: (text: string | null) => void;
};

const NAMES: Readonly<Record<Writing["kind"], string>> = {
  node: "Name of the box",
  note: "Second line of the box",
  edge: "Words on the arrow",
  group: "Name of the frame",
  text: "Text on the board",
  "new-text": "Text on the board",
};

export function LabelField({ writing, doc, view, onDone }: LabelFieldProps) {
  const done = useRef(false);
  const finish = (text: string | null) => {
    if (done.current) return;
    done.current = true;
    onDone(text);
  };
  const spot = spotOf(writing, doc);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation();
    if (event.key === "Enter" && !event.nativeEvent.isComposing) finish(event.currentTarget.value);
    else if (event.key === "Escape") finish(null);
    else return;
    event.preventDefault();
  };
  return (
    <input
      className="field label-field"
      // biome-ignore lint/a11y/noAutofocus: the person has just asked to write here.
      autoFocus
      aria-label={NAMES[writing.kind]}
      maxLength={writing.kind === "text" || writing.kind === "new-text" || writing.kind === "note" ? 400 : 80}
      defaultValue={spot.text}
      style={{ left: spot.x * view.scale, top: spot.y * view.scale, width: Math.max(140, spot.w * view.scale) }}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => finish(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.stopPropagation()}
    />
  );
}

function spotOf(writing: Writing, doc: BoardDoc): { x: number; y: number; w: number; text: string } {
  switch (writing.kind) {
    case "node":
    case "note": {
      const node = nodeOf(doc, writing.id);
      if (!node) break;
      const text = writing.kind === "node" ? node.label : node.note;
      return { x: node.x, y: node.y + node.h / 2 - 16, w: node.w, text };
    }
    case "edge": {
      const edge = edgeOf(doc, writing.id);
      const from = edge && nodeOf(doc, edge.from);
      const to = edge && nodeOf(doc, edge.to);
      if (!edge || !from || !to) break;
      const others = doc.nodes.filter((node) => node !== from && node !== to);
      const { at } = labelSpot(route(from, to, others));
      return { x: Math.max(0, at.x - 70), y: at.y - 16, w: 140, text: edge.label };
    }
    case "group": {
      const group = doc.groups.find((held) => held.id === writing.id);
      const rect = group && groupRect(doc, group);
      if (!group || !rect) break;
      return { x: rect.x, y: rect.y, w: rect.w, text: group.label };
    }
    case "text": {
      const text = doc.texts.find((held) => held.id === writing.id);
      if (!text) break;
      return { x: text.x, y: text.y - 20, w: 220, text: text.text };
    }
    case "new-text":
      return { x: writing.at.x, y: writing.at.y - 20, w: 220, text: "" };
  }
  return { x: 0, y: 0, w: 140, text: "" };
}
