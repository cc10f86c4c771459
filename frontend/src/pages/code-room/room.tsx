/**
 * The room once the attempt and its material are here: wires the session to task, editor, tests, questions and dialogue.
 *
 * Why: panes know nothing of each other; what passes between them passes here. Wrong when it holds state of its own that
 * a reload would lose.
 */

import { useCallback, useMemo, useRef, useState } from "react";
import { useLocation } from "wouter";
import { href } from "../../lib/routes.ts";
import { draftOf } from "../../live/drafts.ts";
import { browserShelf } from "../../live/keep.ts";
import type { ProblemMaterial } from "../../live/material.ts";
import type { AttemptSession, RoomSnapshot } from "../../live/session.ts";
import type { EditorHandle } from "../../widgets/editor/editor.tsx";
import { type PaneInfo, Panes } from "../../widgets/room/panes.tsx";
import { RoomHead } from "../../widgets/room/room-head.tsx";
import { RoomFoot } from "../../widgets/room/save-line.tsx";
import { ROOM_HINTS, useRoomKeys } from "../../widgets/room/use-room-keys.ts";
import { useSnapshot } from "../../widgets/room/use-session.ts";
import { useTicks } from "../../widgets/room/use-ticks.ts";
import { useWaysOut } from "../../widgets/room/use-ways-out.ts";
import { useKeys } from "../../widgets/shell/keyboard.ts";
import { type KeyHint, usePage } from "../../widgets/shell/page-info.ts";
import { Talk } from "../../widgets/talk/talk.tsx";
import type { Claims } from "../../widgets/tests/judged.ts";
import { Aloud } from "./aloud.tsx";
import { CodePane } from "./code-pane.tsx";
import { Task } from "./task.tsx";
import { type Side, SideTabs, Tests, useFresh } from "./tests-pane.tsx";
import { useJudged } from "./use-judged.ts";

type RoomProps = { readonly session: AttemptSession; readonly material: ProblemMaterial };

const HINTS: readonly KeyHint[] = [
  { keys: ["mod+enter"], does: "run" },
  { keys: ["F8"], does: "next failure" },
  ...ROOM_HINTS,
];

export function Room({ session, material }: RoomProps) {
  const snapshot = useSnapshot(session);
  const { view, state } = snapshot;
  const sides = useSides(state.runs.length > 0);
  const way = useWaysOut(session);
  const { editor, judged, problem, run, go } = useRuns({ session, snapshot, material, show: sides.show });
  usePage({ title: `${material.title}, code room`, page: view.page });
  useTicks(session);
  useRoomKeys({
    snapshot,
    onPhase: (id) => session.goToPhase(id),
    onPause: way.pause,
    onLeave: way.leave,
  });

  const panes = usePaneList(state.status !== "running");
  const asked = state.turns.filter((turn) => turn.who === "interviewer").length;
  const fresh = useFresh(asked, sides.side === "talk");
  const draft = useMemo(() => draftOf(browserShelf(), view.id, "answer"), [view.id]);
  // The way on stands first once there is nothing else to do.
  const wayOut = <WayOut snapshot={snapshot} problem={way.problem} onFinish={way.finish} />;
  const tabs = (of: Side) => <SideTabs of={of} side={sides.side} fresh={fresh} onSide={sides.show} />;
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
      <Panes kind="coding" panes={panes} first="code" shown={sides.shown} onShown={sides.show}>
        {(id) => {
          switch (id) {
            case "prompt":
              return (
                <>
                  {state.status === "finished" && wayOut}
                  <Task
                    material={material}
                    snapshot={snapshot}
                    onCommit={(name, value, reason) => session.commit(name, value, reason)}
                  />
                  {state.status !== "finished" && wayOut}
                </>
              );
            case "code":
              return (
                <CodePane
                  session={session}
                  snapshot={snapshot}
                  material={material}
                  editor={editor}
                  marks={judged.marks}
                  last={judged.last}
                  result={judged.result}
                  failures={judged.failures}
                  onRun={run}
                />
              );
            case "tests":
              return (
                <Tests
                  tabs={tabs("tests")}
                  material={material}
                  result={judged.result}
                  ranAt={judged.last?.at_ms ?? 0}
                  claims={claimsIn(snapshot)}
                  edited={judged.edited}
                  running={snapshot.busy === "running"}
                  problem={problem}
                  onLine={go}
                />
              );
            case "aloud":
              return (
                <Aloud
                  attempt={view.id}
                  questions={material.aloud}
                  turns={state.turns}
                  closed={state.status !== "running"}
                  onSay={(text, about) => session.say(text, about)}
                />
              );
            default:
              return (
                <>
                  <div className="toolbar side-bar">{tabs("talk")}</div>
                  <Talk
                    turns={state.turns}
                    probesLeft={snapshot.probesLeft}
                    probesOf={view.probes_of}
                    draft={draft}
                    closed={state.status === "running" ? "no" : state.status}
                    aside=""
                    elapsed={() => session.elapsed()}
                    onSay={(text) => session.say(text)}
                  />
                </>
              );
          }
        }}
      </Panes>
      <RoomFoot snapshot={snapshot} hints={HINTS} onDiscard={() => session.discardRefused()} />
    </>
  );
}

