/** Setup: who you are meeting and when. Every change is previewed at once; nothing is saved before the plan is rebuilt. */

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { now } from "../../api/connection.ts";
import { queries, useSaveGoal } from "../../api/queries.ts";
import type { Goal, PlanChange, Tracks } from "../../api/types.ts";
import { localDay } from "../../lib/dates.ts";
import { counted, sentence, word } from "../../lib/format.ts";
import { sameGoal } from "../../lib/goal.ts";
import { Caps } from "../../widgets/shell/caps.tsx";
import { useKeys } from "../../widgets/shell/keyboard.ts";
import { usePage } from "../../widgets/shell/page-info.ts";
import { Failure, Loaded } from "../../widgets/states/states.tsx";
import { Companies, Loops } from "./loops.tsx";
import { PreviewPane } from "./preview.tsx";
import { DaysOff, Hours } from "./when.tsx";
import { LevelField, RoleField } from "./who.tsx";
import "../../styles/setup-preview.css";
import "../../styles/setup.css";

const DEFAULT_HOURS = 8;

/** Setup opens on the first role at L5, so that every choice is a change from something. */
function firstGoal(): Goal {
  return {
    role: "ml-engineer",
    level: "L5",
    hours_per_week: DEFAULT_HOURS,
    days_off: [],
    loops: [],
    weight_edits: {},
  };
}

/** `Moves nine items, drops none.` */
function changeOf({ moved, dropped, added }: PlanChange): string {
  if (moved + dropped === 0) return added === 0 ? "Changes nothing." : `${sentence(counted(added, "new item"))}.`;
  return `Moves ${moved === 0 ? "none" : counted(moved, "item")}, drops ${dropped === 0 ? "none" : word(dropped)}.`;
}

type FormProps = { readonly tracks: Tracks; readonly saved: Goal | null };

/** The draft, what it was saved as before (for undo), and the two actions. */
function useDraft(saved: Goal | null) {
  const [draft, setDraft] = useState<Goal>(saved ?? firstGoal());
  const [before, setBefore] = useState<Goal | null>(null);
  const save = useSaveGoal();
  const submit = (): void => {
    if (draft.loops.length === 0 || save.isPending) return;
    const undo = saved;
    save.mutate(draft, {
      onSuccess: (answer) => {
        setDraft(answer.goal);
        setBefore(undo);
      },
    });
  };
  const undo = (): void => {
    if (!before) return;
    setDraft(before);
    save.mutate(before);
    setBefore(null);
  };
  return { draft, change: (part: Partial<Goal>) => setDraft({ ...draft, ...part }), save, submit, undo, before };
}

function Form({ tracks, saved }: FormProps) {
  const { draft, change, save, submit, undo, before } = useDraft(saved);
  const asSaved = sameGoal(saved, draft);
  const today = localDay(now());
  const preview = useQuery(queries.preview(draft));
  useKeys("Setup", [
    { keys: "mod+enter", does: "Save and rebuild the plan", run: submit },
    { keys: "mod+z", does: "Undo the last save", run: undo },
  ]);
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    submit();
  };
  const part = { goal: draft, change, tracks, today } as const;
  return (
    <div className="setup-grid">
      <form onSubmit={onSubmit}>
        <RoleField {...part} />
        <LevelField {...part} />
        <Companies {...part} />
        <Loops {...part} />
        <Hours {...part} />
        <DaysOff {...part} />
        <div className="frow end">
          <span />
          <div className="inline">
            <button type="submit" className="btn go" disabled={draft.loops.length === 0}>
              {saved ? "Rebuild the plan" : "Build the plan"} <Caps keys="mod+enter" />
            </button>
            <span className="note" role="status">
              {draft.loops.length === 0 && "Choose a company first."}
              {save.isPending && "Saving."}
              {!asSaved && !save.isPending && preview.data && draft.loops.length > 0 && changeOf(preview.data.change)}
              {asSaved && save.data && "The plan is rebuilt."}
            </span>
            {before && (
              <button type="button" className="link ui" onClick={undo}>
                Undo
              </button>
            )}
          </div>
        </div>
        {save.error && <Failure thrown={save.error} again={submit} />}
      </form>
      <PreviewPane goal={draft} saved={saved} tracks={tracks} change={change} />
    </div>
  );
}

export function Page() {
  usePage({
    title: "Same candidate, different weights",
    hints: [
      { keys: ["tab"], does: "next field" },
      { keys: ["space"], does: "choose" },
      { keys: ["mod+enter"], does: "save and rebuild the plan" },
    ],
  });
  const tracks = useQuery(queries.tracks);
  const goal = useQuery(queries.goal);
  return (
    <>
      <header className="title">
        <p className="mg">
          <span>Setup</span> <span>Change it any time</span>
        </p>
        <div>
          <h1 className="h-title">Same candidate, different weights</h1>
          <p className="lede">Say who you are meeting and when. The plan follows the weights.</p>
        </div>
      </header>
      <Loaded query={tracks} waiting="Reading the tracks.">
        {(loaded) => (
          <Loaded query={goal} waiting="Reading your goal.">
            {(saved) => <Form tracks={loaded} saved={saved} />}
          </Loaded>
        )}
      </Loaded>
    </>
  );
}
