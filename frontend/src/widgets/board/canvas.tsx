/**
 * The drawing: pens, keys and the picture, over a document it does not own.
 *
 * Why: mouse and keyboard must reach the same edits. Wrong when something can be drawn by one and not by the other.
 */

import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useLayoutEffect, useState } from "react";
import { singleKeys } from "../shell/preferences.ts";
import { useStore } from "../shell/use-store.ts";
import { type Action, type Aim, actionOf } from "./canvas-keys.ts";
import { Defs, EdgeMark, GroupMark, isOn, NodeMark, type NodeMarks, TextMark } from "./drawing.tsx";
import { LabelField, type Writing } from "./label-field.tsx";
import type { BoardDoc, BoardNode, Selection } from "./model.ts";
import * as model from "./model.ts";
import { bounds, freePlace, neighbour, onGrid, stepFrom } from "./place.ts";
import type { BoardEditor } from "./use-board.ts";
import { assumedOf, describe, findingsOf, titleOf } from "./words.ts";

export type Measured = ReadonlyMap<string, string>;

type CanvasProps = {
  readonly editor: BoardEditor;
  readonly measured: Measured;
  readonly canvasRef: RefObject<HTMLDivElement | null>;
};

type Drag = { readonly what: Selection; readonly from: { x: number; y: number }; readonly doc: BoardDoc };

