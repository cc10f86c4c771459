/**
 * The task pane: what was asked, the signature, the rules, what is claimed before writing, and what comes after.
 *
 * Why: a claim counts with the time at which it was made. Wrong when a rule stands anywhere but here.
 */

import { formatClock } from "../../live/clock.ts";
import type { ProblemMaterial } from "../../live/material.ts";
import type { RoomSnapshot } from "../../live/session.ts";
import { CommitmentForm } from "../../widgets/talk/commitment-form.tsx";
import { Heard } from "../../widgets/talk/prompt.tsx";
import { checks } from "./checks.ts";

type TaskProps = {
  readonly material: ProblemMaterial;
  readonly snapshot: RoomSnapshot;
  readonly onCommit: (name: string, value: string, reason: string) => void;
};

export function Task({ material, snapshot, onCommit }: TaskProps) {
  return (
    <>
      <h2 className="ptitle" id="pane-prompt-title" data-first tabIndex={-1}>
        Task
      </h2>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: the server rendered it from the project's own content, with HTML off. */}
      <div className="read" dangerouslySetInnerHTML={{ __html: material.prompt_html }} />
      <dl className="spec">
        {material.signature.map((line) => (
          <div key={line.name}>
            <dt>{line.name === "returns" ? line.name : <span className="mono">{line.name}</span>}</dt>
            <dd>
              {line.shape}
              <span className="dimmer">, {line.dtype}</span>
              {line.says !== "" && <span className="dimmer">; {line.says}</span>}
            </dd>
          </div>
        ))}
      </dl>
      <ul className="dash ui dim">
        {material.rules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
        <li>
          A test may use {material.cpu_seconds} s of CPU and {material.memory_mib} MiB.
        </li>
      </ul>
      <Claims material={material} snapshot={snapshot} onCommit={onCommit} />
      <h2 className="ptitle">After the tests pass</h2>
      <ol className="ui dim follow">
        {material.after.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ol>
      {material.out_of_scope.length > 0 && (
        <>
          <h2 className="ptitle">Not asked</h2>
          <ul className="dash ui dim">
            {material.out_of_scope.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </>
      )}
      <Heard heard={snapshot.heard} />
    </>
  );
}

function Claims({ material, snapshot, onCommit }: TaskProps) {
  const { commitments, status } = snapshot.state;
  if (material.commitments.length === 0) return null;
  return (
    <>
      <h2 className="ptitle">You claim</h2>
      {material.commitments.map((field) => {
        const held = commitments.get(field.name);
        return (
          <div className="claim" key={field.name}>
            <CommitmentForm
              field={field}
              {...(held ? { held } : {})}
              disabled={status !== "running"}
              ask={checks.napkin}
              onCommit={(value, reason) => onCommit(field.name, value, reason)}
            />
            {held && <p className="note">Committed at {formatClock(held.at_ms)}</p>}
          </div>
        );
      })}
    </>
  );
}
