/**
 * Time as an argument: what the live layer may ask of the clock and of timers.
 *
 * Why: retries and debounces are tested with a hand-turned clock. Wrong when a live module calls setTimeout itself.
 */

export type Timers = {
  /** Milliseconds on a clock that never goes back; its zero is arbitrary. */
  readonly monotonic: () => number;
  /** The wall clock, in milliseconds since 1970. Shown to people, never subtracted. */
  readonly wall: () => number;
  /** Call `run` once after `ms`; returns its cancellation. */
  readonly after: (ms: number, run: () => void) => () => void;
};

export const browserTimers: Timers = {
  monotonic: () => performance.now(),
  wall: () => Date.now(),
  after: (ms, run) => {
    const id = window.setTimeout(run, ms);
    return () => window.clearTimeout(id);
  },
};

/** Seconds of waiting before try number `tries` (from 1), doubled each time and capped: .5, 1, 2, 4, 8, 10, 10 ... */
export function backoffMs(tries: number): number {
  return Math.min(10_000, 500 * 2 ** Math.max(0, tries - 1));
}
