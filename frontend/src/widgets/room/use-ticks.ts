/**
 * Tells the interviewer when a phase's time is up and when the clock is.
 *
 * Why: the interviewer moves on by the clock, and only the room knows that somebody is watching it. Wrong when a passed
 * budget is told twice, or not at all after a reload.
 */

import { useEffect, useRef } from "react";
import { spentIn } from "../../live/fold.ts";
import type { AttemptSession } from "../../live/session.ts";

const LOOK_MS = 1_000;

export function useTicks(session: AttemptSession): void {
  const told = useRef(new Set<string>());
  useEffect(() => {
    const look = () => {
      const { state, phases, view } = session.snapshot();
      if (state.status !== "running") return;
      const now = session.elapsed();
      const budget = phases.find((phase) => phase.id === state.phase)?.budget_ms ?? Number.POSITIVE_INFINITY;
      const due: string[] = [];
      if (spentIn(state, state.phase, now) >= budget) due.push(`${state.phase}@${state.phase_since_ms}`);
      if (now >= view.minutes * 60_000) due.push("end");
      const fresh = due.filter((mark) => !told.current.has(mark));
      if (fresh.length === 0) return;
      for (const mark of fresh) told.current.add(mark);
      void session.tick().then((heard) => {
        if (!heard) for (const mark of fresh) told.current.delete(mark);
      });
    };
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [session]);
}
