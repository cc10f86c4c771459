import { describe, expect, it } from "vitest";
import { countIn, printCount, widthOf } from "./flow.ts";
import { labelSpot, type Rect, route, segments } from "./route.ts";

const box = (x: number, y: number, w = 80, h = 60): Rect => ({ x, y, w, h });

function inside(path: ReturnType<typeof route>, rect: Rect): boolean {
  return segments(path).some(
    ([a, b]) =>
      Math.max(a.x, b.x) > rect.x &&
      Math.min(a.x, b.x) < rect.x + rect.w &&
      Math.max(a.y, b.y) > rect.y &&
      Math.min(a.y, b.y) < rect.y + rect.h,
  );
}

describe("an arrow", () => {
  it("runs straight between boxes that face each other", () => {
    expect(route(box(0, 100), box(200, 110), [])).toHaveLength(2);
    expect(route(box(0, 100), box(10, 300), [])).toHaveLength(2);
  });

  it("has right angles only, and begins and ends on a border", () => {
    for (const [x, y] of [
      [300, 300],
      [-300, 250],
      [20, -200],
      [300, 0],
    ] as const) {
      const from = box(400, 400);
      const to = box(400 + x, 400 + y);
      const path = route(from, to, []);
      for (const [a, b] of segments(path)) expect(a.x === b.x || a.y === b.y).toBe(true);
      expect(inside(path, from)).toBe(false);
      expect(inside(path, to)).toBe(false);
    }
  });

  it("goes around a box in its way", () => {
    const wall = box(200, 80, 80, 120);
    expect(inside(route(box(0, 100), box(400, 100), [wall]), wall)).toBe(false);
  });

  it("has its words where no box covers them", () => {
    const path = [
      { x: 0, y: 0 },
      { x: 400, y: 0 },
    ];
    expect(labelSpot(path).at.x).toBe(200);
    expect(labelSpot(path, [box(180, -30, 40, 60)]).at.x).not.toBe(200);
  });
});

describe("what flows", () => {
  it("is read from the number that leads the text", () => {
    expect(countIn("2,000 items")).toBe(2000);
    expect(countIn("200 M")).toBe(2e8);
    expect(countIn("many")).toBeNull();
  });

  it("never makes a line thinner for more", () => {
    const widths = [0, 1, 10, 60, 300, 2_000, 1e6, 2e8].map(widthOf);
    expect([...widths].sort((a, b) => a - b)).toEqual(widths);
    expect(widthOf(null)).toBe(1.5);
  });

  it("is printed short", () => {
    expect([printCount(2000), printCount(2e8), printCount(60)]).toEqual(["2,000", "200 M", "60"]);
  });
});
