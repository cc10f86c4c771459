import { describe, expect, it } from "vitest";
import * as model from "./model.ts";
import { type BoardDoc, emptyBoard } from "./model.ts";
import { freePlace, neighbour, readingOrder, stepFrom } from "./place.ts";

function board(
  boxes: Readonly<Record<string, readonly [number, number]>>,
  arrows: readonly (readonly [string, string])[],
) {
  let doc: BoardDoc = emptyBoard;
  for (const [name, [x, y]] of Object.entries(boxes)) doc = model.addNode(doc, { x, y }, name)?.doc ?? doc;
  for (const [from, to] of arrows) doc = model.connect(doc, from, to)?.doc ?? doc;
  return doc;
}

describe("the order of the boxes", () => {
  it("is the way of a request, whatever is drawn above it, and the offline part comes last", () => {
    let doc = board(
      { app: [10, 150], ann: [250, 20], feed: [110, 150], rank: [500, 150], store: [480, 350], trainer: [20, 20] },
      [
        ["app", "feed"],
        ["feed", "ann"],
        ["ann", "rank"],
        ["store", "rank"],
        ["rank", "app"],
      ],
    );
    doc = model.updateNode(doc, "app", { type: "source" });
    expect(readingOrder(doc).map((node) => node.id)).toEqual(["app", "feed", "ann", "rank", "store", "trainer"]);
  });

  it("holds every box once, also in a circle", () => {
    const doc = board({ a: [10, 10], b: [200, 10] }, [
      ["a", "b"],
      ["b", "a"],
    ]);
    expect(readingOrder(doc).map((node) => node.id)).toEqual(["a", "b"]);
  });

  it("ends, so that Tab can leave the board", () => {
    const doc = board({ a: [10, 10], b: [200, 10] }, []);
    expect(stepFrom(doc, null, 1)).toBe("a");
    expect(stepFrom(doc, "b", 1)).toBeNull();
    expect(stepFrom(doc, "a", -1)).toBeNull();
  });
});

describe("places", () => {
  it("are free of what is there", () => {
    let doc = emptyBoard;
    for (let i = 0; i < 30; i += 1) doc = model.addNode(doc, freePlace(doc, doc.nodes[0]), `n${i}`)?.doc ?? doc;
    const corners = new Set(doc.nodes.map((node) => `${node.x} ${node.y}`));
    expect(corners.size).toBe(30);
  });

  it("have neighbours in the direction asked for", () => {
    const doc = board({ a: [10, 100], b: [300, 110], c: [20, 400] }, []);
    expect(neighbour(doc, "a", "right")).toBe("b");
    expect(neighbour(doc, "a", "down")).toBe("c");
    expect(neighbour(doc, "a", "left")).toBeNull();
  });
});