type RunsGiven = {
  readonly session: AttemptSession;
  readonly snapshot: RoomSnapshot;
  readonly material: ProblemMaterial;
  readonly show: (pane: string) => void;
};

/** Running what is in the editor, and going to what failed. */
function useRuns({ session, snapshot, material, show }: RunsGiven) {
  const editor = useRef<EditorHandle>(null);
  const [problem, setProblem] = useState("");
  const judged = useJudged({ snapshot, starter: material.starter, editor });

  const judge = async () => {
    const { status, sources } = session.snapshot().state;
    if (status !== "running" || session.snapshot().busy !== "none") return;
    const source = editor.current?.source() ?? "";
    if (sources.solution === null) session.write("solution", source);
    setProblem("");
    show("tests");
    const outcome = await session.run();
    if (outcome.kind === "ok") judged.ranOn(session.snapshot().state.runs.at(-1)?.seq ?? 0, source);
    else setProblem(outcome.message);
  };
  const go = (key: string) => {
    show("code");
    // After the tab has been drawn: what is not displayed takes no focus.
    requestAnimationFrame(() => {
      if (editor.current?.goTo(key)) return;
      show("tests");
      requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-failure="${key}"]`)?.focus());
    });
  };
  const run = () => void judge();
  useKeys("Code", [
    { keys: "mod+enter", does: "Run the tests", run },
    { keys: "F8", does: "Next failing test", run: () => judged.next(go) },
  ]);
  return { editor, judged, problem, run, go };
}

/** Which pane a narrow screen shows, and which of Tests and Interviewer a wide one does. */
function useSides(hasRun: boolean) {
  const [shown, setShown] = useState("code");
  const [side, setSide] = useState<Side>(hasRun ? "tests" : "talk");
  const show = useCallback((id: string) => {
    setShown(id);
    if (id === "tests" || id === "talk") setSide(id);
    // The pane that had the focus may be gone from the screen: a lost focus would start over at the top.
    requestAnimationFrame(() => {
      const here = document.activeElement;
      if (here?.closest("[data-pane]") && !here.checkVisibility()) {
        document.querySelector<HTMLElement>(`[data-pane="${id}"]`)?.focus();
      }
    });
  }, []);
  return { shown, side, show };
}

/** While the clock stands still the work is shown and not touched: what was written in a pause would not count. */
function usePaneList(still: boolean): readonly PaneInfo[] {
  return useMemo(
    () => [
      { id: "prompt", name: "Task" },
      { id: "code", name: "Code", inert: still },
      { id: "tests", name: "Tests" },
      { id: "aloud", name: "Aloud", inert: still },
      { id: "talk", name: "Talk" },
    ],
    [still],
  );
}

/** What was committed about the code, as it stands now: a run of the same source may be older than the claim. */
function claimsIn({ state }: RoomSnapshot): Claims {
  return {
    time: state.commitments.get("claim.time")?.value ?? null,
    memory: state.commitments.get("claim.memory")?.value ?? null,
  };
}

type WayOutProps = { readonly snapshot: RoomSnapshot; readonly problem: string; readonly onFinish: () => void };

function WayOut({ snapshot, problem, onFinish }: WayOutProps) {
  const [, go] = useLocation();
  const { state, view, busy } = snapshot;
  if (state.status === "finished") {
    return (
      <div className="run-box">
        <button type="button" className="btn go" onClick={() => go(href.report(view.id))}>
          Open the report
        </button>
      </div>
    );
  }
  return (
    <div className="run-box">
      <button type="button" className="btn finish-s" disabled={busy !== "none"} onClick={onFinish}>
        Finish the mock
      </button>
      {problem !== "" && (
        <p className="ui" role="alert">
          <span className="cross" aria-hidden="true">
            ×
          </span>{" "}
          The mock is not finished: {problem}
        </p>
      )}
    </div>
  );
}
