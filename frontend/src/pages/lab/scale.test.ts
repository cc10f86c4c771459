import { describe, expect, it } from "vitest";
import { leaning, looksTicks, outline, ticks, xOf, yOf } from "./scale.ts";

const BOX = { left: 10, right: 110, top: 5, bottom: 55 };

describe("scales of the Lab", () => {
  it("puts the ends of a span at the ends of the box", () => {
    const x = xOf(BOX, { low: -1, high: 4 });
    expect([x(-1), x(4), x(1.5)]).toEqual([10, 110, 60]);
    expect([yOf(BOX, 20)(0), yOf(BOX, 20)(20)]).toEqual([55, 5]);
  });

  it("ticks at round numbers inside the span, also below zero", () => {
    expect(ticks({ low: -1.2, high: 4.3 }, 5)).toEqual([0, 2, 4]);
    expect(ticks({ low: 0, high: 1 }, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks({ low: 3, high: 3 }, 5)).toEqual([3]);
  });

  it("draws a histogram from the base line and back to it", () => {
    const bars = [
      { low: 0, high: 1, count: 2 },
      { low: 1, high: 2, count: 0 },
    ];
    expect(
      outline(
        bars,
        (v) => v,
        (v) => -v,
      ),
    ).toBe("0.0,0.0 0.0,-2.0 1.0,-2.0 1.0,0.0 2.0,0.0 2.0,0.0");
    expect(outline([], Number, Number)).toBe("");
  });

  it("hangs words where there is room for them", () => {
    expect(leaning(100, -1, 50, BOX)).toBe("end");
    expect(leaning(20, -1, 50, BOX)).toBe("start");
    expect(leaning(90, 1, 50, BOX)).toBe("end");
  });

  it("ticks the first and the last look, and whole looks between", () => {
    expect(looksTicks(14)).toEqual([1, 4, 8, 11, 14]);
    expect(looksTicks(2)).toEqual([1, 2]);
    expect(looksTicks(1)).toEqual([1]);
  });
});
