/**
 * This client's copy of the attempt's log.
 *
 * Why: events arrive by answer and by socket, in any order and more than once. A whole view of the attempt leaves out
 * drawings and drafts that later ones replaced, so below `upTo` the seqs may have gaps; above it they may not. Wrong when
 * an event is folded before an earlier one that is still on its way.
 */

import type { LoggedEvent } from "./events.ts";

export type Log = {
  /** In order of seq, up to and including `upTo`. */
  readonly events: readonly LoggedEvent[];
  readonly upTo: number;
  /** Arrived early: there is a gap before them. */
  readonly parked: readonly LoggedEvent[];
};

export const emptyLog: Log = { events: [], upTo: 0, parked: [] };

/** Take over a whole view: its events are all that is in force up to `upTo`. */
export function rebase(log: Log, events: readonly LoggedEvent[], upTo: number): Log {
  if (upTo <= log.upTo) return log;
  const known = new Map(log.events.map((event) => [event.seq, event]));
  for (const event of events) if (event.seq <= upTo) known.set(event.seq, event);
  const ordered = [...known.values()].sort((a, b) => a.seq - b.seq);
  return merge({ events: ordered, upTo, parked: log.parked }, []);
}

/** Merge what arrived. Known events change nothing, later ones wait for the gap before them to close. */
export function merge(log: Log, arrived: readonly LoggedEvent[]): Log {
  const waiting = new Map<number, LoggedEvent>();
  for (const event of [...log.parked, ...arrived]) if (event.seq > log.upTo) waiting.set(event.seq, event);
  if (waiting.size === 0) return log.parked.length === 0 ? log : { ...log, parked: [] };
  const fresh: LoggedEvent[] = [];
  let upTo = log.upTo;
  for (let next = waiting.get(upTo + 1); next !== undefined; next = waiting.get(upTo + 1)) {
    upTo += 1;
    waiting.delete(upTo);
    fresh.push(next);
  }
  const events = fresh.length === 0 ? log.events : [...log.events, ...fresh];
  return { events, upTo, parked: [...waiting.values()] };
}

export function hasGap(log: Log): boolean {
  return log.parked.length > 0;
}
