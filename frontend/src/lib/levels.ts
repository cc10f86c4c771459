/** The level axis of readiness and scores: 4.0 to 7.0, where 5.0 is the L5 bar and 6.0 the L6 bar. */

export const AXIS = { low: 4, high: 7 } as const;

/** Names along the axis. Where the bar of a goal stands is the server's to say. */
export const LEVELS = [
  { name: "L4", at: 4 },
  { name: "L5", at: 5 },
  { name: "L6", at: 6 },
  { name: "L7", at: 7 },
] as const;

/** A level held within the axis. */
export function onAxis(level: number): number {
  return Math.min(AXIS.high, Math.max(AXIS.low, level));
}
