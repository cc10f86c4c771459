import { describe, expect, it } from "vitest";
import type { EventBody, LoggedEvent } from "../../live/events.ts";
import { sourceOfRun } from "./ran.ts";

const event = (seq: number, body: EventBody): LoggedEvent => ({
  attempt: "a1",
  seq,
  client_id: `c${seq}`,
  at_ms: seq * 1000,
  recorded_at: "2026-11-24T20:00:00Z",
  body,
});
const wrote = (seq: number, source: string, file: "solution" | "tests" = "solution") =>
  event(seq, { kind: "wrote", file, source });

describe("the source that a run judged", () => {
  it("is the last one written before it", () => {
    const events = [wrote(2, "a = 1"), wrote(4, "a = 2"), event(5, { kind: "resumed" })];
    expect(sourceOfRun(5, { last_seq: 5, events })).toBe("a = 2");
  });

  it("is unknown once it was replaced by a later one", () => {
    expect(sourceOfRun(5, { last_seq: 7, events: [wrote(7, "a = 3")] })).toBeNull();
  });

  it("is unknown to a log that ends before the run", () => {
    expect(sourceOfRun(9, { last_seq: 4, events: [wrote(4, "a = 2")] })).toBeNull();
  });

  it("is never the candidate's own tests", () => {
    expect(sourceOfRun(5, { last_seq: 5, events: [wrote(4, "assert True", "tests")] })).toBeNull();
  });
});
