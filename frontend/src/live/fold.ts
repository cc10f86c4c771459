/**
 * The room's state as a fold of the log and of what this browser has not sent yet.
 *
 * Why: reload, second tab and replay must show the same room. Wrong when the state holds anything that is not in these
 * two lists. Pure.
 */

import type { AskedWhy, EventBody, JsonObject, LoggedEvent, NapkinLine, NewEvent } from "./events.ts";

export type Turn =
  | {
      readonly who: "interviewer";
      readonly at_ms: number;
      readonly text: string;
      readonly why: AskedWhy;
      readonly key: string;
    }
  | {
      readonly who: "candidate";
      readonly at_ms: number;
      readonly text: string;
      readonly about: string | null;
      readonly sent: boolean;
      readonly key: string;
    };

export type Commitment = { readonly value: string; readonly reason: string; readonly at_ms: number };
export type Run = {
  readonly seq: number;
  readonly at_ms: number;
  readonly engine: string;
  readonly result: JsonObject;
};

export type RoomState = {
  readonly board: JsonObject | null;
  readonly lines: readonly NapkinLine[];
  readonly sources: Readonly<Record<"solution" | "tests", string | null>>;
  readonly plan: JsonObject | null;
  readonly sealed: boolean;
  readonly turns: readonly Turn[];
  readonly commitments: ReadonlyMap<string, Commitment>;
  readonly phase: string;
  /** Attempt time at which the present phase began. */
  readonly phase_since_ms: number;
  /** Attempt time spent in each phase up to `phase_since_ms`. */
  readonly spent: ReadonlyMap<string, number>;
  readonly status: "running" | "paused" | "finished";
  readonly runs: readonly Run[];
  readonly hints: number;
  readonly last_at_ms: number;
};

const before: RoomState = {
  board: null,
  lines: [],
  sources: { solution: null, tests: null },
  plan: null,
  sealed: false,
  turns: [],
  commitments: new Map(),
  phase: "",
  phase_since_ms: 0,
  spent: new Map(),
  status: "running",
  runs: [],
  hints: 0,
  last_at_ms: 0,
};

/** Fold the log from its start. Events that a later one replaced may be left out: the fold is the same. */
export function foldLog(events: readonly LoggedEvent[]): RoomState {
  return events.reduce(
    (held, event) => apply(held, event.body, { at_ms: event.at_ms, key: event.client_id, seq: event.seq, sent: true }),
    before,
  );
}

/** Lay what is not acknowledged over the log, leaving out what the log already holds. */
export function overlay(state: RoomState, unsent: readonly NewEvent[], inLog: ReadonlySet<string>): RoomState {
  return unsent
    .filter((event) => !inLog.has(event.client_id))
    .reduce((held, event) => {
      const at_ms = Math.max(event.at_ms, held.last_at_ms);
      return apply(held, event.body, { at_ms, key: event.client_id, seq: 0, sent: false });
    }, state);
}

type When = { readonly at_ms: number; readonly key: string; readonly seq: number; readonly sent: boolean };

function apply(state: RoomState, body: EventBody, when: When): RoomState {
  return { ...change(state, body, when), last_at_ms: Math.max(state.last_at_ms, when.at_ms) };
}

function change(state: RoomState, body: EventBody, { at_ms, key, seq, sent }: When): RoomState {
  switch (body.kind) {
    case "started":
      return { ...state, phase: body.phases[0]?.id ?? "", phase_since_ms: at_ms };
    case "asked":
      return { ...state, turns: [...state.turns, { who: "interviewer", at_ms, text: body.text, why: body.why, key }] };
    case "said":
      return {
        ...state,
        turns: [...state.turns, { who: "candidate", at_ms, text: body.text, about: body.about, sent, key }],
      };
    case "drew":
      return { ...state, board: body.board };
    case "calculated":
      return { ...state, lines: body.lines };
    case "wrote":
      return { ...state, sources: { ...state.sources, [body.file]: body.source } };
    case "planned":
      return { ...state, plan: body.plan };
    case "sealed":
      return { ...state, plan: body.plan, sealed: true };
    case "committed": {
      const entry = { value: body.value, reason: body.reason, at_ms };
      return { ...state, commitments: new Map(state.commitments).set(body.name, entry) };
    }
    case "ran":
      return { ...state, runs: [...state.runs, { seq, at_ms, engine: body.engine, result: body.result }] };
    case "phase_changed": {
      const spent = new Map(state.spent);
      spent.set(state.phase, (spent.get(state.phase) ?? 0) + Math.max(0, at_ms - state.phase_since_ms));
      return { ...state, spent, phase: body.phase, phase_since_ms: at_ms };
    }
    case "paused":
      return { ...state, status: "paused" };
    case "resumed":
      return { ...state, status: "running" };
    case "finished":
      return { ...state, status: "finished" };
    case "hinted":
      return { ...state, hints: state.hints + 1 };
    case "opened":
    case "ticked":
      return state;
  }
}

/** Attempt time spent in `phase` at attempt time `elapsedMs`. */
export function spentIn(state: RoomState, phase: string, elapsedMs: number): number {
  const past = state.spent.get(phase) ?? 0;
  return phase === state.phase ? past + Math.max(0, elapsedMs - state.phase_since_ms) : past;
}
