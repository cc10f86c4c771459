/**
 * Which source a run judged. Pure.
 *
 * Why: a failure names a line of that source, not of what is in the editor by now. Wrong when it guesses: an unknown
 * source pins nothing.
 */

import type { LoggedEvent } from "../../live/events.ts";

/** The part of an attempt this reads. `events` leaves out sources that a later one replaced. */
type Held = { readonly last_seq: number; readonly events: readonly LoggedEvent[] };

/** The solution as it stood when the run with this number was logged; null when the log given here cannot tell. */
export function sourceOfRun(run: number, held: Held): string | null {
  if (held.last_seq < run) return null;
  const written = held.events.findLast((event) => event.body.kind === "wrote" && event.body.file === "solution");
  if (written === undefined || written.seq > run || written.body.kind !== "wrote") return null;
  return written.body.source;
}
