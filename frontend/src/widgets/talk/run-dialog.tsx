/**
 * Predict, then run: the candidate writes what they expect before the simulator says it.
 *
 * Why: the difference between the two is what trains. Wrong when a prediction can be written after the result was seen.
 */

import { useState } from "react";
import type { Commitment } from "../../live/fold.ts";
import type { Checks, CommitmentField } from "../../live/material.ts";
import { Dialog } from "../shell/dialog.tsx";
import { CommitmentForm } from "./commitment-form.tsx";

type RunDialogProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly predictions: readonly CommitmentField[];
  readonly commitments: ReadonlyMap<string, Commitment>;
  readonly ask: Checks["napkin"];
  readonly onCommit: (name: string, value: string, reason: string) => void;
  /** Runs and opens the result; what stood in the way, or empty. */
  readonly onRun: () => Promise<string>;
  readonly ranBefore: boolean;
};

export function RunDialog(props: RunDialogProps) {
  const { open, onClose, predictions, commitments, ask, onCommit, onRun, ranBefore } = props;
  const [running, setRunning] = useState(false);
  const [problem, setProblem] = useState("");
  const open_ = predictions.filter((field) => !commitments.has(field.name));
  const run = async () => {
    setRunning(true);
    setProblem(await onRun());
    setRunning(false);
  };
  return (
    <Dialog open={open} onClose={onClose} labelledBy="run-title">
      <h2 className="h-serif" id="run-title">
        {ranBefore ? "Run the board again" : "What will the simulator say?"}
      </h2>
      <p className="ui dim">
        {predictions.length === 0
          ? "120,000 requests go through what you drew."
          : "Write it down before you run. A prediction counts by how far off it is, as a ratio."}
      </p>
      <div className="predictions">
        {predictions.map((field) => {
          const held = commitments.get(field.name);
          return (
            <CommitmentForm
              key={field.name}
              field={field}
              {...(held ? { held } : {})}
              disabled={running || (ranBefore && held !== undefined)}
              ask={ask}
              onCommit={(value, reason) => onCommit(field.name, value, reason)}
            />
          );
        })}
      </div>
      {problem !== "" && (
        <p className="ui" role="alert">
          <span className="cross" aria-hidden="true">
            ×
          </span>{" "}
          {problem}
        </p>
      )}
      <div className="dialog-end">
        <button type="button" className="btn" onClick={onClose}>
          Not now <kbd>esc</kbd>
        </button>
        <button type="button" className="btn go" disabled={running} onClick={run}>
          {running ? "Running" : open_.length === 0 ? "Run" : `Run with ${open_.length} open`}
        </button>
      </div>
    </Dialog>
  );
}
