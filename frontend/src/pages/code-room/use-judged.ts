/**
 * The last run as the room shows it: its result, where its failures stand in the present text, and the walk through them.
 *
 * Why: editor and tests pane point at the same failures. Wrong when a mark is pinned by a line number of another text.
 */

import { type RefObject, useCallback, useMemo, useRef, useState } from "react";
import type { Run } from "../../live/fold.ts";
import type { RoomSnapshot } from "../../live/session.ts";
import type { EditorHandle } from "../../widgets/editor/editor.tsx";
import { lineIn } from "../../widgets/editor/lines.ts";
import type { LineMark } from "../../widgets/editor/marks.ts";
import { failuresOf, type JudgeResult, readJudged, saysOf } from "../../widgets/tests/judged.ts";
import { sourceOfRun } from "./ran.ts";

export type Judged = {
  readonly last: Run | undefined;
  readonly result: JudgeResult | null;
  /** Visible failures of the last run. */
  readonly failures: number;
  readonly marks: readonly LineMark[];
  /** The source is not, or may not be, the one that ran. */
  readonly edited: boolean;
  /** Remember what a run judged: the log forgets a source once it is replaced. */
  readonly ranOn: (run: number, source: string) => void;
  /** Give the next visible failure to `go`, round and round. */
  readonly next: (go: (key: string) => void) => void;
};

type Given = {
  readonly snapshot: RoomSnapshot;
  readonly starter: string;
  readonly editor: RefObject<EditorHandle | null>;
};

export function useJudged({ snapshot, starter, editor }: Given): Judged {
  const { state, view } = snapshot;
  const last = state.runs.at(-1);
  const result = useMemo(() => (last ? readJudged(last.result) : null), [last]);
  const named = useMemo(() => (result ? failuresOf(result) : []), [result]);
  const [known, setKnown] = useState<ReadonlyMap<number, string>>(new Map());
  const seen = useRef(new Map<number, string>());
  const at = useRef(-1);

  const seq = last?.seq ?? 0;
  const told = known.get(seq) ?? seen.current.get(seq) ?? (last ? sourceOfRun(seq, view) : null);
  if (told !== null) seen.current.set(seq, told);

  const source = state.sources.solution ?? starter;
  // Placed once for each run; from then on the editor moves the marks with the text.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the present text is read, and must not place them again.
  const marks = useMemo(() => {
    if (told === null) return [];
    const present = editor.current?.source() ?? source;
    return named.flatMap(({ key, failure }): readonly LineMark[] => {
      const line = failure.line == null ? null : lineIn(failure.line, told, present);
      return line === null ? [] : [{ key, line, says: `${failure.case}: ${saysOf(failure)}` }];
    });
  }, [named, told]);

  const ranOn = useCallback((run: number, text: string) => {
    at.current = -1;
    setKnown((held) => new Map(held).set(run, text));
  }, []);
  const next = (go: (key: string) => void) => {
    if (named.length === 0) return;
    at.current = (at.current + 1) % named.length;
    const failure = named[at.current];
    if (failure) go(failure.key);
  };
  return {
    last,
    result,
    failures: named.length,
    marks,
    edited: result !== null && told !== source,
    ranOn,
    next,
  };
}
