import fc from "fast-check";
import { expect, it } from "vitest";
import { spread } from "./labels.ts";

it("labels that do not collide stay where they want to be", () => {
  expect(spread([10, 40, 80], 15, 0, 100)).toEqual([10, 40, 80]);
});

it("two labels on one place move apart, in order", () => {
  expect(spread([50, 50], 15, 0, 100)).toEqual([50, 65]);
});

it("labels keep their gap and their bounds when there is room", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 250, noNaN: true }), { minLength: 1, maxLength: 8 }), (wanted) => {
      const sorted = [...spread(wanted, 15, 0, 250)].sort((a, b) => a - b);
      expect(sorted[0]).toBeGreaterThanOrEqual(-1e-9);
      expect(sorted.at(-1)).toBeLessThanOrEqual(250 + 1e-9);
      sorted.slice(1).forEach((value, index) => {
        expect(value - (sorted[index] ?? 0)).toBeGreaterThanOrEqual(15 - 1e-9);
      });
    }),
  );
});

it("labels that cannot fit start at the top and overrun the bottom", () => {
  expect(spread([5, 5, 5], 15, 0, 20)).toEqual([0, 15, 30]);
});
