/**
 * One open attempt: its log, its clock, its unsent changes and its socket, as a store a component can subscribe to.
 *
 * Safety: the snapshot is fold(log) overlaid with what is unsent, nothing else. Liveness: what others write shows up
 * within a second of a connection, by socket or by the answer to our own next request.
 * Wrong when a snapshot changes without `subscribe` saying so, or anything is left running after `dispose`.
 */

import type { AttemptView, HeardView, PhaseView } from "./attempt.ts";
import type { AttemptClock } from "./clock.ts";
import * as clocks from "./clock.ts";
import type { CandidateBody, JsonObject, LoggedEvent, NapkinLine } from "./events.ts";
import { foldLog, overlay, type RoomState } from "./fold.ts";
import type { Shelf } from "./keep.ts";
import { emptyLog, hasGap, type Log, merge, rebase } from "./log.ts";
import { Outbox, type SaveStatus } from "./outbox.ts";
import type { Owners } from "./owners.ts";
import type { Refused } from "./queue.ts";
import { type LiveMessage, LiveSocket, type Wire } from "./socket.ts";
import type { Timers } from "./timers.ts";
import type { Outcome, Transport } from "./transport.ts";

export type SessionDeps = {
  readonly transport: Transport;
  readonly connect: (attempt: string) => (after: number) => Wire;
  readonly shelf: Shelf;
  readonly timers: Timers;
  readonly owners: Owners;
  readonly newId: () => string;
  /** Attempt milliseconds per real millisecond: `clock_speed` of /api/meta. */
  readonly speed: number;
};

export type RoomSnapshot = {
  readonly view: AttemptView;
  readonly state: RoomState;
  readonly phases: readonly PhaseView[];
  readonly heard: readonly HeardView[];
  readonly probesLeft: number;
  readonly clock: AttemptClock;
  readonly saving: SaveStatus;
  readonly refused: readonly Refused[];
  readonly tabs: number;
  readonly report: "none" | "pending" | "ready";
  /** What is being waited for, so that a button can say so. */
  readonly busy: "none" | "running" | "finishing";
};

export class AttemptSession {
  readonly #deps: SessionDeps;
  readonly #id: string;
  readonly #outbox: Outbox;
  readonly #socket: LiveSocket;
  readonly #listeners = new Set<() => void>();
  #view: AttemptView;
  #log: Log = emptyLog;
  #folded: RoomState = foldLog([]);
  #inLog = new Set<string>();
  #clock: AttemptClock;
  #tabs = 1;
  #report: RoomSnapshot["report"] = "none";
  #busy: RoomSnapshot["busy"] = "none";
  #snapshot: RoomSnapshot | null = null;
  #ticking = false;
  #refreshing: "no" | "yes" | "again" = "no";

