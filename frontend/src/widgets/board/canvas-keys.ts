/**
 * What a key does on the drawing. Pure: a press and the state give an action, or nothing.
 *
 * Why: the whole board must be drawn without a mouse. Wrong when a key traps the focus: Tab past the last box and
 * Escape with nothing selected belong to the page.
 */

import type { Selection } from "./model.ts";
import type { Direction } from "./place.ts";
import type { Tool } from "./use-board.ts";

export type Press = {
  readonly key: string;
  readonly shift: boolean;
  readonly mod: boolean;
  readonly alt: boolean;
};

/** An arrow being drawn by keyboard: from a box, aimed at another. */
export type Aim = { readonly from: string; readonly at: string | null };

export type Action =
  | { readonly do: "tool"; readonly tool: Tool }
  | { readonly do: "step"; readonly by: 1 | -1 }
  | { readonly do: "nudge"; readonly dx: number; readonly dy: number }
  | { readonly do: "near"; readonly direction: Direction }
  | { readonly do: "edit" }
  | { readonly do: "place" }
  | { readonly do: "connect" }
  | { readonly do: "edges" }
  | { readonly do: "delete" }
  | { readonly do: "undo" }
  | { readonly do: "redo" }
  | { readonly do: "cancel" };

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};
const STEPS: Readonly<Record<Direction, readonly [number, number]>> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
};
const TOOLS: Readonly<Record<string, Tool>> = { v: "select", b: "box", a: "arrow", t: "text", "#": "number" };

export type CanvasState = {
  readonly tool: Tool;
  readonly selection: Selection;
  readonly aim: Aim | null;
  readonly singleKeys: boolean;
};

export function actionOf(press: Press, state: CanvasState): Action | null {
  const letter = press.key.toLowerCase();
  if (press.mod) {
    if (letter !== "z") return letter === "y" ? { do: "redo" } : null;
    return press.shift ? { do: "redo" } : { do: "undo" };
  }
  if (press.alt) return null;
  if (press.key === "Tab") return { do: "step", by: press.shift ? -1 : 1 };
  const direction = DIRECTIONS[press.key];
  if (direction !== undefined) {
    const moves = state.selection.kind !== "none" && state.selection.kind !== "edge" && state.aim === null;
    if (!moves) return { do: "near", direction };
    const [dx, dy] = STEPS[direction];
    const by = press.shift ? 2 : 10;
    return { do: "nudge", dx: dx * by, dy: dy * by };
  }
  switch (press.key) {
    case "Enter":
      if (state.aim !== null) return { do: "connect" };
      return state.tool === "box" || state.tool === "text" ? { do: "place" } : { do: "edit" };
    case "F2":
      return { do: "edit" };
    case "Delete":
    case "Backspace":
      return { do: "delete" };
    case "Escape": {
      const idle = state.selection.kind === "none" && state.aim === null && state.tool === "select";
      return idle ? null : { do: "cancel" };
    }
  }
  if (!state.singleKeys || press.shift !== (press.key === "#" && press.shift)) return null;
  if (letter === "e") return { do: "edges" };
  const tool = TOOLS[letter];
  return tool === undefined ? null : { do: "tool", tool };
}
