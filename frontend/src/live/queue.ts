/**
 * The queue of changes the server has not acknowledged yet, as a value.
 *
 * Why: "never lost, never twice" is a property of these few functions. Wrong when an event that was once sent changes
 * its content, or leaves the queue by any way other than `acknowledge` or the owner's own `discard`.
 */

import { type CandidateBody, type NewEvent, slotOf } from "./events.ts";

export type Refused = { readonly event: NewEvent; readonly message: string };

export type Queue = {
  /** In order, with fixed content: what a batch is cut from. */
  readonly ready: readonly NewEvent[];
  /** Not sent yet: the next change to the same slot replaces the body and keeps the client_id. */
  readonly open: readonly NewEvent[];
  /** What the server will never take; kept here until the owner discards it. */
  readonly refused: readonly Refused[];
};

export const emptyQueue: Queue = { ready: [], open: [], refused: [] };

/**
 * Add a change. A body with a slot replaces the open one of its slot; any other closes what is open first, so that the
 * board in the log is the board as it was when the sentence was said.
 */
export function push(queue: Queue, event: NewEvent): Queue {
  const slot = slotOf(event.body);
  if (slot === null) return { ...seal(queue), ready: [...queue.ready, ...queue.open, event] };
  const at = queue.open.findIndex((held) => slotOf(held.body) === slot);
  const before = queue.open[at];
  if (before === undefined) return { ...queue, open: [...queue.open, event] };
  const open = queue.open.with(at, { ...event, client_id: before.client_id });
  return { ...queue, open };
}

/** Fix the content of everything open: from here on it may be sent. */
export function seal(queue: Queue): Queue {
  return queue.open.length === 0 ? queue : { ...queue, ready: [...queue.ready, ...queue.open], open: [] };
}

/** Drop what the log holds. Also drops open events: the log can hold one that another tab took over. */
export function acknowledge(queue: Queue, inLog: ReadonlySet<string>): Queue {
  const unknown = (event: NewEvent) => !inLog.has(event.client_id);
  if (queue.ready.every(unknown) && queue.open.every(unknown)) return queue;
  return { ...queue, ready: queue.ready.filter(unknown), open: queue.open.filter(unknown) };
}

/** Set one event aside because the server refused it by itself. */
export function refuse(queue: Queue, clientId: string, message: string): Queue {
  const event = queue.ready.find((held) => held.client_id === clientId);
  if (event === undefined) return queue;
  const ready = queue.ready.filter((held) => held !== event);
  return { ...queue, ready, refused: [...queue.refused, { event, message }] };
}

export function discardRefused(queue: Queue): Queue {
  return queue.refused.length === 0 ? queue : { ...queue, refused: [] };
}

/** Put another tab's leftovers before ours: they happened earlier. Its open events are closed by this. */
export function adopt(queue: Queue, other: Queue): Queue {
  const known = new Set([...queue.ready, ...queue.open].map((event) => event.client_id));
  const fresh = seal(other).ready.filter((event) => !known.has(event.client_id));
  return { ...queue, ready: [...fresh, ...queue.ready], refused: [...other.refused, ...queue.refused] };
}

/** Every change the server has not acknowledged, in order. */
export function pending(queue: Queue): readonly NewEvent[] {
  return queue.open.length === 0 ? queue.ready : [...queue.ready, ...queue.open];
}

export function unsaved(queue: Queue): number {
  return queue.ready.length + queue.open.length;
}

/** The first events of the queue that fit one request; always at least one when there is one. */
export function batchOf(queue: Queue, limit: { readonly events: number; readonly bytes: number }): readonly NewEvent[] {
  const batch: NewEvent[] = [];
  let bytes = 0;
  for (const event of queue.ready) {
    const size = JSON.stringify(event).length;
    if (batch.length > 0 && (batch.length >= limit.events || bytes + size > limit.bytes)) break;
    batch.push(event);
    bytes += size;
  }
  return batch;
}

/** Read a queue that was kept as JSON; what does not look like an event is left out. */
export function readQueue(kept: unknown): Queue {
  if (!isRecord(kept)) return emptyQueue;
  const events = (value: unknown) => (Array.isArray(value) ? value.filter(isNewEvent) : []);
  const refused = Array.isArray(kept.refused)
    ? kept.refused.filter(
        (held): held is Refused => isRecord(held) && isNewEvent(held.event) && typeof held.message === "string",
      )
    : [];
  return { ready: events(kept.ready), open: events(kept.open), refused };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isNewEvent(value: unknown): value is NewEvent {
  return (
    isRecord(value) &&
    typeof value.client_id === "string" &&
    typeof value.at_ms === "number" &&
    isRecord(value.body) &&
    typeof (value.body as Partial<CandidateBody>).kind === "string"
  );
}
