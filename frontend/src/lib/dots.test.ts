import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeDots } from "./dots.ts";

const scale = { x: (level: number) => (level - 4) * 100, bar: 6, size: 10 };
const dots = fc
  .array(fc.double({ min: 4, max: 7, noNaN: true }), { minLength: 20, maxLength: 20 })
  .map((levels) => levels.map((level) => ({ level, filled: level >= scale.bar })));

describe("twenty dots", () => {
  it("are all drawn", () => {
    fc.assert(
      fc.property(dots, (given) => {
        expect(placeDots(given, scale)).toHaveLength(20);
      }),
    );
  });

  it("never straddle the bar", () => {
    fc.assert(
      fc.property(dots, (given) => {
        for (const dot of placeDots(given, scale)) {
          const away = dot.x - scale.x(scale.bar);
          expect(dot.filled ? away : -away).toBeGreaterThanOrEqual(scale.size / 2);
        }
      }),
    );
  });

  it("never touch: in one row their centres keep their size apart, and no two share a place", () => {
    fc.assert(
      fc.property(dots, (given) => {
        const placed = placeDots(given, scale);
        for (const row of new Set(placed.map((dot) => dot.row))) {
          const xs = placed
            .filter((dot) => dot.row === row)
            .map((dot) => dot.x)
            .sort((a, b) => a - b);
          xs.slice(1).forEach((x, index) => {
            expect(x - (xs[index] ?? 0)).toBeGreaterThanOrEqual(scale.size - 1e-9);
          });
        }
      }),
    );
  });

  it("stack without gaps", () => {
    fc.assert(
      fc.property(dots, (given) => {
        const placed = placeDots(given, scale);
        for (const dot of placed.filter((one) => one.row > 0)) {
          expect(placed.some((below) => below.x === dot.x && below.row === dot.row - 1)).toBe(true);
        }
      }),
    );
  });
});
