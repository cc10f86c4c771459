/**
 * The Lab once the attempt and its material are here: brief, plan form and interviewer; after the seal, the finding.
 *
 * Why: the plan is committed before anything is seen. Wrong when a result can be shown for a plan that is not sealed.
 */

import { useCallback, useMemo, useState } from "react";
import { useLocation } from "wouter";
import { href } from "../../lib/routes.ts";
import { draftOf as answerDraft } from "../../live/drafts.ts";
import { browserShelf } from "../../live/keep.ts";
import type { AttemptSession, RoomSnapshot } from "../../live/session.ts";
import { type PaneInfo, Panes } from "../../widgets/room/panes.tsx";
import { RoomHead } from "../../widgets/room/room-head.tsx";
import { RoomFoot } from "../../widgets/room/save-line.tsx";
import { ROOM_HINTS, useRoomKeys } from "../../widgets/room/use-room-keys.ts";
import { useSnapshot } from "../../widgets/room/use-session.ts";
import { useTicks } from "../../widgets/room/use-ticks.ts";
import { Caps } from "../../widgets/shell/caps.tsx";
import { useKeys } from "../../widgets/shell/keyboard.ts";
import { usePage } from "../../widgets/shell/page-info.ts";
import { Talk } from "../../widgets/talk/talk.tsx";
import { Finding } from "./finding.tsx";
import { PlanForm } from "./plan-form.tsx";
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
  { id: "talk", name: "Talk" },
];

export function Room({ session, material }: RoomProps) {
  const snapshot = useSnapshot(session);
  const { view, state } = snapshot;
  const way = useWaysOut(session);
  const run = state.runs.filter((one) => one.engine === "worlds").at(-1);
  const seal = useSeal(session);
  usePage({ title: `${material.title}, lab`, page: view.page });
  useTicks(session);
  useRoomKeys({ snapshot, onPhase: (id) => session.goToPhase(id), onPause: way.pause, onLeave: way.leave });
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
              return <Brief material={material} />;
            case "plan":
              return <PlanPane session={session} snapshot={snapshot} material={material} seal={seal} />;
            case "finding":
              return run ? <Finding result={worldsOf(run.result)} material={material} attempt={view.id} /> : null;
            default:
              return (
                <Talk
                  turns={state.turns}
                  probesLeft={snapshot.probesLeft}
                  probesOf={view.probes_of}
                  draft={draft}
                  closed={state.status === "running" ? "no" : state.status}
                  elapsed={() => session.elapsed()}
                  onSay={(text) => session.say(text)}
                />
              );
          }
        }}
      </Panes>
      <RoomFoot snapshot={snapshot} hints={ROOM_HINTS} onDiscard={() => session.discardRefused()} />
    </>
  );
}

function Brief({ material }: { readonly material: CaseMaterial }) {
  return (
    <div className="brief">
      <h2 className="ptitle" id="pane-brief-title">
        Brief
      </h2>
      {/* The server renders Markdown with raw HTML off and cleans what comes out. */}
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: clean HTML of the shipped content, see actions/markdown.py. */}
      <div className="read prose" dangerouslySetInnerHTML={{ __html: material.prompt_html }} />
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
  const draft = useMemo(() => draftOf(state.plan ?? material.form.start), [state.plan, material.form.start]);
  const checked = useCheck(material.slug, draft, state.sealed);
  const still = state.status !== "running";
  const stops = checked.findings.filter((finding) => finding.level === "stop").length;
  const able = !still && busy === "none" && (state.sealed || (checked.complete && stops === 0));
  const press = () => able && seal.go(draft);
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
          {busy === "running" ? "Running 10,000 worlds" : state.sealed ? "Run the worlds" : "Seal the plan"}{" "}
          <Caps keys="mod+enter" />
        </button>
        <span className="note">
          {stops > 0
            ? `${stops} to settle before it can be sealed.`
            : "Sealed before any data exists; then 10,000 worlds run it and the threat is opened."}
        </span>
        {(seal.problem || checked.problem) && (
          <p className="ui" role="alert">
            <span className="cross" aria-hidden="true">
              ×
            </span>{" "}
            {seal.problem || checked.problem} Your plan is saved.
          </p>
        )}
      </div>
    </>
  );
}

function useWaysOut(session: AttemptSession) {
  const [, go] = useLocation();
  const leave = async () => {
    session.pause();
    await session.settle();
    go("/");
  };
  const finish = async () => {
    const outcome = await session.finish();
    if (outcome.kind === "ok") go(href.report(session.snapshot().view.id));
  };
  const pause = () => {
    if (session.snapshot().state.status === "paused") session.resume();
    else session.pause();
  };
  return { leave: () => void leave(), finish: () => void finish(), pause };
}
