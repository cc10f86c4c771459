/**
 * What the page knows about its server: whether it answers, when something was last saved, what time it has.
 * Wrong when a failed request is taken for an empty answer.
 */

import { type Sync, serverNow, syncFrom } from "../lib/server-time.ts";
import { createStore } from "../lib/store.ts";

/** `since` is a local instant: when the server stopped answering. */
export type Connection = { readonly kind: "up" } | { readonly kind: "down"; readonly since: Date };

export const connection = createStore<Connection>({ kind: "up" });
export const savedAt = createStore<Date | null>(null);
const sync = createStore<Sync | null>(null);

export function answered(): void {
  if (connection.get().kind === "down") connection.set({ kind: "up" });
}

export function didNotAnswer(): void {
  if (connection.get().kind === "up") connection.set({ kind: "down", since: now() });
}

export function heardTime(answer: { readonly now: string; readonly clock_speed: number }, sentMs: number): void {
  sync.set(syncFrom(answer, sentMs, performance.now()));
}

/** The server's time now; this machine's until the server was heard once. */
export function now(): Date {
  const known = sync.get();
  return known ? new Date(serverNow(known, performance.now())) : new Date();
}

/** Server milliseconds per local millisecond; 1 unless the server runs a faster clock. */
export function clockSpeed(): number {
  return sync.get()?.speed ?? 1;
}
