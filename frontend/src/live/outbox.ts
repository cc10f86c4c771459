/**
 * Sends the queue of one attempt, keeps it in this browser until it is acknowledged, and says how that stands.
 *
 * Safety: (S1) a change is on the shelf before `push` returns, unless the status says that it is not. (S2) An event
 * leaves the queue only when the log holds its client_id or the server refused that one event by itself. (S3) At most
 * one batch is in flight, so the log gets the events in their order. (S4) What was in a batch never changes content.
 * Liveness: (L1) with a connection, every change is sent within 700 ms. (L2) A lost connection is retried for ever, at
 * least every 10 s and at once when the browser says it is back. (L3) A dead tab's changes are taken over.
 * Wrong when any of these breaks; outbox.test.ts holds each against drops, repeats, kills and refusals.
 */

import type { CandidateBody, LoggedEvent, NewEvent } from "./events.ts";
import { slotOf } from "./events.ts";
import { forget, keep, keysWith, recall, type Shelf } from "./keep.ts";
import type { Owners } from "./owners.ts";
import type { Queue, Refused } from "./queue.ts";
import * as queues from "./queue.ts";
import { backoffMs, type Timers } from "./timers.ts";
import type { Appended, Outcome, Transport } from "./transport.ts";

export type SaveStatus =
  | { readonly kind: "saved"; readonly at: number | null }
  | { readonly kind: "saving"; readonly count: number }
  | { readonly kind: "waiting"; readonly count: number; readonly message: string; readonly kept: boolean };

export type OutboxOptions = {
  readonly attempt: string;
  readonly transport: Pick<Transport, "append">;
  readonly shelf: Shelf;
  readonly timers: Timers;
  readonly owners: Owners;
  /** A fresh id, unique among all tabs and all time. */
  readonly newId: () => string;
  readonly onAppended: (events: readonly LoggedEvent[]) => void;
  readonly onChange: () => void;
};

const SLOT_MS = 500;
const SOON_MS = 30;
const BATCH = { events: 50, bytes: 500_000 } as const;

export class Outbox {
  readonly #options: OutboxOptions;
  readonly #prefix: string;
  readonly #tab: string;
  readonly #release: () => void;
  readonly #takeovers: (() => void)[] = [];
  #queue: Queue = queues.emptyQueue;
  #kept = true;
  #flying: Promise<void> | null = null;
  /** Above 1 only while the server refuses batches: then events go one by one, to find the one it means. */
  #oneByOne = false;
  #tries = 0;
  #message = "";
  #savedAt: number | null = null;
  #cancelTimer: (() => void) | null = null;
  #disposed = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#prefix = `theloop.outbox.${options.attempt}.`;
    this.#tab = options.newId();
    this.#release = options.owners.hold(this.#prefix + this.#tab);
    for (const key of keysWith(options.shelf, this.#prefix)) {
      this.#takeovers.push(options.owners.whenFree(key, () => this.#takeOver(key)));
    }
  }

