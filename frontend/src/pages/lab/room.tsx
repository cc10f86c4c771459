/**
 * The Lab once the attempt and its material are here: brief, plan form and interviewer; after the seal, the finding.
 *
 * Why: the plan is committed before anything is seen. Wrong when a result can be shown for a plan that is not sealed.
 */

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { draftOf as answerDraft } from "../../live/drafts.ts";
import { browserShelf } from "../../live/keep.ts";
import type { AttemptSession, RoomSnapshot } from "../../live/session.ts";
import { type PaneInfo, Panes } from "../../widgets/room/panes.tsx";
import { RoomHead } from "../../widgets/room/room-head.tsx";
import { RoomFoot } from "../../widgets/room/save-line.tsx";
import { ROOM_HINTS, useRoomKeys } from "../../widgets/room/use-room-keys.ts";
import { useSnapshot } from "../../widgets/room/use-session.ts";
import { useTicks } from "../../widgets/room/use-ticks.ts";
import { useWaysOut } from "../../widgets/room/use-ways-out.ts";
import { Caps } from "../../widgets/shell/caps.tsx";
import { useKeys } from "../../widgets/shell/keyboard.ts";
import { usePage } from "../../widgets/shell/page-info.ts";
import { Heard } from "../../widgets/talk/prompt.tsx";
import { Talk } from "../../widgets/talk/talk.tsx";
import { Finding } from "./finding.tsx";
import { PlanForm } from "./plan-form.tsx";
import { SealDialog } from "./seal-dialog.tsx";
import { type CaseMaterial, type Draft, draftOf, jsonOf, worldsOf } from "./shapes.ts";
import { useCheck } from "./use-check.ts";

type RoomProps = { readonly session: AttemptSession; readonly material: CaseMaterial };

const BEFORE: readonly PaneInfo[] = [
  { id: "brief", name: "Brief" },
  { id: "plan", name: "Plan" },
  { id: "talk", name: "Talk" },
];
const AFTER: readonly PaneInfo[] = [
  { id: "finding", name: "Finding" },
  { id: "brief", name: "Brief" },
  { id: "talk", name: "Talk" },
];

const SECTION_HINT = { keys: ["1", "5"], does: "section" };

export function Room({ session, material }: RoomProps) {
  const snapshot = useSnapshot(session);
  const { view, state } = snapshot;
  const way = useWaysOut(session);
  const run = state.runs.filter((one) => one.engine === "worlds").at(-1);
  const seal = useSeal(session);
  usePage({ title: `${material.title}, lab`, page: view.page });
  useTicks(session);
  useRoomKeys({ snapshot, onPhase: (id) => session.goToPhase(id), onPause: way.pause, onLeave: way.leave });
  useFocusOnOpening(run !== undefined);
  const draft = useMemo(() => answerDraft(browserShelf(), view.id, "answer"), [view.id]);
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
      <Panes
        kind={run ? "lab-open" : "lab"}
        panes={run ? AFTER : BEFORE}
        first={run ? "finding" : "plan"}
        key={run ? "open" : "sealed"}
      >
        {(id) => {
          switch (id) {
            case "brief":
              return <Brief material={material} snapshot={snapshot} problem={way.problem} onFinish={way.finish} />;
            case "plan":
              return <PlanPane session={session} snapshot={snapshot} material={material} seal={seal} />;
            case "finding":
              return run ? (
                <Finding
                  result={worldsOf(run.result)}
                  material={material}
                  snapshot={snapshot}
                  problem={way.problem}
                  onFinish={way.finish}
                />
              ) : null;
            default:
              return (
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
              );
          }
        }}
      </Panes>
      <RoomFoot
        snapshot={snapshot}
        hints={run ? [SECTION_HINT, ...ROOM_HINTS] : ROOM_HINTS}
        onDiscard={() => session.discardRefused()}
      />
    </>
  );
}

/** The form goes when the worlds have run, and the focus with it: it moves to what they found. */
function useFocusOnOpening(open: boolean): void {
  const opened = useRef(open);
  useEffect(() => {
    if (open && !opened.current) document.getElementById("pane-finding-title")?.focus();
    opened.current = open;
  }, [open]);
}

type BriefProps = {
  readonly material: CaseMaterial;
  readonly snapshot: RoomSnapshot;
  readonly problem: string;
  readonly onFinish: () => void;
};

