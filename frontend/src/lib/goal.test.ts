import { expect, it } from "vitest";
import { moved, sameGoal, toggleCompany, toggled } from "./goal.ts";

it("a first company gets a date four weeks ahead, the next one a week after the last", () => {
  const one = toggleCompany([], "meta", "2026-11-27");
  expect(one).toEqual([{ company: "meta", date: "2026-12-25" }]);
  expect(toggleCompany(one, "stripe", "2026-11-27")[1]).toEqual({ company: "stripe", date: "2027-01-01" });
});

it("no two loops are ever put on one date", () => {
  const all = ["a", "b", "c", "d"].reduce(
    (loops, company) => toggleCompany(loops, company, "2026-11-27"),
    [] as { company: string; date: string }[],
  );
  expect(new Set(all.map((loop) => loop.date)).size).toBe(4);
});

it("a company that is chosen again is removed, and the others keep their dates", () => {
  const loops = [
    { company: "meta", date: "2026-12-10" },
    { company: "stripe", date: "2026-12-17" },
  ];
  expect(toggleCompany(loops, "meta", "2026-11-27")).toEqual([{ company: "stripe", date: "2026-12-17" }]);
});

it("moving keeps every entry, and out of range moves nothing", () => {
  expect(moved(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
  expect(moved(["a", "b", "c"], 2, -2)).toEqual(["c", "a", "b"]);
  expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
  expect(moved(["a", "b"], 1, 1)).toEqual(["a", "b"]);
  expect(moved(["a"], 5, -1)).toEqual(["a"]);
});

it("toggling twice is nothing", () => {
  expect(toggled(toggled(["sat"], "sun"), "sun")).toEqual(["sat"]);
});

it("goals are the same whatever the order of their keys, and differ by the order of loops", () => {
  expect(sameGoal({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 })).toBe(true);
  expect(sameGoal({ b: [1, 2] }, { b: [2, 1] })).toBe(false);
  expect(sameGoal(null, { a: 1 })).toBe(false);
});