  get pending(): readonly NewEvent[] {
    return queues.pending(this.#queue);
  }

  get refused(): readonly Refused[] {
    return this.#queue.refused;
  }

  get status(): SaveStatus {
    const count = queues.unsaved(this.#queue);
    if (count === 0) return { kind: "saved", at: this.#savedAt };
    if (this.#tries > 0 || !this.#kept) {
      return { kind: "waiting", count, message: this.#message, kept: this.#kept };
    }
    return { kind: "saving", count };
  }

  /** Put a change into the log as soon as may be. `atMs` is the attempt clock. */
  push(body: CandidateBody, atMs: number): void {
    const event: NewEvent = { client_id: this.#options.newId(), at_ms: Math.max(0, Math.round(atMs)), body };
    this.#replace(queues.push(this.#queue, event));
    const later = slotOf(body) !== null && this.#queue.ready.length === 0;
    if (this.#tries === 0) this.#schedule(later ? SLOT_MS : SOON_MS, { sooner: !later });
  }

  /** Send now what can be sent; resolves when the queue is empty or the connection failed. */
  async settle(): Promise<void> {
    await this.#flying;
    for (;;) {
      const before = queues.unsaved(this.#queue);
      if (before === 0) return;
      await this.flush();
      if (this.#tries > 0 || queues.unsaved(this.#queue) >= before) return;
    }
  }

  /** Send one batch now, whatever timer is set. */
  flush(how: "now" | "leaving" = "now"): Promise<void> {
    if (this.#flying !== null) return this.#flying;
    this.#stopTimer();
    this.#replace(queues.seal(this.#queue));
    const batch = queues.batchOf(this.#queue, this.#oneByOne ? { events: 1, bytes: 0 } : BATCH);
    if (batch.length === 0) return Promise.resolve();
    const flight = this.#options.transport
      .append(this.#options.attempt, batch, how)
      .then((outcome) => this.#landed(batch, outcome))
      .finally(() => {
        this.#flying = null;
        this.#options.onChange();
      });
    this.#flying = flight;
    return flight;
  }

  /** The log holds these: forget them here, whoever told us. */
  acknowledge(clientIds: ReadonlySet<string>): void {
    const next = queues.acknowledge(this.#queue, clientIds);
    if (next === this.#queue) return;
    if (queues.unsaved(next) === 0) this.#savedAt = this.#options.timers.wall();
    this.#replace(next);
  }

  /** The connection seems to be back: do not wait for the timer. */
  retryNow(): void {
    if (queues.unsaved(this.#queue) > 0) void this.flush();
  }

  discardRefused(): void {
    this.#replace(queues.discardRefused(this.#queue));
  }

  /** Stop sending. What is unsaved stays on the shelf for the next room of this attempt. */
  dispose(): void {
    if (this.#disposed) return;
    this.#stopTimer();
    if (queues.unsaved(this.#queue) > 0) void this.flush("leaving");
    this.#disposed = true;
    for (const cancel of this.#takeovers) cancel();
    this.#release();
  }

  #landed(batch: readonly NewEvent[], outcome: Outcome<Appended>): void {
    switch (outcome.kind) {
      case "ok": {
        const inLog = new Set(batch.map((event) => event.client_id));
        for (const event of outcome.value.events) inLog.add(event.client_id);
        this.#tries = 0;
        this.#oneByOne = this.#oneByOne && queues.unsaved(this.#queue) > batch.length;
        this.acknowledge(inLog);
        this.#options.onAppended(outcome.value.events);
        if (queues.unsaved(this.#queue) > 0) this.#schedule(this.#queue.ready.length > 0 ? 0 : SLOT_MS);
        return;
      }
      case "refused":
        this.#tries = 0;
        if (batch.length > 1) this.#oneByOne = true;
        else for (const event of batch) this.#replace(queues.refuse(this.#queue, event.client_id, outcome.message));
        if (queues.unsaved(this.#queue) > 0) this.#schedule(0);
        return;
      case "unreachable":
        this.#tries += 1;
        this.#message = outcome.message;
        this.#schedule(backoffMs(this.#tries));
        return;
    }
  }

  #takeOver(key: string): void {
    if (this.#disposed) return;
    const left = queues.readQueue(recall(this.#options.shelf, key));
    this.#replace(queues.adopt(this.#queue, left));
    // Ours is on the shelf now; only then may theirs go. A crash between the two sends twice what the log takes once.
    if (this.#kept) forget(this.#options.shelf, key);
    if (queues.unsaved(this.#queue) > 0) this.#schedule(SOON_MS, { sooner: true });
  }

  #replace(queue: Queue): void {
    if (queue === this.#queue) return;
    this.#queue = queue;
    const key = this.#prefix + this.#tab;
    if (queues.unsaved(queue) === 0 && queue.refused.length === 0) {
      forget(this.#options.shelf, key);
      this.#kept = true;
    } else {
      this.#kept = keep(this.#options.shelf, key, queue).ok;
    }
    this.#options.onChange();
  }

  #schedule(ms: number, how: { readonly sooner: boolean } = { sooner: false }): void {
    if (this.#disposed) return;
    if (this.#cancelTimer !== null) {
      if (!how.sooner) return;
      this.#stopTimer();
    }
    this.#cancelTimer = this.#options.timers.after(ms, () => {
      this.#cancelTimer = null;
      void this.flush();
    });
  }

  #stopTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }
}
