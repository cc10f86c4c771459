import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decades,
  drawnMib,
  findingOf,
  horizontalScale,
  placesOf,
  plainFinding,
  powerOf,
  verticalScale,
} from "./growth.ts";
import type { Fit, Growth } from "./judged.ts";

const sloped = (slope: number, half = 0.1): Fit => ({ slope, low: slope - half, high: slope + half });
const growth = (time: Fit | null, memory: Fit | null): Growth => ({
  variable: "T",
  sizes: [128, 256, 512],
  yours: { seconds: [0.001, 0.004, 0.016], mib: [0, 1, 4], time, memory },
  reference: { seconds: [0.001, 0.004, 0.016], mib: [0, 0, 4], time: sloped(2), memory: null },
  unit: null,
  copies: null,
});

describe("logarithmic axes", () => {
  it("enclose every value between whole powers of ten", () => {
    expect(decades([0.17, 137])).toEqual([0.1, 1, 10, 100, 1000]);
    expect(decades([1, 10])).toEqual([1, 10]);
    expect(decades([3])).toEqual([1, 10]);
  });

  it("stand on something when nothing was measured", () => {
    expect(decades([0, 0])).toEqual([0.1, 1]);
  });

  it("keep every value inside the frame, and a larger one higher", () => {
    const values = fc.array(fc.double({ min: 1e-4, max: 1e5, noNaN: true }), { minLength: 2, maxLength: 9 });
    fc.assert(
      fc.property(values, (measures) => {
        const scale = verticalScale(measures, { top: 10, bottom: 210 });
        const sorted = [...measures].sort((a, b) => a - b);
        const heights = sorted.map(scale.at);
        for (const [index, y] of heights.entries()) {
          expect(y).toBeGreaterThanOrEqual(10 - 1e-6);
          expect(y).toBeLessThanOrEqual(210 + 1e-6);
          expect(y).toBeLessThanOrEqual((heights[index - 1] ?? y) + 1e-9);
        }
      }),
    );
  });

  it("put the same ratio at the same distance", () => {
    const across = horizontalScale([64, 128, 256, 512], { left: 44, right: 344 });
    expect(across.at(128) - across.at(64)).toBeCloseTo(100);
    expect(across.at(512) - across.at(256)).toBeCloseTo(100);
  });

  it("write the first and the last size, and none on top of another", () => {
    const { ticks, at } = horizontalScale([128, 256, 384, 512, 768, 1024, 1536], { left: 44, right: 344 });
    expect(ticks[0]).toBe(128);
    expect(ticks.at(-1)).toBe(1536);
    const gaps = ticks.slice(1).map((size, index) => at(size) - at(ticks[index] ?? size));
    expect(Math.min(...gaps)).toBeGreaterThan(30);
  });

  it("leave out what was too small to measure", () => {
    const across = horizontalScale([1, 10, 100], { left: 0, right: 100 });
    const up = verticalScale([1, 10], { top: 0, bottom: 100 });
    expect(placesOf([1, 10, 100], [0, 1, 10], across, up)).toEqual([
      { x: 50, y: 100 },
      { x: 100, y: 0 },
    ]);
  });
});

it("a peak of a few pages of memory is drawn as nothing", () => {
  expect(drawnMib([0, 0.0078, 0.9, 22.5])).toEqual([0, 0, 0.9, 22.5]);
});

describe("the finding over the plot", () => {
  it("names one power when time and memory share it", () => {
    expect(plainFinding(findingOf(growth(sloped(1.97), sloped(2.04))))).toBe("Time and memory both grow as T^2");
  });

  it("names both when they differ, and does not write a power of one", () => {
    expect(plainFinding(findingOf(growth(sloped(2.05), sloped(1.02))))).toBe("Time grows as T^2, memory as T");
  });

  it("does not round to a power that the interval excludes", () => {
    expect(powerOf(sloped(1.7, 0.1))).toBe("1.7");
    expect(powerOf(sloped(1.8, 0.25))).toBe("2");
  });

  it("does not call a wide interval around 2.4 quadratic", () => {
    expect(powerOf(sloped(2.4, 0.6))).toBe("2.4");
  });

  it("says roughly when the interval is wider than a whole power", () => {
    expect(plainFinding(findingOf(growth(sloped(2.1, 0.8), sloped(2))))).toBe(
      "Time and memory both grow roughly as T^2",
    );
  });

  it("says so when there was too little to fit", () => {
    expect(plainFinding(findingOf(growth(null, null)))).toMatch(/^Too little/);
    expect(plainFinding(findingOf(growth(sloped(2), null)))).toBe("Time grows as T^2; memory stays too small to fit");
    expect(plainFinding(findingOf(growth(sloped(2), sloped(0.05))))).toBe(
      "Time grows as T^2, memory hardly grows with T",
    );
  });
});
