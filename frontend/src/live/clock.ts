/**
 * The attempt clock between two answers of the server: elapsed time with pauses excluded.
 *
 * Why: the clock must tick without asking. Wrong when it depends on the wall clock of this machine, or runs while
 * paused.
 */

export type AttemptClock = {
  readonly base_ms: number;
  /** Monotonic time at which `base_ms` was true. */
  readonly base_at: number;
  readonly runs: boolean;
  /** Attempt milliseconds per real millisecond; 1 outside rehearsals. */
  readonly speed: number;
};

export function elapsedAt(clock: AttemptClock, monotonic: number): number {
  return clock.runs ? clock.base_ms + Math.max(0, monotonic - clock.base_at) * clock.speed : clock.base_ms;
}

export function stopped(clock: AttemptClock, monotonic: number): AttemptClock {
  return { ...clock, base_ms: elapsedAt(clock, monotonic), base_at: monotonic, runs: false };
}

export function started(clock: AttemptClock, monotonic: number): AttemptClock {
  return clock.runs ? clock : { ...clock, base_at: monotonic, runs: true };
}

/** The clock never goes back because a later event's time is known. */
export function atLeast(clock: AttemptClock, ms: number, monotonic: number): AttemptClock {
  const now = elapsedAt(clock, monotonic);
  return ms > now ? { ...clock, base_ms: ms, base_at: monotonic } : clock;
}

/** `m:ss`, rounded down; `mm:ss` with two digits of minutes when `wide`. */
export function formatClock(ms: number, shape: "wide" | "narrow" = "wide"): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const head = shape === "wide" ? String(minutes).padStart(2, "0") : String(minutes);
  return `${head}:${String(seconds % 60).padStart(2, "0")}`;
}
