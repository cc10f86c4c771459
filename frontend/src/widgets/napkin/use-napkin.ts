/**
 * Napkin lines being typed, and the server's arithmetic on them.
 *
 * Why: the last result stays on the line until the next is whole. Wrong when a value belongs to an older formula and
 * nothing says so.
 */

import { useCallback, useEffect, useRef, useState } from "react";
import type { NapkinLine } from "../../live/events.ts";
import type { Checks, NapkinCheck } from "../../live/material.ts";
import { changed } from "./lines.ts";

const CHECK_MS = 150;
const NO_RESULT: NapkinCheck = { lines: [], agree: true, summary: "" };

export type NapkinEditor = {
  readonly lines: readonly NapkinLine[];
  readonly result: NapkinCheck;
  readonly problem: string;
  readonly set: (index: number, change: Partial<NapkinLine>) => void;
};

export function useNapkin(
  logged: readonly NapkinLine[],
  onChange: (lines: readonly NapkinLine[]) => void,
  ask: Checks["napkin"],
): NapkinEditor {
  const [lines, setLines] = useState(logged);
  const seen = useRef(JSON.stringify(logged));
  // What we wrote comes back through the log; only what differs from the last of it is somebody else's.
  useEffect(() => {
    const arrived = JSON.stringify(logged);
    if (arrived === seen.current) return;
    seen.current = arrived;
    setLines(logged);
  }, [logged]);
  const set = useCallback(
    (index: number, change: Partial<NapkinLine>) => {
      const next = changed(lines, index, change);
      seen.current = JSON.stringify(next);
      setLines(next);
      onChange(next);
    },
    [lines, onChange],
  );
  const { result, problem } = useResult(lines, ask);
  return { lines, result, problem, set };
}

function useResult(lines: readonly NapkinLine[], ask: Checks["napkin"]) {
  const [state, setState] = useState({ result: NO_RESULT, problem: "" });
  useEffect(() => {
    if (lines.length === 0) {
      setState({ result: NO_RESULT, problem: "" });
      return;
    }
    let current = true;
    const timer = setTimeout(async () => {
      const outcome = await ask(lines);
      if (!current) return;
      if (outcome.kind === "ok") setState({ result: outcome.value, problem: "" });
      else setState((held) => ({ ...held, problem: outcome.message }));
    }, CHECK_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [lines, ask]);
  return state;
}
