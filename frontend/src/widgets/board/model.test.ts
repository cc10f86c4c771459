import { describe, expect, it } from "vitest";
import { bareNumber } from "./bare-number.ts";
import { begin, record, redo, undo } from "./history.ts";
import * as model from "./model.ts";
import { type BoardDoc, emptyBoard } from "./model.ts";

function withBoxes(...labels: readonly string[]): BoardDoc {
  return labels.reduce(
    (doc, label, i) => model.addNode(doc, { x: 40 + i * 200, y: 100 }, label)?.doc ?? doc,
    emptyBoard,
  );
}

describe("boxes", () => {
  it("get an id that reads like their name and is free", () => {
    const doc = withBoxes("Pre-rank", "Pre-rank", "  ");
    expect(doc.nodes.map((node) => node.id)).toEqual(["pre-rank", "pre-rank-2", "box"]);
  });

  it("are called by their first name in the log, and keep that id whatever they are called later", () => {
    let doc = withBoxes("a", "");
    doc = model.connect(doc, "a", "box")?.doc ?? doc;
    doc = model.addGroup(doc, "Frame", ["box"]);
    const first = model.named(doc, "box", "Feature store");
    expect(first.id).toBe("feature-store");
    expect(first.doc.edges[0]).toMatchObject({ from: "a", to: "feature-store" });
    expect(first.doc.groups[0]?.members).toEqual(["feature-store"]);
    expect(model.named(first.doc, "feature-store", "Redis").id).toBe("feature-store");
  });

  it("stop at the limit of the blueprint", () => {
    const full = withBoxes(...Array.from({ length: model.NODE_LIMIT }, (_, i) => `b${i}`));
    expect(model.addNode(full, { x: 0, y: 0 })).toBeNull();
  });

  it("take their arrows and their place in a frame with them when they go", () => {
    let doc = withBoxes("a", "b", "c");
    doc = model.connect(doc, "a", "b")?.doc ?? doc;
    doc = model.connect(doc, "b", "c")?.doc ?? doc;
    doc = model.addGroup(doc, "Frame", ["b"]);
    doc = model.remove(doc, { kind: "node", id: "b" });
    expect(doc.edges).toEqual([]);
    expect(doc.groups).toEqual([]);
  });

  it("never leave the board at its top left", () => {
    const doc = model.moveSelection(withBoxes("a"), { kind: "node", id: "a" }, { dx: -999, dy: -999 });
    expect(doc.nodes[0]).toMatchObject({ x: 10, y: 10 });
  });

  it("keep only the numbers that their new type has", () => {
    const doc = model.updateNode(withBoxes("a"), "a", { type: "ranker", params: { keep: 60, gpus: 4 } });
    const next = model.retype(doc, "a", "service", new Set(["keep", "replicas"]));
    expect(next.nodes[0]).toMatchObject({ type: "service", params: { keep: 60 } });
  });
});

describe("arrows", () => {
  it("are refused to the same box, to a box that is not there, and twice", () => {
    const doc = withBoxes("a", "b");
    expect(model.connect(doc, "a", "a")).toBeNull();
    expect(model.connect(doc, "a", "nowhere")).toBeNull();
    const once = model.connect(doc, "a", "b")?.doc ?? doc;
    expect(model.connect(once, "a", "b")).toBeNull();
    expect(model.connect(once, "a", "b", "fallback")).not.toBeNull();
  });
});

describe("frames", () => {
  it("hold a box at most once between them", () => {
    let doc = model.addGroup(withBoxes("a", "b"), "one", ["a"]);
    doc = model.addGroup(doc, "two", ["a", "b"]);
    expect(doc.groups.map((group) => group.members)).toEqual([["a", "b"]]);
    doc = model.setGroup(doc, "a", null);
    expect(model.groupOf(doc, "a")).toBeUndefined();
  });

  it("carry their boxes when they are moved", () => {
    const doc = model.addGroup(withBoxes("a"), "one", ["a"]);
    const moved = model.moveSelection(doc, { kind: "group", id: "one" }, { dx: 20, dy: 0 });
    expect(moved.nodes[0]?.x).toBe(60);
  });
});

describe("undo", () => {
  it("restores every board, and redo the one after", () => {
    const boards = [withBoxes("a"), withBoxes("a", "b"), withBoxes("a", "b", "c")];
    let history = boards.reduce(record, begin(emptyBoard));
    history = undo(undo(history));
    expect(history.now).toBe(boards[0]);
    expect(redo(redo(redo(history))).now).toBe(boards[2]);
  });

  it("forgets what was undone once something else is drawn", () => {
    const history = record(undo(record(begin(emptyBoard), withBoxes("a"))), withBoxes("b"));
    expect(redo(history)).toBe(history);
  });
});

describe("a number as it is typed", () => {
  it.each([
    ["2,000", 2000],
    ["200 M", 200_000_000],
    ["7 %", 0.07],
    ["0.85", 0.85],
    ["2 ms", "2 ms"],
    ["24.3k req/s", "24.3k req/s"],
    ["L4", "L4"],
    ["1,5", "1,5"],
  ])("%s is %s", (typed, held) => {
    expect(bareNumber(typed)).toBe(held);
  });
});
