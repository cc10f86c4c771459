import { describe, expect, expectTypeOf, it } from "vitest";
import type { components } from "../api/generated/schema.ts";
import { type CandidateBody, type EventBody, type LoggedEvent, slotOf } from "./events.ts";

type Server = components["schemas"]["Event"];

describe("the union of events", () => {
  it("reads every event that the server can write", () => {
    expectTypeOf<Server["body"]["kind"]>().toEqualTypeOf<EventBody["kind"]>();
    expectTypeOf<Omit<Server, "body">>().toExtend<Omit<LoggedEvent, "body">>();
  });

  it("merges drawings and drafts, and nothing that was said or committed", () => {
    const said: CandidateBody = { kind: "said", text: "x", about: null };
    const drew: CandidateBody = { kind: "drew", board: {} };
    expect(slotOf(said)).toBeNull();
    expect(slotOf(drew)).toBe("drew");
    expect(slotOf({ kind: "wrote", file: "tests", source: "" })).not.toBe(
      slotOf({ kind: "wrote", file: "solution", source: "" }),
    );
  });
});
