/**
 * The room once the attempt and its material are here: wires the session to the four panes.
 *
 * Why: panes know nothing of each other; what passes between them passes here. Wrong when it holds state of its own that
 * a reload would lose.
 */

import { useCallback, useMemo, useState } from "react";
import { useLocation } from "wouter";
import { href } from "../../lib/routes.ts";
import { formatClock } from "../../live/clock.ts";
import { draftOf } from "../../live/drafts.ts";
import type { JsonObject } from "../../live/events.ts";
import { browserShelf } from "../../live/keep.ts";
import type { DesignMaterial } from "../../live/material.ts";
import type { AttemptSession, RoomSnapshot } from "../../live/session.ts";
import { Board } from "../../widgets/board/board.tsx";
import { nodeOf } from "../../widgets/board/model.ts";
import { type BoardEditor, useBoard, type View } from "../../widgets/board/use-board.ts";
import { Napkin } from "../../widgets/napkin/napkin.tsx";
import { useNapkin } from "../../widgets/napkin/use-napkin.ts";
import { type PaneInfo, Panes } from "../../widgets/room/panes.tsx";
import { RoomHead } from "../../widgets/room/room-head.tsx";
import { RoomFoot } from "../../widgets/room/save-line.tsx";
import { ROOM_HINTS, useRoomKeys } from "../../widgets/room/use-room-keys.ts";
import { useSnapshot } from "../../widgets/room/use-session.ts";
import { useTicks } from "../../widgets/room/use-ticks.ts";
import { useWaysOut } from "../../widgets/room/use-ways-out.ts";
import { usePage } from "../../widgets/shell/page-info.ts";
import { isPrediction, Prompt } from "../../widgets/talk/prompt.tsx";
import { RunDialog } from "../../widgets/talk/run-dialog.tsx";
import { Talk } from "../../widgets/talk/talk.tsx";
import { checks } from "./checks.ts";
import { measuredOf } from "./measured.ts";

type RoomProps = { readonly session: AttemptSession; readonly material: DesignMaterial };

const PHONE = "(max-width: 760px)";

export function Room({ session, material }: RoomProps) {
  const snapshot = useSnapshot(session);
  const { view, state } = snapshot;
  const [, go] = useLocation();
  const [boardView, setBoardView] = useState<View>(() =>
    globalThis.matchMedia?.(PHONE).matches ? "outline" : "drawing",
  );
  const [predicting, setPredicting] = useState(false);
  usePage({ title: `${material.title}, design room`, page: view.page });
  useTicks(session);

  const way = useWaysOut(session);
  const run = useCallback(async () => {
    const outcome = await session.run();
    if (outcome.kind !== "ok") return outcome.message;
    go(`/designs/run/${encodeURIComponent(view.id)}`);
    return "";
  }, [session, go, view.id]);
  useRoomKeys({
    snapshot,
    onPhase: (id) => session.goToPhase(id),
    onPause: way.pause,
    onLeave: way.leave,
  });

  const editor = useBoard({
    board: state.board,
    types: material.node_types,
    onDraw: useCallback((board: JsonObject) => session.draw(board), [session]),
    ask: useCallback((board: JsonObject) => checks.board(material.slug, board), [material.slug]),
  });
  const panes = usePaneList(snapshot);
  const draft = useMemo(() => draftOf(browserShelf(), view.id, "answer"), [view.id]);
  const closed = state.status === "running" ? "no" : state.status;
  const predictions = material.commitments.filter(isPrediction);

  return (
    <>
      <RoomHead
        snapshot={snapshot}
        elapsed={() => session.elapsed()}
        onLeave={way.leave}
        onPhase={(id) => session.goToPhase(id)}
        onPause={way.pause}
        onFinish={way.finish}
      />
      <Panes kind="design" panes={panes} first={boardView === "outline" ? "talk" : "board"}>
        {(id) => {
          switch (id) {
            case "prompt":
              return (
                <>
                  <Prompt
                    material={material}
                    phase={state.phase}
                    commitments={state.commitments}
                    heard={snapshot.heard}
                    closed={closed !== "no"}
                    ask={checks.napkin}
                    onCommit={(name, value, reason) => session.commit(name, value, reason)}
                  />
                  <RunBox snapshot={snapshot} problem={way.problem} onFinish={way.finish} />
                </>
              );
            case "board":
              return (
                <Board
                  editor={editor}
                  view={boardView}
                  onView={setBoardView}
                  measured={measuredOf(state.runs.at(-1))}
                  action={
                    state.status !== "finished" && (
                      <button
                        type="button"
                        className="btn run"
                        disabled={editor.doc.nodes.length === 0 || snapshot.busy !== "none"}
                        onClick={() => setPredicting(true)}
                      >
                        {snapshot.busy === "running" ? "Running" : "Run"}
                      </button>
                    )
                  }
                />
              );
            case "math":
              return <NapkinPane session={session} snapshot={snapshot} editor={editor} />;
            default:
              return (
                <Talk
                  turns={state.turns}
                  probesLeft={snapshot.probesLeft}
                  probesOf={view.probes_of}
                  draft={draft}
                  closed={closed}
                  elapsed={() => session.elapsed()}
                  onSay={(text) => session.say(text)}
                />
              );
          }
        }}
      </Panes>
      <RoomFoot snapshot={snapshot} hints={ROOM_HINTS} onDiscard={() => session.discardRefused()} />
      <RunDialog
        open={predicting}
        onClose={() => setPredicting(false)}
        predictions={predictions}
        commitments={state.commitments}
        ask={checks.napkin}
        onCommit={(name, value, reason) => session.commit(name, value, reason)}
        onRun={run}
        ranBefore={state.runs.length > 0}
      />
    </>
  );
}

