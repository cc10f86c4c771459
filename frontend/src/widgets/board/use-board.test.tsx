import { act, renderHook } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../live/events.ts";
import type { BoardCheck, NodeType } from "../../live/material.ts";
import type { Outcome } from "../../live/transport.ts";
import * as model from "./model.ts";
import { emptyBoard } from "./model.ts";
import { useBoard } from "./use-board.ts";
import { toBlueprint } from "./wire.ts";

const types: readonly NodeType[] = [
  { type: "box", title: "box", parameters: [] },
  { type: "cache", title: "cache", parameters: [{ name: "hit_rate", unit: "", help: "" }] },
];
const checked: BoardCheck = {
  runnable: false,
  findings: [],
  guessed: [{ node: "redis", type: "cache", because: "redis", parameters: {} }],
  assumptions: [{ node: "redis", name: "hit_rate", value: "80 %", reason: "Usual for a hot set." }],
};

function board(label: string): JsonObject {
  return toBlueprint(model.addNode(emptyBoard, { x: 40, y: 40 }, label)?.doc ?? emptyBoard);
}

/** Waits until the board's own pause before a check has passed and its answer is in. */
const checkedNow = () => act(() => new Promise((resolve) => setTimeout(resolve, 300)));

function open(initial: JsonObject | null, answer: BoardCheck = { ...checked, guessed: [], assumptions: [] }) {
  const drawn: JsonObject[] = [];
  const onDraw = (next: JsonObject) => {
    drawn.push(next);
  };
  const ask = async (): Promise<Outcome<BoardCheck>> => ({ kind: "ok", value: answer });
  const hook = renderHook(({ held }) => useBoard({ board: held, types, onDraw, ask }), {
    initialProps: { held: initial },
  });
  return { ...hook, drawn };
}

describe("a board in the editor", () => {
  it("does not take its own change for somebody else's when it comes back from the log", () => {
    const { result, rerender, drawn } = open(board("App"));
    act(() => result.current.edit(model.addNode(result.current.doc, { x: 300, y: 40 }, "Feed")?.doc ?? emptyBoard));
    act(() => result.current.edit(model.moveNode(result.current.doc, "feed", { x: 500, y: 40 })));
    // The older of the two arrives late, as another object.
    rerender({ held: JSON.parse(JSON.stringify(drawn[0])) as JsonObject });
    expect(model.nodeOf(result.current.doc, "feed")?.x).toBe(500);
    expect(drawn).toHaveLength(2);
  });

  it("takes over what another tab drew, and can undo it", () => {
    const { result, rerender, drawn } = open(board("App"));
    rerender({ held: board("Other") });
    expect(result.current.doc.nodes.map((node) => node.label)).toEqual(["Other"]);
    expect(drawn).toEqual([]);
    act(() => result.current.undo());
    expect(result.current.doc.nodes.map((node) => node.label)).toEqual(["App"]);
    expect(drawn).toHaveLength(1);
  });

  it("forgets a selection whose box is gone", () => {
    const { result, rerender } = open(board("App"));
    act(() => result.current.select({ kind: "node", id: "app" }));
    rerender({ held: board("Other") });
    expect(result.current.selection).toEqual({ kind: "none" });
  });

  it("writes the guessed type, takes it back when the name changes, and confirms an assumption as a number", async () => {
    const { result, drawn } = open(board("Redis"), checked);
    await checkedNow();
    expect(model.nodeOf(result.current.doc, "redis")?.type).toBe("cache");
    act(() => result.current.confirm("redis", "hit_rate"));
    expect(model.nodeOf(result.current.doc, "redis")?.params).toEqual({ hit_rate: 0.8 });
    act(() => result.current.rename("redis", { label: "Trainer" }));
    expect(model.nodeOf(result.current.doc, "redis")).toMatchObject({ type: "box", params: {} });
    expect(drawn.length).toBeGreaterThanOrEqual(3);
  });
});
