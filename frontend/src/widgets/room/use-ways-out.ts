/** The ways out of a room: leave (pauses and saves), finish (to the report), and the pause. Wrong when one loses a change. */

import { useCallback, useState } from "react";
import { useLocation } from "wouter";
import { href } from "../../lib/routes.ts";
import type { AttemptSession } from "../../live/session.ts";

export type WaysOut = {
  readonly leave: () => void;
  readonly finish: () => void;
  readonly pause: () => void;
  /** Why the mock could not be finished; empty when nothing went wrong. */
  readonly problem: string;
};

export function useWaysOut(session: AttemptSession): WaysOut {
  const [, go] = useLocation();
  const [problem, setProblem] = useState("");
  const leave = useCallback(async () => {
    session.pause();
    await session.settle();
    go("/");
  }, [session, go]);
  const finish = useCallback(async () => {
    setProblem("");
    const outcome = await session.finish();
    if (outcome.kind === "ok") go(href.report(session.snapshot().view.id));
    else setProblem(outcome.message);
  }, [session, go]);
  const pause = useCallback(() => {
    if (session.snapshot().state.status === "paused") session.resume();
    else session.pause();
  }, [session]);
  return { leave: () => void leave(), finish: () => void finish(), pause, problem };
}
