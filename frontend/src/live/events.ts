/**
 * The events an attempt is made of, as the wire carries them.
 *
 * Why: the room's state is a fold of this list and of nothing else. Wrong when it differs from
 * src/theloop/engines/attempt/events.py: the names and limits there are the truth.
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export type Level = "L4" | "L5" | "L6" | "Staff";
export type AskedWhy =
  | "prompt"
  | "answer"
  | "probe"
  | "follow_up"
  | "challenge"
  | "hint"
  | "move_on"
  | "close"
  | "your_call";

export type NapkinLine = { readonly name: string; readonly formula: string };

export type EventBody =
  | {
      readonly kind: "started";
      readonly exercise: string;
      readonly round: string;
      readonly level: Level;
      readonly company: string | null;
      readonly minutes: number;
      readonly phases: readonly { readonly id: string; readonly minutes: number }[];
      readonly clock_runs: boolean;
    }
  | { readonly kind: "asked"; readonly text: string; readonly why: AskedWhy; readonly about: string | null }
  | { readonly kind: "said"; readonly text: string; readonly about: string | null }
  | { readonly kind: "drew"; readonly board: JsonObject }
  | { readonly kind: "calculated"; readonly lines: readonly NapkinLine[] }
  | { readonly kind: "wrote"; readonly file: "solution" | "tests"; readonly source: string }
  | { readonly kind: "planned"; readonly plan: JsonObject }
  | { readonly kind: "sealed"; readonly plan: JsonObject }
  | { readonly kind: "opened" }
  | { readonly kind: "committed"; readonly name: string; readonly value: string; readonly reason: string }
  | {
      readonly kind: "ran";
      readonly engine: "systems" | "judge" | "worlds";
      readonly input_seq: number;
      readonly result: JsonObject;
    }
  | { readonly kind: "phase_changed"; readonly phase: string; readonly by: "candidate" | "interviewer" }
  | { readonly kind: "paused" }
  | { readonly kind: "resumed" }
  | { readonly kind: "hinted"; readonly about: string }
  | {
      readonly kind: "ticked";
      readonly item: string;
      readonly bar: "execution" | "strategy";
      readonly verdict: "reached" | "not_reached" | "withdrawn";
      readonly by: "own" | "peer";
    }
  | { readonly kind: "finished"; readonly by: "candidate" | "clock" };

/** What this client may put into the log; the server adds the rest. */
export type CandidateBody = Extract<
  EventBody,
  {
    kind:
      | "said"
      | "drew"
      | "calculated"
      | "wrote"
      | "planned"
      | "sealed"
      | "committed"
      | "phase_changed"
      | "paused"
      | "resumed"
      | "ticked"
      | "hinted";
  }
>;

export type NewEvent = { readonly client_id: string; readonly at_ms: number; readonly body: CandidateBody };

export type LoggedEvent = {
  readonly attempt: string;
  readonly seq: number;
  readonly client_id: string;
  readonly at_ms: number;
  readonly recorded_at: string;
  readonly body: EventBody;
};

export const TEXT_LIMIT = 20_000;
export const NAPKIN_LINES = 60;

/**
 * The slot a body overwrites, or null when every such event is a fact of its own.
 *
 * Changes to one slot within the debounce window become one event: the last of them. What is said, committed or
 * sealed is never merged.
 */
export function slotOf(body: CandidateBody): string | null {
  switch (body.kind) {
    case "drew":
    case "calculated":
    case "planned":
      return body.kind;
    case "wrote":
      return `wrote:${body.file}`;
    default:
      return null;
  }
}
