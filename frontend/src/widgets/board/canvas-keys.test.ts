import { describe, expect, it } from "vitest";
import { actionOf, type CanvasState, type Press } from "./canvas-keys.ts";
import { NOTHING } from "./model.ts";

const idle: CanvasState = { tool: "select", selection: NOTHING, aim: null, singleKeys: true };
const onBox: CanvasState = { ...idle, selection: { kind: "node", id: "rank" } };
const press = (key: string, held: Partial<Press> = {}): Press => ({
  key,
  shift: false,
  mod: false,
  alt: false,
  ...held,
});

describe("keys on the drawing", () => {
  it("pick tools by their printed letter, also when # needs shift", () => {
    expect(actionOf(press("b"), idle)).toEqual({ do: "tool", tool: "box" });
    expect(actionOf(press("#", { shift: true }), idle)).toEqual({ do: "tool", tool: "number" });
  });

  it("leave letters alone when single keys are off, but still move and undo", () => {
    const off = { ...onBox, singleKeys: false };
    expect(actionOf(press("b"), off)).toBeNull();
    expect(actionOf(press("ArrowLeft"), off)).toEqual({ do: "nudge", dx: -10, dy: 0 });
    expect(actionOf(press("z", { mod: true }), off)).toEqual({ do: "undo" });
  });

  it("move what is selected, finer with shift, and look around when nothing is", () => {
    expect(actionOf(press("ArrowUp", { shift: true }), onBox)).toEqual({ do: "nudge", dx: 0, dy: -2 });
    expect(actionOf(press("ArrowUp"), idle)).toEqual({ do: "near", direction: "up" });
  });

  it("aim an arrow with the arrow keys and draw it with Enter", () => {
    const aiming: CanvasState = { ...onBox, tool: "arrow", aim: { from: "rank", at: "store" } };
    expect(actionOf(press("ArrowDown"), aiming)).toEqual({ do: "near", direction: "down" });
    expect(actionOf(press("Enter"), aiming)).toEqual({ do: "connect" });
    expect(actionOf(press("Escape"), aiming)).toEqual({ do: "cancel" });
  });

  it("give Escape back to the room when there is nothing to give up", () => {
    expect(actionOf(press("Escape"), idle)).toBeNull();
    expect(actionOf(press("Escape"), onBox)).toEqual({ do: "cancel" });
  });
});
