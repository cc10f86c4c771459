import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../live/events.ts";
import { emptyBoard } from "./model.ts";
import { fromBlueprint, toBlueprint } from "./wire.ts";

const board: JsonObject = {
  version: 1,
  name: "feed",
  requirements: { p99: "250 ms", recall: 0.7 },
  regions: 2,
  nodes: [
    { type: "source", id: "app", label: "App", note: "60 M", rate: "9.7k req/s" },
    { type: "ranker", id: "rank", label: "Rank", note: "", keep: 60, gpus: 24 },
  ],
  edges: [
    { source: "app", target: "rank", kind: "sync", id: "e1", label: "page" },
    { source: "app", target: "rank", kind: "fallback", id: "e2", label: "", fraction: 0.1, payload: "1.2 kB" },
  ],
  groups: [{ id: "g", label: "Serving", nodes: ["rank"] }],
  texts: [{ id: "t", text: "p99 under 250 ms" }],
  layout: { app: { x: 10, y: 20, w: 60, h: 60 }, rank: { x: 200, y: 20, w: 80, h: 60 }, t: { x: 5, y: 300 } },
};

describe("a blueprint", () => {
  it("comes back as it was written", () => {
    expect(toBlueprint(fromBlueprint(board))).toEqual(board);
  });

  it("reads the same a second time, whatever was missing the first", () => {
    const sparse: JsonObject = {
      nodes: [
        { type: "service", id: "a", label: "A" },
        { type: "service", id: "b" },
      ],
      edges: [
        { source: "a", target: "b", fraction: 1 },
        { source: "a", target: "b", kind: "async" },
      ],
    };
    const once = fromBlueprint(sparse);
    expect(fromBlueprint(toBlueprint(once))).toEqual(once);
    expect(new Set(once.edges.map((edge) => edge.id)).size).toBe(2);
  });

  it("puts boxes without a place beside each other, not upon each other", () => {
    const nodes = Array.from({ length: 12 }, (_, i) => ({ type: "service", id: `n${i}`, label: `Service ${i}` }));
    const { nodes: placed } = fromBlueprint({ nodes });
    for (const [i, a] of placed.entries()) {
      for (const b of placed.slice(i + 1)) {
        const apart = a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
        expect(apart, `${a.id} and ${b.id}`).toBe(true);
      }
    }
  });

  it("drops an arrow whose box is gone, and reads nonsense as an empty board", () => {
    expect(fromBlueprint({ nodes: [], edges: [{ source: "a", target: "b" }] }).edges).toEqual([]);
    expect(fromBlueprint({ nodes: "no", layout: 3 } as JsonObject)).toEqual(emptyBoard);
    expect(fromBlueprint(null)).toEqual(emptyBoard);
  });
});
