import { describe, expect, it } from "vitest";
import { changed, figureAndUnit, letterOf, quantityText, trimmed, withTail } from "./lines.ts";

const line = (name: string, formula = "") => ({ name, formula });
const result = { letter: "a", name: "", formula: "", value: 1, unit: null, text: null, error: null, error_at: null };

describe("napkin lines", () => {
  it("are lettered as the server letters them", () => {
    expect([0, 25, 26, 27, 52].map(letterOf)).toEqual(["a", "z", "aa", "ab", "ba"]);
  });

  it("end with one empty line to write on, which is never kept", () => {
    const lines = [line("users", "60 M")];
    expect(withTail(lines)).toHaveLength(2);
    expect(trimmed(withTail(lines))).toEqual(lines);
    expect(withTail(withTail(lines))).toEqual(withTail(lines));
  });

  it("keep the letter of a line when one between is emptied", () => {
    const lines = changed([line("a", "1"), line("b", "2"), line("c", "a + b")], 1, { name: "", formula: "" });
    expect(lines).toHaveLength(3);
  });

  it("grow by writing on the empty line", () => {
    expect(changed([], 0, { name: "users" })).toEqual([line("users")]);
  });

  it("stop at sixty", () => {
    expect(withTail(Array.from({ length: 60 }, () => line("x")))).toHaveLength(60);
  });
});

describe("a value", () => {
  it("splits into figure and unit", () => {
    expect(figureAndUnit("9,720 req/s")).toEqual({ figure: "9,720", unit: "req/s" });
    expect(figureAndUnit("14")).toEqual({ figure: "14", unit: "" });
  });

  it("is not copied from a line that is wrong", () => {
    expect(quantityText({ ...result, text: "3 GB" })).toBe("3 GB");
    expect(quantityText({ ...result, error: "users and data cannot be added" })).toBeNull();
    expect(quantityText(undefined)).toBeNull();
  });
});
