/**
 * A server, a clock and a socket for tests of the live layer: small, and strict about the log's contract.
 *
 * Why: the tests need a server that drops, repeats and refuses on demand. Wrong when it is kinder than the real one.
 */

import type { AttemptView } from "./attempt.ts";
import type { LoggedEvent, NewEvent } from "./events.ts";
import type { Wire } from "./socket.ts";
import type { Timers } from "./timers.ts";
import type { Appended, Outcome, Transport } from "./transport.ts";

/** A clock turned by hand. `advance` runs due timers in order and lets promises settle between them. */
export class HandClock implements Timers {
  #now = 0;
  #due: { at: number; run: () => void }[] = [];

  monotonic = (): number => this.#now;
  wall = (): number => 1_795_000_000_000 + this.#now;
  after = (ms: number, run: () => void): (() => void) => {
    const entry = { at: this.#now + ms, run };
    this.#due.push(entry);
    return () => {
      this.#due = this.#due.filter((held) => held !== entry);
    };
  };

  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settled();
    for (;;) {
      const next = this.#due.filter((entry) => entry.at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#now = Math.max(this.#now, next.at);
      this.#due = this.#due.filter((held) => held !== next);
      next.run();
      await settled();
    }
    this.#now = end;
    await settled();
  }

  get waiting(): number {
    return this.#due.length;
  }
}

async function settled(): Promise<void> {
  for (let i = 0; i < 30; i += 1) await Promise.resolve();
}

export type Weather = "fine" | "request_lost" | "answer_lost" | { readonly refuses: (event: NewEvent) => boolean };

/** The server's side of one attempt: idempotent by client_id, all or nothing, seq without gaps. */
export class FakeServer {
  weather: Weather = "fine";
  readonly log: LoggedEvent[] = [];
  requests = 0;
  largest = 0;

  readonly transport: Transport = {
    attempt: async () => ({ kind: "ok", value: this.view() }),
    append: async (_id, events) => this.#append(events),
    tick: async () => ({ kind: "ok", value: { events: [], last_seq: this.log.length } }),
    run: async () => ({ kind: "ok", value: { events: [], last_seq: this.log.length, result: {} } }),
    finish: async () => ({ kind: "ok", value: { report: "pending" } }),
  };

  add(body: LoggedEvent["body"], clientId = `server-${this.log.length + 1}`, atMs = 0): LoggedEvent {
    const event: LoggedEvent = {
      attempt: "a1",
      seq: this.log.length + 1,
      client_id: clientId,
      at_ms: Math.max(atMs, this.log.at(-1)?.at_ms ?? 0),
      recorded_at: "2026-11-24T20:00:00Z",
      body,
    };
    this.log.push(event);
    return event;
  }

  view(): AttemptView {
    return {
      id: "a1",
      page: 3,
      exercise: { slug: "home-feed-ranking", kind: "design", round: "ml-design", title: "Home feed ranking" },
      level: "L6",
      company: null,
      company_title: "",
      minutes: 45,
      status: "running",
      started_at: "2026-11-24T20:00:00Z",
      elapsed_ms: 0,
      server_now: "2026-11-24T20:00:00Z",
      phase: "scope",
      phases: [],
      last_seq: this.log.length,
      probes_left: 7,
      probes_of: 7,
      heard: [],
      events: [...this.log],
    };
  }

  /** What was said, in the log's order: the shortest way to see loss, repetition and order. */
  get said(): readonly string[] {
    return this.log.flatMap((event) => (event.body.kind === "said" ? [event.body.text] : []));
  }

  async #append(events: readonly NewEvent[]): Promise<Outcome<Appended>> {
    this.requests += 1;
    this.largest = Math.max(this.largest, events.length);
    const { weather } = this;
    if (weather === "request_lost") return { kind: "unreachable", message: "gone" };
    if (typeof weather === "object" && events.some(weather.refuses)) {
      return { kind: "refused", status: 409, message: "The attempt does not take this." };
    }
    const known = new Set(this.log.map((event) => event.client_id));
    const added = events
      .filter((event) => !known.has(event.client_id))
      .map((event) => this.add(event.body, event.client_id, event.at_ms));
    if (weather === "answer_lost") return { kind: "unreachable", message: "gone" };
    return { kind: "ok", value: { events: added, last_seq: this.log.length } };
  }
}

/** A socket whose other end is the test. */
export class FakeWire implements Wire {
  onopen: Wire["onopen"] = null;
  onmessage: Wire["onmessage"] = null;
  onclose: Wire["onclose"] = null;
  closed = false;

  constructor(readonly after: number) {}

  close(): void {
    this.closed = true;
  }

  open(): void {
    this.onopen?.(new Event("open"));
  }

  send(message: unknown): void {
    this.onmessage?.(new MessageEvent("message", { data: JSON.stringify(message) }));
  }

  fail(): void {
    this.onclose?.(new Event("close") as CloseEvent);
  }
}

let ids = 0;
export const newTestId = (): string => {
  ids += 1;
  return `t${ids}`;
};
