/**
 * The board pane: tools, drawing or outline, and the numbers of what is selected.
 *
 * Why: one pane that any design room can hold. Wrong when it knows which exercise it is in.
 */

import { type ReactNode, type RefObject, useRef } from "react";
import { useKeys } from "../shell/keyboard.ts";
import { Canvas, type Measured } from "./canvas.tsx";
import { Findings, Inspector } from "./inspector.tsx";
import { Outline } from "./outline.tsx";
import type { BoardEditor, Tool, View } from "./use-board.ts";
import { assumedOf, summary } from "./words.ts";

const TOOLS: readonly { readonly tool: Tool; readonly name: string; readonly cap: string }[] = [
  { tool: "select", name: "Select", cap: "V" },
  { tool: "box", name: "Box", cap: "B" },
  { tool: "arrow", name: "Arrow", cap: "A" },
  { tool: "text", name: "Text", cap: "T" },
  { tool: "number", name: "Number", cap: "#" },
];

type BoardProps = {
  readonly editor: BoardEditor;
  readonly view: View;
  readonly onView: (view: View) => void;
  readonly measured: Measured;
  /** What the room does with the board: a button at the end of the toolbar. */
  readonly action: ReactNode;
};

export function Board({ editor, view, onView, measured, action }: BoardProps) {
  const canvas = useRef<HTMLDivElement>(null);
  useBoardKeys(editor, view, onView, canvas);
  const assumed = editor.doc.nodes.reduce((count, node) => count + assumedOf(editor.check, node).length, 0);
  const errors = editor.check.findings.filter((finding) => finding.level === "error");
  return (
    <>
      <div className="toolbar">
        <h2 className="ptitle" id="pane-board-title">
          Board
        </h2>
        <div className="tools" role="toolbar" aria-label="Board tools" hidden={view === "outline"}>
          {TOOLS.map(({ tool, name, cap }) => (
            <button
              type="button"
              key={tool}
              aria-pressed={editor.tool === tool}
              onClick={() => {
                editor.setTool(tool);
                if (tool === "number") editor.setInspecting(!editor.inspecting);
              }}
            >
              {name} <kbd>{cap}</kbd>
            </button>
          ))}
        </div>
        <span className="note sel">{summary(editor.doc, editor.selection, editor.types)}</span>
        <button
          type="button"
          className="link note board-count"
          onClick={() => {
            editor.select({ kind: "none" });
            editor.setInspecting(true);
          }}
        >
          {assumed > 0 ? `${assumed} assumed` : "promises"}
          {errors.length > 0 && <span className="bad">, × {errors.length}</span>}
        </button>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a row of joined buttons. */}
        <div className="seg small" role="group" aria-label="View of the board">
          <button type="button" aria-pressed={view === "drawing"} onClick={() => onView("drawing")}>
            Drawing
          </button>
          <button type="button" aria-pressed={view === "outline"} onClick={() => onView("outline")}>
            Outline <kbd>O</kbd>
          </button>
        </div>
        {action}
      </div>
      <div className={editor.inspecting ? "board-body inspecting" : "board-body"}>
        {view === "drawing" ? (
          <Canvas editor={editor} measured={measured} canvasRef={canvas} />
        ) : (
          <Outline editor={editor} measured={measured} />
        )}
        {editor.inspecting && <Inspector editor={editor} />}
      </div>
      {editor.problem !== "" && <Findings texts={[editor.problem]} />}
    </>
  );
}

/** The board's keys work from anywhere in the room that is not a field: they take the focus to the drawing. */
function useBoardKeys(
  editor: BoardEditor,
  view: View,
  onView: (view: View) => void,
  canvas: RefObject<HTMLDivElement | null>,
): void {
  const take = (tool: Tool) => () => {
    if (view === "outline") onView("drawing");
    canvas.current?.focus();
    editor.setTool(tool);
    if (tool === "number") editor.setInspecting(true);
  };
  useKeys("Board", [
    ...TOOLS.map(({ tool, name, cap }) => ({ keys: cap.toLowerCase(), does: name, run: take(tool) })),
    {
      keys: "o",
      does: "Drawing or outline",
      run: () => onView(view === "drawing" ? "outline" : "drawing"),
    },
  ]);
}
