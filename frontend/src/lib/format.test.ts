import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  clock,
  counted,
  figures,
  hours,
  level,
  listed,
  money,
  percent,
  quantity,
  sentence,
  share,
  signed,
} from "./format.ts";

describe("figures", () => {
  it.each([
    [0, "0"],
    [8.75, "8.75"],
    [24.34, "24.3"],
    [0.012345, "0.0123"],
    [1390, "1,390"],
    [-3, "−3"],
    [146, "146"],
  ])("%d reads %s", (value, text) => expect(figures(value)).toBe(text));

  it("keep three significant digits and never lie by more than half of the last", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (value) => {
        const shown = Number(figures(value).replaceAll(",", ""));
        expect(Math.abs(shown - value) / value).toBeLessThanOrEqual(0.005001);
      }),
    );
  });
});

describe("a quantity", () => {
  it.each([
    [24_300, "req/s", "24.3", "k req/s"],
    [9_720, "req/s", "9,720", "req/s"],
    [8.75, "GB/s", "8.75", "GB/s"],
    [60_000_000, "users", "60", "M users"],
    [7_290_000, "/s", "7.29", "M /s"],
  ])("%d %s reads %s %s", (value, unit, digits, shown) => {
    expect(quantity(value, unit)).toEqual({ figures: digits, unit: shown });
  });
});

it("a share has no leading zero", () => {
  expect([share(0.96), share(0.08), share(1), share(0), share(-0.25)]).toEqual([".96", ".08", "1.0", ".00", "−.25"]);
});

it("an effect always carries its sign, with the real minus, and zero has none", () => {
  expect([signed(1.24), signed(-1), signed(0.04)]).toEqual(["+1.2", "−1.0", "0.0"]);
});

it("money scales by letters", () => {
  expect([money(3_200_000), money(48_000), money(940), money(-2_500_000_000)]).toEqual([
    "$3.2 M",
    "$48 k",
    "$940",
    "−$2.5 B",
  ]);
});

it("a clock counts minutes beyond the hour and is never negative", () => {
  expect([clock(1_104_000), clock(0), clock(999), clock(6_300_000), clock(-5)]).toEqual([
    "18:24",
    "00:00",
    "00:00",
    "105:00",
    "00:00",
  ]);
});

it("hours are decimal from one hour on", () => {
  expect([hours(390), hours(60), hours(40), hours(1390)]).toEqual(["6.5 h", "1 h", "40 min", "23.2 h"]);
});

it("small counts are words, and one thing is singular", () => {
  expect([
    counted(2, "item"),
    counted(1, "day"),
    counted(0, "item"),
    counted(14, "item"),
    counted(4, "box", "boxes"),
  ]).toEqual(["two items", "one day", "no items", "14 items", "four boxes"]);
  expect(sentence("two items")).toBe("Two items");
});

it("lists take commas and one and", () => {
  expect([listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])]).toEqual([
    "",
    "a",
    "a and b",
    "a, b and c",
  ]);
});

it("percent is whole and a level has one decimal", () => {
  expect([percent(0.416), level(5), level(5.84)]).toEqual(["42", "5.0", "5.8"]);
});