export function Canvas({ editor, measured, canvasRef }: CanvasProps) {
  const { selection, tool } = editor;
  const [drag, setDrag] = useState<Drag | null>(null);
  const [moved, setMoved] = useState<BoardDoc | null>(null);
  const [aim, setAim] = useState<Aim | null>(null);
  const [writing, setWriting] = useState<Writing | null>(null);
  const single = useStore(singleKeys);
  const doc = moved ?? editor.doc;
  const view = useView(canvasRef, doc);
  useKeepInSight(canvasRef, selection, doc, view);

  const pointAt = (event: PointerEvent): { x: number; y: number } => {
    const rect = canvasRef.current?.querySelector("svg")?.getBoundingClientRect();
    return rect
      ? { x: (event.clientX - rect.left) / view.scale, y: (event.clientY - rect.top) / view.scale }
      : { x: 0, y: 0 };
  };

  const place = (at: { x: number; y: number }) => {
    if (tool === "text") {
      setWriting({ kind: "new-text", at });
    } else {
      const added = model.addNode(editor.doc, onGrid(at));
      if (added === null) return;
      editor.edit(added.doc);
      editor.select({ kind: "node", id: added.id });
      setWriting({ kind: "node", id: added.id });
    }
    editor.setTool("select");
  };

  const join = (from: string, to: string) => {
    const drawn = model.connect(editor.doc, from, to);
    setAim(null);
    editor.setTool("select");
    if (drawn === null) return;
    editor.edit(drawn.doc);
    editor.select({ kind: "edge", id: drawn.id });
  };

  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0 || writing !== null) return;
    const what = partAt(event.target);
    const at = pointAt(event);
    if (tool === "box" || (tool === "text" && what.kind === "none")) {
      event.preventDefault();
      place({ x: at.x - (tool === "box" ? 50 : 0), y: at.y - (tool === "box" ? 30 : 0) });
      return;
    }
    if (tool === "arrow" && what.kind === "node") {
      if (aim !== null) join(aim.from, what.id);
      else setAim({ from: what.id, at: null });
      editor.select(what);
      return;
    }
    editor.select(what);
    if (tool === "number" && what.kind !== "none") editor.setInspecting(true);
    if (tool === "text" && what.kind !== "none") setWriting(writingOf(what, "note"));
    if (tool === "select" && what.kind !== "none" && what.kind !== "edge") {
      setDrag({ what, from: at, doc: editor.doc });
      event.currentTarget.setPointerCapture(event.pointerId);
    }
  };

  const onPointerMove = (event: PointerEvent) => {
    if (drag === null) return;
    const at = pointAt(event);
    const by = onGrid({ x: at.x - drag.from.x, y: at.y - drag.from.y });
    setMoved(by.x === 0 && by.y === 0 ? null : model.moveSelection(drag.doc, drag.what, { dx: by.x, dy: by.y }));
  };

  const onPointerUp = (event: PointerEvent) => {
    if (aim !== null && drag === null) {
      // Drawn in one stroke: pressed on one box, let go on another.
      const target = document.elementFromPoint(event.clientX, event.clientY);
      const what = partAt(target);
      if (what.kind === "node" && what.id !== aim.from) join(aim.from, what.id);
    }
    if (moved !== null) editor.edit(moved);
    setMoved(null);
    setDrag(null);
  };

  const act = (action: Action): boolean => {
    switch (action.do) {
      case "tool":
        editor.setTool(action.tool);
        if (action.tool === "number") editor.setInspecting(!editor.inspecting || selection.kind === "none");
        setAim(
          action.tool === "arrow" && selection.kind === "node"
            ? { from: selection.id, at: neighbour(doc, selection.id, "right") ?? stepFrom(doc, null, 1) }
            : null,
        );
        return true;
      case "step": {
        const from = aim ? aim.at : selection.kind === "node" ? selection.id : null;
        const next = stepFrom(doc, from, action.by);
        // Past the last box the key is the page's again.
        if (next === null) {
          editor.select(model.NOTHING);
          return false;
        }
        if (aim) setAim({ ...aim, at: next });
        else editor.select({ kind: "node", id: next });
        return true;
      }
      case "near": {
        const from = aim ? (aim.at ?? aim.from) : selection.kind === "node" ? selection.id : null;
        const next = from === null ? stepFrom(doc, null, 1) : neighbour(doc, from, action.direction);
        if (next === null) return true;
        if (aim) setAim({ ...aim, at: next });
        else editor.select({ kind: "node", id: next });
        return true;
      }
      case "nudge":
        editor.edit(model.moveSelection(editor.doc, selection, action));
        return true;
      case "edit":
        if (selection.kind === "none") return false;
        setWriting(writingOf(selection, tool === "text" ? "note" : "label"));
        return true;
      case "place":
        place(freePlace(doc, selection.kind === "node" ? model.nodeOf(doc, selection.id) : undefined));
        return true;
      case "connect":
        if (aim?.at) join(aim.from, aim.at);
        return true;
      case "edges": {
        const next = nextEdge(doc, selection);
        if (next !== null) editor.select({ kind: "edge", id: next });
        return true;
      }
      case "delete":
        editor.edit(model.remove(editor.doc, selection));
        editor.select(model.NOTHING);
        return true;
      case "undo":
        editor.undo();
        return true;
      case "redo":
        editor.redo();
        return true;
      case "cancel":
        if (aim === null && tool === "select") editor.select(model.NOTHING);
        setAim(null);
        editor.setTool("select");
        return true;
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const press = { key: event.key, shift: event.shiftKey, mod: event.metaKey || event.ctrlKey, alt: event.altKey };
    const action = actionOf(press, { tool, selection, aim, singleKeys: single });
    if (action !== null && act(action)) event.preventDefault();
  };

  const finish = (text: string | null) => {
    if (writing !== null && text !== null) write(editor, writing, text);
    setWriting(null);
    canvasRef.current?.focus();
  };

  return (
    <div
      ref={canvasRef}
      className={`canvas quad tool-${tool}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: role=application makes it interactive; its keys are in its label.
      tabIndex={0}
      role="application"
      data-first
      aria-label="Architecture board. Tab walks the boxes, B adds one, A draws an arrow, Enter writes. Press O for the outline as a table."
      aria-describedby="board-says"
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onDoubleClick={(event) => {
        const what = partAt(event.target);
        if (what.kind !== "none") setWriting(writingOf(what, "label"));
      }}
    >
      <svg
        className="board"
        aria-hidden="true"
        width={view.w * view.scale}
        height={view.h * view.scale}
        viewBox={`0 0 ${view.w} ${view.h}`}
      >
        <Defs />
        {doc.groups.map((group) => (
          <GroupMark key={group.id} doc={doc} id={group.id} on={isOn(selection, group.id)} />
        ))}
        {doc.edges.map((edge) => (
          <EdgeMark
            key={edge.id}
            doc={doc}
            edge={edge}
            on={isOn(selection, edge.id)}
            latency={measured.get(edge.from) ?? ""}
          />
        ))}
        {doc.nodes.map((node) => (
          <NodeMark
            key={node.id}
            node={node}
            marks={marksOf(editor, node)}
            on={isOn(selection, node.id)}
            aimed={aim?.at === node.id}
          />
        ))}
        {doc.texts.map((text) => (
          <TextMark key={text.id} doc={doc} id={text.id} on={isOn(selection, text.id)} />
        ))}
      </svg>
      {doc.nodes.length === 0 && writing === null && (
        <p className="canvas-empty">
          Draw the boxes a request passes through. Press <kbd>B</kbd> and click, or <kbd>B</kbd> <kbd>↵</kbd>; the name
          you give a box tells its type.
        </p>
      )}
      {writing !== null && <LabelField key={JSON.stringify(writing)} {...{ writing, doc, view }} onDone={finish} />}
      <p className="vh" id="board-says" aria-live="polite">
        {aim
          ? `Arrow from ${model.nodeOf(doc, aim.from)?.label ?? ""} to ${aim.at ? (model.nodeOf(doc, aim.at)?.label ?? "") : "…"}. Enter draws it.`
          : describe(doc, selection, editor.types)}
      </p>
    </div>
  );
}

export type CanvasView = { readonly w: number; readonly h: number; readonly scale: number };

/** The part of the plane that is shown: at least the pane, at most everything drawn, never above natural size. */
function useView(ref: RefObject<HTMLDivElement | null>, doc: BoardDoc): CanvasView {
  const [size, setSize] = useState({ w: 856, h: 540 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null || typeof ResizeObserver === "undefined") return;
    const observer = new ResizeObserver(() => setSize({ w: element.clientWidth, h: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  const { x, y, w, h } = bounds(doc);
  const right = x + w + 20;
  const bottom = y + h + 30;
  // Below .8 the words would no longer be read; from there on the pane scrolls.
  const scale = Math.max(0.8, Math.min(1, size.w / right, size.h / bottom));
  // One pixel less than the pane, so that rounding never calls up a scroll bar.
  return { w: Math.max(right, (size.w - 1) / scale), h: Math.max(bottom, (size.h - 1) / scale), scale };
}

/** Scroll to what was selected by keyboard or from the outline. */
function useKeepInSight(
  ref: RefObject<HTMLDivElement | null>,
  selection: Selection,
  doc: BoardDoc,
  view: CanvasView,
): void {
  const id = selection.kind === "node" ? selection.id : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new selection scrolls, not every move.
  useEffect(() => {
    const pane = ref.current;
    const node = id === null ? undefined : model.nodeOf(doc, id);
    if (!pane || !node) return;
    const [left, top] = [node.x * view.scale, node.y * view.scale];
    const [right, bottom] = [(node.x + node.w) * view.scale, (node.y + node.h) * view.scale];
    if (left < pane.scrollLeft || right > pane.scrollLeft + pane.clientWidth) pane.scrollLeft = left - 40;
    if (top < pane.scrollTop || bottom > pane.scrollTop + pane.clientHeight) pane.scrollTop = top - 40;
  }, [id]);
}

function marksOf(editor: BoardEditor, node: BoardNode): NodeMarks {
  return {
    subtitle: node.type === model.UNTYPED ? "" : titleOf(editor.types, node.type),
    latency: "",
    assumed: assumedOf(editor.check, node).length,
    wrong: findingsOf(editor.check, node).some((finding) => finding.level === "error"),
  };
}

function partAt(target: EventTarget | null): Selection {
  const part = target instanceof Element ? target.closest("[data-part]") : null;
  const id = part?.getAttribute("data-id");
  const kind = part?.getAttribute("data-part");
  if (!id || (kind !== "node" && kind !== "edge" && kind !== "group" && kind !== "text")) return model.NOTHING;
  return { kind, id };
}

function writingOf(what: Selection, line: "label" | "note"): Writing | null {
  if (what.kind === "none") return null;
  if (what.kind === "node" && line === "note") return { kind: "note", id: what.id };
  return { kind: what.kind, id: what.id };
}

function write(editor: BoardEditor, writing: Writing, text: string): void {
  const { doc } = editor;
  switch (writing.kind) {
    case "node":
      editor.rename(writing.id, { label: text });
      return;
    case "note":
      editor.rename(writing.id, { note: text });
      return;
    case "edge":
      editor.edit(model.updateEdge(doc, writing.id, { label: text }));
      return;
    case "group":
      editor.edit({
        ...doc,
        groups: doc.groups.map((group) => (group.id === writing.id ? { ...group, label: text } : group)),
      });
      return;
    case "text":
      editor.edit(model.setText(doc, writing.id, text));
      return;
    case "new-text":
      if (text.trim() !== "") editor.edit(model.addText(doc, onGrid(writing.at), text).doc);
  }
}

function nextEdge(doc: BoardDoc, selection: Selection): string | null {
  const around =
    selection.kind === "node"
      ? doc.edges.filter((edge) => edge.from === selection.id || edge.to === selection.id)
      : doc.edges;
  const at = selection.kind === "edge" ? around.findIndex((edge) => edge.id === selection.id) : -1;
  return (around[at + 1] ?? around[0])?.id ?? null;
}
