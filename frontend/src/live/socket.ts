/**
 * The attempt's live socket: what others wrote, kept open for as long as the room is.
 *
 * Why: a second tab, the worker and the interviewer write to the same log. It only ever makes news faster: after each
 * reconnect the server replays from the last seq we hold. Wrong when anything is lost because this socket was closed.
 */

import type { LoggedEvent } from "./events.ts";
import { backoffMs, type Timers } from "./timers.ts";

export type LiveMessage =
  | { readonly type: "events"; readonly events: readonly LoggedEvent[] }
  | { readonly type: "report"; readonly status: "pending" | "ready" }
  | { readonly type: "tabs"; readonly count: number }
  | { readonly type: "ping" };

/** The few members of WebSocket that are used. */
export type Wire = {
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  close: () => void;
};

export type LiveSocketOptions = {
  readonly connect: (after: number) => Wire;
  readonly timers: Timers;
  readonly lastSeq: () => number;
  readonly onMessage: (message: LiveMessage) => void;
  readonly onState: (state: "open" | "closed") => void;
};

/** Longer silence than this means a dead connection that nobody closed: the server pings every 20 s. */
const SILENCE_MS = 45_000;

export class LiveSocket {
  readonly #options: LiveSocketOptions;
  #wire: Wire | null = null;
  #tries = 0;
  #cancelRetry: (() => void) | null = null;
  #cancelSilence: (() => void) | null = null;
  #disposed = false;

  constructor(options: LiveSocketOptions) {
    this.#options = options;
    this.#connect();
  }

  /** Reconnect now: from a gap in the log, or because the browser says it is online. */
  restart(): void {
    if (this.#disposed) return;
    this.#drop();
    this.#connect();
  }

  dispose(): void {
    this.#disposed = true;
    this.#drop();
  }

  #connect(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    let wire: Wire;
    try {
      wire = this.#options.connect(this.#options.lastSeq());
    } catch {
      this.#retry();
      return;
    }
    this.#wire = wire;
    wire.onopen = () => {
      this.#tries = 0;
      this.#options.onState("open");
      this.#heard(wire);
    };
    wire.onmessage = (event) => {
      this.#heard(wire);
      const message = parseMessage(event.data);
      if (message !== null) this.#options.onMessage(message);
    };
    wire.onclose = () => {
      if (this.#wire !== wire) return;
      this.#drop();
      this.#options.onState("closed");
      this.#retry();
    };
  }

  #heard(wire: Wire): void {
    this.#cancelSilence?.();
    this.#cancelSilence = this.#options.timers.after(SILENCE_MS, () => {
      if (this.#wire === wire) this.restart();
    });
  }

  #retry(): void {
    if (this.#disposed) return;
    this.#tries += 1;
    this.#cancelRetry?.();
    this.#cancelRetry = this.#options.timers.after(backoffMs(this.#tries), () => this.#connect());
  }

  #drop(): void {
    const wire = this.#wire;
    this.#wire = null;
    this.#cancelRetry?.();
    this.#cancelSilence?.();
    this.#cancelRetry = null;
    this.#cancelSilence = null;
    if (wire !== null) {
      wire.onopen = null;
      wire.onmessage = null;
      wire.onclose = null;
      wire.close();
    }
  }
}

/** Read a message of the closed union; null for anything else, which is ignored. */
export function parseMessage(data: unknown): LiveMessage | null {
  if (typeof data !== "string") return null;
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null || !("type" in value)) return null;
  switch (value.type) {
    case "events":
      return "events" in value && Array.isArray(value.events) ? (value as LiveMessage) : null;
    case "report":
      return "status" in value ? (value as LiveMessage) : null;
    case "tabs":
      return "count" in value && typeof value.count === "number" ? (value as LiveMessage) : null;
    case "ping":
      return { type: "ping" };
    default:
      return null;
  }
}

/** Open the browser's socket for an attempt, on the host this page came from. */
export function browserWire(attempt: string): (after: number) => Wire {
  return (after) => {
    const scheme = window.location.protocol === "https:" ? "wss" : "ws";
    const path = `/api/attempts/${encodeURIComponent(attempt)}/live?after=${after}`;
    return new WebSocket(`${scheme}://${window.location.host}${path}`);
  };
}
