/**
 * The server's clock as seen from here. The server owns time (and may run it faster in a test), the browser only displays it.
 * Wrong when `Date.now()` of this machine decides how long an attempt has run.
 */

export type Sync = {
  /** Server time in ms since the epoch at `atMs`. */
  readonly serverMs: number;
  /** Monotonic local time (performance.now) to which `serverMs` belongs. */
  readonly atMs: number;
  /** Server milliseconds per local millisecond; 1 unless a test runs time faster. */
  readonly speed: number;
};

/**
 * Sync from one answer: the server read its clock somewhere between sending and receiving, so the middle is assumed.
 * The error is at most half the round trip.
 */
export function syncFrom(
  answer: { readonly now: string; readonly clock_speed: number },
  sentMs: number,
  receivedMs: number,
): Sync {
  return { serverMs: Date.parse(answer.now), atMs: (sentMs + receivedMs) / 2, speed: answer.clock_speed };
}

/** Server time in ms since the epoch at the monotonic local time `atMs`. */
export function serverNow(sync: Sync, atMs: number): number {
  return sync.serverMs + (atMs - sync.atMs) * sync.speed;
}
