import { describe, expect, it } from "vitest";
import { fractionOf, grouped, inPercent, numberOf } from "./numbers.ts";

describe("numbers of the plan form", () => {
  it("reads grouped digits and a real minus", () => {
    expect(numberOf("262,000")).toBe(262000);
    expect(numberOf("−1.5")).toBe(-1.5);
  });

  it("refuses what is no number", () => {
    for (const text of ["", "1e9", "two", "1.2.3", "5 x"]) expect(numberOf(text)).toBe(null);
  });

  it("shows and reads percentages without dust", () => {
    expect(inPercent(0.07)).toBe("7");
    expect(fractionOf("1.1 %")).toBe(0.011);
    expect(fractionOf(inPercent(0.013))).toBe(0.013);
  });

  it("groups what it shows and reads it back", () => {
    expect(grouped(262000)).toBe("262,000");
    expect(numberOf(grouped(262000))).toBe(262000);
    expect(grouped(0.05)).toBe("0.05");
  });
});
