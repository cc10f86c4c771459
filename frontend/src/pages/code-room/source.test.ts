import { expect, it } from "vitest";
import type { CandidateBody } from "../../live/events.ts";
import { foldLog } from "../../live/fold.ts";
import { standingSource } from "./source.ts";

const refusedWith = (body: CandidateBody) => ({ event: { client_id: "c1", at_ms: 0, body }, message: "too long" });
const logged = foldLog([
  {
    attempt: "a1",
    seq: 1,
    client_id: "s1",
    at_ms: 0,
    recorded_at: "2026-11-24T20:00:00Z",
    body: { kind: "wrote", file: "solution", source: "a = 1" },
  },
]);

it("a room opens with the source that the log holds", () => {
  expect(standingSource({ refused: [], state: logged })).toBe("a = 1");
});

it("a refused source is shown again after a reload: it is nowhere else", () => {
  const refused = [refusedWith({ kind: "wrote", file: "solution", source: "a = 2" })];
  expect(standingSource({ refused, state: logged })).toBe("a = 2");
});

it("another refusal does not touch the source", () => {
  expect(standingSource({ refused: [refusedWith({ kind: "paused" })], state: logged })).toBe("a = 1");
  expect(standingSource({ refused: [], state: foldLog([]) })).toBeNull();
});
