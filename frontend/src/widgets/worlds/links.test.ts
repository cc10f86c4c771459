import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BOX, diagramOf, type Link, WIDTH, wrapped } from "./links.ts";

const SHARED: readonly Link[] = [
  { source: "With the offer", target: "Bikes", says: "rides +3 %", kind: "real" },
  { source: "Bikes", target: "Without it", says: "longer walks", kind: "real" },
  { source: "With the offer", target: "Without it", says: "no path, you assumed", kind: "assumed" },
];

const link = fc.record({
  source: fc.constantFrom("a", "b", "c", "d", "e"),
  target: fc.constantFrom("f", "g", "h", "a", "b"),
  says: fc.constantFrom("x", "takes what the other would have had"),
  kind: fc.constantFrom("assumed" as const, "real" as const),
});
const links = fc.array(
  link.filter((one) => one.source !== one.target),
  { minLength: 2, maxLength: 8 },
);

describe("the threat's diagram", () => {
  it("puts the two that were taken for separate on the left, what they share on the right", () => {
    const at = new Map(diagramOf(SHARED).boxes.map((box) => [box.name, box.x]));
    expect(at.get("With the offer")).toBe(at.get("Without it"));
    expect(at.get("Bikes")).toBeGreaterThan(at.get("Without it") ?? 0);
  });

  it("marks the way by which the assumption was wrong", () => {
    expect(diagramOf(SHARED).arrows.map((arrow) => arrow.role)).toEqual(["real", "back", "assumed"]);
  });

  it("never lays two boxes on each other and keeps all of them in the picture", () => {
    fc.assert(
      fc.property(links, (given) => {
        const { boxes, height } = diagramOf(given);
        for (const box of boxes) {
          expect(box.x >= 0 && box.x + BOX.width <= WIDTH && box.y >= 0 && box.y + BOX.height <= height).toBe(true);
        }
        const apart = boxes.every((one, i) =>
          boxes.slice(i + 1).every((other) => one.x !== other.x || Math.abs(one.y - other.y) > BOX.height),
        );
        expect(apart).toBe(true);
      }),
    );
  });

  it("draws every link once, with finite places", () => {
    fc.assert(
      fc.property(links, (given) => {
        const { arrows } = diagramOf(given);
        expect(arrows).toHaveLength(given.length);
        for (const arrow of arrows) expect(`${arrow.path}${arrow.at.x}${arrow.at.y}`).not.toMatch(/NaN|Infinity/);
      }),
    );
  });

  it("breaks words only where there is a space, and loses none", () => {
    expect(wrapped("Riders without it", 9)).toEqual(["Riders", "without", "it"]);
    expect(wrapped("Riders without it", 14)).toEqual(["Riders without", "it"]);
  });
});