function Brief({ material, snapshot, problem, onFinish }: BriefProps) {
  const { state, busy, heard } = snapshot;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    // biome-ignore lint/a11y/useSemanticElements: the pane is the section already.
    <div className="brief" role="group" tabIndex={0} aria-labelledby="pane-brief-title">
      <h2 className="ptitle" id="pane-brief-title">
        Brief
      </h2>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: the server rendered it from the project's own content, with HTML off. */}
      <div className="read prose" dangerouslySetInnerHTML={{ __html: material.prompt_html }} />
      {material.out_of_scope.length > 0 && (
        <>
          <h2 className="ptitle">Out of scope</h2>
          <ul className="dash ui dim">
            {material.out_of_scope.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      )}
      <Heard heard={heard} />
      {state.status !== "finished" && (
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

type Seal = { readonly problem: string; readonly go: (draft: Draft) => void };

/** Seal, then run: the seal is in the log before the worlds are asked. */
function useSeal(session: AttemptSession): Seal {
  const [problem, setProblem] = useState("");
  const go = useCallback(
    async (draft: Draft) => {
      setProblem("");
      session.seal(jsonOf(draft));
      await session.settle();
      const outcome = await session.run();
      if (outcome.kind !== "ok") setProblem(outcome.message);
    },
    [session],
  );
  return { problem, go: (draft) => void go(draft) };
}

type PlanPaneProps = {
  readonly session: AttemptSession;
  readonly snapshot: RoomSnapshot;
  readonly material: CaseMaterial;
  readonly seal: Seal;
};

function PlanPane({ session, snapshot, material, seal }: PlanPaneProps) {
  const { state, busy } = snapshot;
  const [asking, setAsking] = useState(false);
  const draft = useMemo(() => draftOf(state.plan ?? material.form.start), [state.plan, material.form.start]);
  const checked = useCheck(material.slug, draft, state.sealed);
  const still = state.status !== "running";
  const stops = checked.findings.filter((finding) => finding.level === "stop").length;
  const able = !still && busy === "none" && (state.sealed || (checked.complete && stops === 0));
  const press = () => {
    if (!able) return;
    if (state.sealed) seal.go(draft);
    else setAsking(true);
  };
  useKeys("Lab", [{ keys: "mod+enter", does: state.sealed ? "Run the worlds" : "Seal the plan", run: press }]);
  return (
    <>
      <div className="toolbar">
        <h2 className="ptitle" id="pane-plan-title">
          Your plan
        </h2>
        <span className="note">{state.sealed ? "Sealed. It cannot be changed." : "Checked as you fill it in."}</span>
      </div>
      <div className="plan-scroll">
        <PlanForm
          material={material}
          draft={draft}
          findings={state.sealed ? [] : checked.findings}
          closed={still || state.sealed}
          onChange={(next) => session.plan(jsonOf(next))}
        />
      </div>
      <div className="plan-end">
        <button type="button" className="btn go" disabled={!able} onClick={press}>
          {busy === "running" ? "Running 10,000 worlds" : state.sealed ? "Run 10,000 worlds" : "Seal the plan"}{" "}
          <Caps keys="mod+enter" />
        </button>
        <span className="note">{standing(snapshot, stops)}</span>
        {(seal.problem || checked.problem) && (
          <p className="ui" role="alert">
            <span className="cross" aria-hidden="true">
              ×
            </span>{" "}
            {seal.problem || checked.problem}{" "}
            {snapshot.saving.kind === "saved" ? "Your plan is saved." : "Your plan is kept in this browser."}
          </p>
        )}
      </div>
      <SealDialog
        open={asking}
        onClose={() => setAsking(false)}
        material={material}
        draft={draft}
        findings={checked.findings}
        onSeal={() => {
          setAsking(false);
          seal.go(draft);
        }}
      />
    </>
  );
}

/** What the button waits for, or what it will do. */
function standing({ state }: RoomSnapshot, stops: number): string {
  if (state.status === "finished") {
    return state.sealed ? "The mock is finished." : "The mock is finished and the plan was never sealed.";
  }
  if (state.status === "paused") return "Paused: resume to go on with the plan.";
  if (state.sealed) return "Sealed. The worlds have not run yet.";
  if (stops > 0) return `${stops === 1 ? "One thing" : `${stops} things`} to settle before it can be sealed.`;
  return "Sealed before any data exists; then 10,000 worlds run it and the threat is opened.";
}
