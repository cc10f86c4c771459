/**
 * The prompt pane: what was asked, what you have committed to, what the interviewer has heard.
 *
 * Why: the candidate's own numbers stay in sight while they design. Wrong when it shows anything that was not asked for
 * yet: no rubric, no reveal.
 */

import { useState } from "react";
import type { HeardView } from "../../live/attempt.ts";
import { formatClock } from "../../live/clock.ts";
import type { Commitment } from "../../live/fold.ts";
import type { Checks, CommitmentField, Material } from "../../live/material.ts";
import { CommitmentForm } from "./commitment-form.tsx";

type PromptProps = {
  readonly material: Material;
  readonly phase: string;
  readonly commitments: ReadonlyMap<string, Commitment>;
  readonly heard: readonly HeardView[];
  readonly closed: boolean;
  readonly ask: Checks["napkin"];
  readonly onCommit: (name: string, value: string, reason: string) => void;
};

export function Prompt(props: PromptProps) {
  const { material, heard } = props;
  return (
    <>
      <h2 className="ptitle" id="pane-prompt-title">
        Prompt
      </h2>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: the server rendered it from the project's own content, with HTML off. */}
      <div className="read" dangerouslySetInnerHTML={{ __html: material.prompt_html }} />
      <Assumed {...props} />
      <Heard heard={heard} />
    </>
  );
}

function Assumed({ material, phase, commitments, closed, ask, onCommit }: PromptProps) {
  const [editing, setEditing] = useState<string | null>(null);
  const now = material.phases.find((held) => held.id === phase);
  const due = material.commitments.filter((field) => field.phase === phase && !isPrediction(field));
  const open = due.filter((field) => !commitments.has(field.name));
  const said = material.commitments.filter((field) => commitments.has(field.name));
  return (
    <>
      <h2 className="ptitle">You assumed</h2>
      {said.length === 0 && <p className="note">Nothing yet. What you state here counts with its time.</p>}
      <ul className="assume ui">
        {said.map((field) => {
          const held = commitments.get(field.name);
          if (!held) return null;
          return (
            <li key={field.name}>
              {editing === field.name && !closed ? (
                <CommitmentForm
                  field={field}
                  held={held}
                  ask={ask}
                  onCommit={(value, reason) => {
                    onCommit(field.name, value, reason);
                    setEditing(null);
                  }}
                />
              ) : (
                <button type="button" className="link said" disabled={closed} onClick={() => setEditing(field.name)}>
                  <span className="time">{formatClock(held.at_ms)}</span>
                  <span>
                    {field.label}: <b>{shownValue(field, held.value)}</b>
                    {held.reason && <span className="dimmer"> {held.reason}</span>}
                  </span>
                </button>
              )}
            </li>
          );
        })}
      </ul>
      {open.length > 0 && (
        <>
          <h2 className="ptitle">State in {now?.title ?? phase}</h2>
          {now?.settle && <p className="note">{now.settle}</p>}
          {open.map((field) => (
            <CommitmentForm
              key={field.name}
              field={field}
              ask={ask}
              disabled={closed}
              onCommit={(value, reason) => onCommit(field.name, value, reason)}
            />
          ))}
        </>
      )}
    </>
  );
}

export function isPrediction(field: CommitmentField): boolean {
  return field.name.startsWith("predict.");
}

function shownValue(field: CommitmentField, value: string): string {
  return field.choices?.find((choice) => choice.id === value)?.label ?? value;
}

export function Heard({ heard }: { readonly heard: readonly HeardView[] }) {
  const [hidden, setHidden] = useState(false);
  return (
    <>
      <h2 className="ptitle">Heard so far</h2>
      {heard.length === 0 && <p className="note">Signals appear here as the interviewer hears them.</p>}
      {!hidden && (
        <ol className="signals">
          {heard.map((signal) => (
            <li key={`${signal.at_ms} ${signal.text}`} className={signal.late ? "late" : undefined}>
              <span className="time">{formatClock(signal.at_ms)}</span>
              <span>
                {signal.text}
                {signal.late && ", late"}
                {signal.star && (
                  <span className="star" role="img" aria-label="senior signal">
                    {" "}
                    ✦
                  </span>
                )}
              </span>
            </li>
          ))}
        </ol>
      )}
      {heard.length > 0 && (
        <button type="button" className="link note" onClick={() => setHidden(!hidden)}>
          {hidden ? `Show ${heard.length} signals` : "Hide signals"}
        </button>
      )}
    </>
  );
}