/** While the clock stands still the work is shown and not touched: what was drawn in a pause would not count. */
function usePaneList(snapshot: RoomSnapshot): readonly PaneInfo[] {
  const still = snapshot.state.status !== "running";
  return useMemo(
    () => [
      { id: "prompt", name: "Prompt" },
      { id: "board", name: "Board", inert: still },
      { id: "math", name: "Math", inert: still },
      { id: "talk", name: "Talk" },
    ],
    [still],
  );
}

type NapkinPaneProps = {
  readonly session: AttemptSession;
  readonly snapshot: RoomSnapshot;
  readonly editor: BoardEditor;
};

function NapkinPane({ session, snapshot, editor }: NapkinPaneProps) {
  const napkin = useNapkin(
    snapshot.state.lines,
    useCallback((lines) => session.calculate(lines), [session]),
    checks.napkin,
  );
  const { selection, doc } = editor;
  const target = selection.kind === "node" ? nodeOf(doc, selection.id) : undefined;
  return (
    <Napkin
      editor={napkin}
      target={target ? target.label || "the box" : null}
      onCopy={(text) => {
        if (target) editor.rename(target.id, { note: text });
      }}
    />
  );
}

type RunBoxProps = {
  readonly snapshot: RoomSnapshot;
  readonly problem: string;
  readonly onFinish: () => void;
};

function RunBox({ snapshot, problem, onFinish }: RunBoxProps) {
  const { state, view, busy } = snapshot;
  const [, go] = useLocation();
  const last = state.runs.at(-1);
  const finding = last?.result.finding;
  return (
    <div className="run-box">
      <h2 className="ptitle">Simulation</h2>
      {last ? (
        <p className="ui">
          <button type="button" className="link" onClick={() => go(`/designs/run/${encodeURIComponent(view.id)}`)}>
            {typeof finding === "string" ? finding : "The last result"}
          </button>{" "}
          <span className="time">{formatClock(last.at_ms)}</span>
        </p>
      ) : (
        <p className="note">Not run yet. Write what you expect first, then run the board.</p>
      )}
      {state.status === "finished" ? (
        <button type="button" className="btn go" onClick={() => go(href.report(view.id))}>
          Open the report
        </button>
      ) : (
        <button type="button" className="btn finish-s" disabled={busy !== "none"} onClick={onFinish}>
          Finish the mock
        </button>
      )}
      {problem !== "" && (
        <p className="ui" role="alert">
          <span className="cross" aria-hidden="true">
            ×
          </span>{" "}
          {problem}
        </p>
      )}
    </div>
  );
}