  constructor(view: AttemptView, deps: SessionDeps) {
    this.#deps = deps;
    this.#id = view.id;
    this.#view = view;
    this.#clock = this.#clockOf(view);
    this.#outbox = new Outbox({
      ...deps,
      attempt: view.id,
      onAppended: (events) => this.#arrived(events),
      onChange: () => this.#changed(),
    });
    this.#took(rebase(emptyLog, view.events, view.last_seq));
    this.#socket = new LiveSocket({
      connect: deps.connect(view.id),
      timers: deps.timers,
      lastSeq: () => this.#log.upTo,
      onMessage: (message) => this.#heardFrom(message),
      onState: (state) => {
        if (state === "open") this.#outbox.retryNow();
      },
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The room as it stands; the same object until something changes. */
  readonly snapshot = (): RoomSnapshot => {
    this.#snapshot ??= {
      view: this.#view,
      state: overlay(this.#folded, this.#outbox.pending, this.#inLog),
      phases: this.#view.phases,
      heard: this.#view.heard,
      probesLeft: this.#view.probes_left,
      clock: this.#clock,
      saving: this.#outbox.status,
      refused: this.#outbox.refused,
      tabs: this.#tabs,
      report: this.#report,
      busy: this.#busy,
    };
    return this.#snapshot;
  };

  /** Attempt milliseconds now; moves between snapshots. */
  elapsed(): number {
    return clocks.elapsedAt(this.#clock, this.#deps.timers.monotonic());
  }

  say(text: string, about: string | null = null): void {
    this.#put({ kind: "said", text, about });
  }

  draw(board: JsonObject): void {
    this.#put({ kind: "drew", board });
  }

  calculate(lines: readonly NapkinLine[]): void {
    this.#put({ kind: "calculated", lines });
  }

  write(file: "solution" | "tests", source: string): void {
    this.#put({ kind: "wrote", file, source });
  }

  /** The experiment plan as it stands in the form; not yet committed. */
  plan(plan: JsonObject): void {
    if (!this.snapshot().state.sealed) this.#put({ kind: "planned", plan });
  }

  /** Commit the plan before any data is seen; it cannot be changed afterwards. */
  seal(plan: JsonObject): void {
    if (!this.snapshot().state.sealed) this.#put({ kind: "sealed", plan });
  }

  commit(name: string, value: string, reason: string): void {
    this.#put({ kind: "committed", name, value, reason });
  }

  goToPhase(phase: string): void {
    if (this.snapshot().state.phase !== phase) this.#put({ kind: "phase_changed", phase, by: "candidate" });
  }

  pause(): void {
    if (this.snapshot().state.status !== "running") return;
    this.#put({ kind: "paused" });
    this.#clock = clocks.stopped(this.#clock, this.#deps.timers.monotonic());
    this.#changed();
  }

  resume(): void {
    if (this.snapshot().state.status !== "paused") return;
    this.#clock = clocks.started(this.#clock, this.#deps.timers.monotonic());
    this.#put({ kind: "resumed" });
  }

  /** Tell the interviewer that time is up; false when that must be told again. */
  async tick(): Promise<boolean> {
    if (this.#ticking) return false;
    this.#ticking = true;
    const outcome = await this.#deps.transport.tick(this.#id);
    this.#ticking = false;
    if (outcome.kind === "ok") this.#arrived(outcome.value.events);
    return outcome.kind !== "unreachable";
  }

  /** Execute what is on the board or in the editor, after everything unsaved was sent. */
  async run(): Promise<Outcome<unknown>> {
    return this.#whileBusy("running", async () => {
      const outcome = await this.#deps.transport.run(this.#id);
      if (outcome.kind !== "ok") return outcome;
      this.#arrived(outcome.value.events);
      return { kind: "ok", value: outcome.value.result };
    });
  }

  async finish(): Promise<Outcome<unknown>> {
    return this.#whileBusy("finishing", async () => {
      const outcome = await this.#deps.transport.finish(this.#id);
      if (outcome.kind === "ok") {
        this.#report = outcome.value.report;
        this.#clock = clocks.stopped(this.#clock, this.#deps.timers.monotonic());
      }
      return outcome;
    });
  }

  /** Resolves when everything is in the log, or the connection failed and all is kept in this browser. */
  settle(): Promise<void> {
    return this.#outbox.settle();
  }

  /** The page is about to be hidden: send what there is with a request that outlives it. */
  hide(): void {
    void this.#outbox.flush("leaving");
  }

  online(): void {
    this.#outbox.retryNow();
    this.#socket.restart();
  }

  discardRefused(): void {
    this.#outbox.discardRefused();
  }

  dispose(): void {
    this.#socket.dispose();
    this.#outbox.dispose();
    this.#listeners.clear();
  }

  #put(body: CandidateBody): void {
    this.#outbox.push(body, this.elapsed());
  }

  async #whileBusy(busy: RoomSnapshot["busy"], work: () => Promise<Outcome<unknown>>): Promise<Outcome<unknown>> {
    if (this.#busy !== "none") return { kind: "refused", status: 409, message: "One moment: the last request runs." };
    this.#busy = busy;
    this.#changed();
    try {
      await this.#outbox.settle();
      const { saving } = this.snapshot();
      if (saving.kind === "waiting") return { kind: "unreachable", message: saving.message };
      return await work();
    } finally {
      this.#busy = "none";
      this.#changed();
    }
  }

  #heardFrom(message: LiveMessage): void {
    switch (message.type) {
      case "events":
        this.#arrived(message.events);
        return;
      case "report":
        this.#report = message.status;
        this.#changed();
        return;
      case "tabs":
        this.#tabs = message.count;
        this.#changed();
        return;
      case "ping":
        return;
    }
  }

  #arrived(events: readonly LoggedEvent[]): void {
    const before = this.#log.upTo;
    this.#took(merge(this.#log, events));
    // Heard signals and probes are the server's to count: ask once news came that can change them.
    const news = this.#log.events.some((event) => event.seq > before && changesCounts(event));
    if (news || hasGap(this.#log)) void this.#refresh();
  }

  #took(log: Log): void {
    if (log === this.#log) return;
    const fresh = log.events.filter((event) => !this.#inLog.has(event.client_id));
    this.#log = log;
    if (fresh.length === 0) return;
    for (const event of fresh) this.#inLog.add(event.client_id);
    this.#folded = foldLog(log.events);
    this.#follow(fresh);
    this.#outbox.acknowledge(new Set(fresh.map((event) => event.client_id)));
    this.#changed();
  }

  /** Let the clock follow the log where it knows better: a pause in another tab, a time later than ours. */
  #follow(fresh: readonly LoggedEvent[]): void {
    const now = this.#deps.timers.monotonic();
    const last = fresh.at(-1);
    if (last !== undefined) this.#clock = clocks.atLeast(this.#clock, last.at_ms, now);
    const state = overlay(this.#folded, this.#outbox.pending, this.#inLog);
    this.#clock = state.status === "running" ? clocks.started(this.#clock, now) : clocks.stopped(this.#clock, now);
  }

  async #refresh(): Promise<void> {
    if (this.#refreshing !== "no") {
      this.#refreshing = "again";
      return;
    }
    this.#refreshing = "yes";
    const outcome = await this.#deps.transport.attempt(this.#id);
    const again = this.#wantsAgain();
    this.#refreshing = "no";
    if (outcome.kind === "ok" && outcome.value.last_seq >= this.#view.last_seq) {
      this.#view = outcome.value;
      this.#took(rebase(this.#log, outcome.value.events, outcome.value.last_seq));
      this.#changed();
    }
    if (again && outcome.kind === "ok") void this.#refresh();
  }

  #wantsAgain(): boolean {
    return this.#refreshing === "again";
  }

  #clockOf(view: AttemptView): AttemptClock {
    const base_at = this.#deps.timers.monotonic();
    return { base_ms: view.elapsed_ms, base_at, runs: view.status === "running", speed: this.#deps.speed };
  }

  #changed(): void {
    this.#snapshot = null;
    for (const listener of this.#listeners) listener();
  }
}

function changesCounts(event: LoggedEvent): boolean {
  const { kind } = event.body;
  return kind === "asked" || kind === "said" || kind === "committed" || kind === "phase_changed" || kind === "ran";
}
