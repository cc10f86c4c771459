import { describe, expect, it } from "vitest";
import { type AttemptClock, atLeast, elapsedAt, formatClock, started, stopped } from "./clock.ts";

const clock: AttemptClock = { base_ms: 60_000, base_at: 1_000, runs: true, speed: 1 };

describe("the attempt clock", () => {
  it("runs at the server's speed and stands while paused", () => {
    expect(elapsedAt(clock, 3_000)).toBe(62_000);
    expect(elapsedAt({ ...clock, speed: 100 }, 3_000)).toBe(260_000);
    const still = stopped(clock, 3_000);
    expect(elapsedAt(still, 99_000)).toBe(62_000);
    expect(elapsedAt(started(still, 99_000), 100_000)).toBe(63_000);
  });

  it("never goes back, and is not moved by starting twice", () => {
    expect(elapsedAt(clock, 0)).toBe(60_000);
    expect(atLeast(clock, 10_000, 3_000)).toBe(clock);
    expect(elapsedAt(atLeast(clock, 90_000, 3_000), 3_000)).toBe(90_000);
    expect(started(clock, 5_000)).toBe(clock);
  });

  it.each([
    [0, "00:00", "0:00"],
    [59_999, "00:59", "0:59"],
    [1_104_000, "18:24", "18:24"],
    [6_300_000, "105:00", "105:00"],
    [-5, "00:00", "0:00"],
  ])("%d ms reads %s", (ms, wide, narrow) => {
    expect(formatClock(ms)).toBe(wide);
    expect(formatClock(ms, "narrow")).toBe(narrow);
  });
});
