import { describe, expect, it } from "vitest";
import {
  type AgendaDay,
  type AgendaItem,
  account,
  finding,
  firstColumn,
  minutesLeft,
  minutesOf,
  said,
  stageRuns,
  wasMissed,
} from "./agenda.ts";

const item = (status: AgendaItem["status"], minutes = 30): AgendaItem => ({
  id: status,
  title: "Drill",
  minutes,
  status,
});
const day = (date: string, stage: string, ...items: AgendaItem[]): AgendaDay => ({ date, stage, items });

const TODAY = "2026-11-27";
const days = [
  day("2026-11-25", "deep-study", item("done", 60)),
  day("2026-11-26", "mock-and-sharpen", item("moved", 60), item("moved", 40)),
  day(TODAY, "mock-and-sharpen", item("done", 15), item("planned", 45)),
  day("2026-11-28", "mock-and-sharpen", item("planned", 75)),
];

it("minutes left are those still planned from today on", () => expect(minutesLeft(days, TODAY)).toBe(120));

it("a day has minutes by what became of them", () => {
  expect(minutesOf(days[2] ?? day("", ""))).toEqual({ done: 15, planned: 45 });
});

describe("a missed day", () => {
  it("is past, had something and nothing of it was done", () => {
    expect(days.map((one) => wasMissed(one, TODAY))).toEqual([false, true, false, false]);
  });
  it("is not an empty day", () => expect(wasMissed(day("2026-11-24", "deep-study"), TODAY)).toBe(false));
});

it("the finding counts days, hours and moved items", () => {
  expect(finding(days, TODAY, 13)).toBe("13 days, 2 hours left, two items moved");
  expect(finding([], TODAY, 1)).toBe("1 day, 0 hours left");
});

it("the account names the missed days and what was left out", () => {
  expect(account(days, TODAY, 0)).toBe("Thursday was missed. Nothing was left out.");
  expect(account([], TODAY, 1)).toBe(
    "Nothing was missed in the last seven days. One item did not fit and is listed below.",
  );
});

it("an edit is said with what it acted on", () => {
  expect(said({ kind: "move", item: "a", by_days: -1 }, "Drill")).toBe("“Drill” moved a day earlier.");
  expect(said({ kind: "move", item: "a", date: "2026-11-28" }, "Drill")).toBe("“Drill” is on 28 Nov.");
  expect(said({ kind: "day_off", date: "2026-12-01" }, "")).toBe("1 Dec is free.");
  expect(said({ kind: "day_on", date: "2026-12-01" }, "")).toBe("1 Dec is planned again.");
  expect(said({ kind: "done", item: "a" }, "Drill")).toBe("“Drill” is done.");
  expect(said({ kind: "undone", item: "a" }, "Drill")).toBe("“Drill” is open again.");
  expect(said({ kind: "drop", item: "a" }, "Drill")).toBe("“Drill” is left out.");
});

it("the first column takes about half of the lines, and leaves something for the second", () => {
  const run = (count: number) => ({
    stage: "s",
    days: [day("2026-11-27", "s", ...Array.from({ length: count }, () => item("planned")))],
  });
  expect(firstColumn([run(2), run(9), run(10), run(2)])).toBe(2);
  expect(firstColumn([run(1), run(20)])).toBe(1);
  expect(firstColumn([run(5)])).toBe(1);
});

it("runs of a stage keep every day, in order", () => {
  const runs = stageRuns(days);
  expect(runs.map((run) => [run.stage, run.days.length])).toEqual([
    ["deep-study", 1],
    ["mock-and-sharpen", 3],
  ]);
  expect(runs.flatMap((run) => run.days)).toEqual(days);
});
