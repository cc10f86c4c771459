import { describe, expect, it } from "vitest";
import { bitsOf, failuresOf, readJudged, restOf, saysOf, verdictOf } from "./judged.ts";
import { mixedRun } from "./samples.ts";

const group = (index: number) => {
  const found = mixedRun.groups[index];
  if (!found) throw new Error("no such group");
  return found;
};

describe("what is read out of a run", () => {
  it("is the judge's result and no other engine's", () => {
    expect(readJudged(JSON.parse(JSON.stringify(mixedRun)))).toEqual(mixedRun);
    expect(readJudged({ engine: "systems", stages: [], finding: "The tail is a queue" })).toBeNull();
    expect(readJudged({})).toBeNull();
  });

  it("a test that never ran is not counted as failed", () => {
    expect(bitsOf(group(2))).toEqual({ passed: 1, failed: 1, notRun: 1, hiddenFailed: 0 });
  });

  it("a hidden failure is a number", () => {
    expect(bitsOf(group(1))).toEqual({ passed: 2, failed: 2, notRun: 0, hiddenFailed: 1 });
  });

  it("failures are walked in the order of the groups, each by a name of its own", () => {
    expect(failuresOf(mixedRun).map(({ key }) => key)).toEqual(["edges.0", "stability.0"]);
  });

  it("no words are said twice", () => {
    expect(verdictOf(mixedRun)).toBe("Runtime error");
    expect(restOf(mixedRun)).toBe("7 of 11 tests pass. T = 0: raises ValueError");
    expect(failuresOf(mixedRun).map(({ failure }) => saysOf(failure))).toEqual(["raises ValueError", "float64 out"]);
  });
});
