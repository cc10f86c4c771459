/** The Code pane: the file, how it stands, Run, and the editor under it. Wrong when Run hides what was not saved. */

import type { RefObject } from "react";
import { formatClock } from "../../live/clock.ts";
import type { Run } from "../../live/fold.ts";
import type { ProblemMaterial } from "../../live/material.ts";
import type { AttemptSession, RoomSnapshot } from "../../live/session.ts";
import { Editor, type EditorHandle } from "../../widgets/editor/editor.tsx";
import type { LineMark } from "../../widgets/editor/marks.ts";
import { Caps } from "../../widgets/shell/caps.tsx";
import type { JudgeResult } from "../../widgets/tests/judged.ts";
import { standingSource } from "./source.ts";

type CodePaneProps = {
  readonly session: AttemptSession;
  readonly snapshot: RoomSnapshot;
  readonly material: ProblemMaterial;
  readonly editor: RefObject<EditorHandle | null>;
  readonly marks: readonly LineMark[];
  readonly last: Run | undefined;
  readonly result: JudgeResult | null;
  readonly failures: number;
  readonly onRun: () => void;
};

export function CodePane(props: CodePaneProps) {
  const { session, snapshot, material, editor, marks, last, result, failures, onRun } = props;
  const { state, busy, saving } = snapshot;
  const source = state.sources.solution;
  const lines = (source ?? material.starter).trimEnd().split("\n").length;
  const saved = source === null ? "as it was given" : saving.kind === "saved" ? "saved" : "not saved yet";
  return (
    <>
      <div className="toolbar">
        <h2 className="ptitle" id="pane-code-title">
          {material.file}
        </h2>
        <span className="note">
          {lines === 1 ? "1 line" : `${lines} lines`}, {saved}
        </span>
        <span className="note end">
          {failures > 0 && (
            <>
              {failures === 1 ? "1 failure" : `${failures} failures`} <Caps keys="F8" />
            </>
          )}
        </span>
        {state.status !== "finished" && (
          <button type="button" className="btn go run" disabled={busy !== "none"} onClick={onRun}>
            {busy === "running" ? "Running" : "Run"} <Caps keys="mod+enter" />
          </button>
        )}
      </div>
      <Editor
        ref={editor}
        file={material.file}
        initial={() => standingSource(session.snapshot()) ?? material.starter}
        source={source}
        current={() => {
          const held = session.snapshot();
          // A refused source is in the editor and nowhere else: the log's older one must not replace it.
          return held.refused.length > 0 ? null : held.state.sources.solution;
        }}
        marks={marks}
        onWrite={(text) => session.write("solution", text)}
        onRun={onRun}
        note={
          last && result ? `Ran at ${formatClock(last.at_ms)} in ${result.wall_seconds.toFixed(1)} s` : "Not run yet"
        }
      />
    </>
  );
}
