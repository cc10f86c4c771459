/**
 * The Tests pane: what the last run said, or what a run would do.
 *
 * Why: the last result stays on screen until the next one is whole. Wrong when a broken judge looks like a failed test.
 */

import { type ReactNode, useEffect, useState } from "react";
import { formatClock } from "../../live/clock.ts";
import type { ProblemMaterial } from "../../live/material.ts";
import { Waiting } from "../../widgets/states/states.tsx";
import { type Claims, type JudgeResult, verdictOf } from "../../widgets/tests/judged.ts";
import { Results } from "../../widgets/tests/results.tsx";

type TestsProps = {
  /** The choice between this pane and the one it shares a column with. */
  readonly tabs: ReactNode;
  readonly material: ProblemMaterial;
  readonly result: JudgeResult | null;
  /** Attempt time of the run that `result` is of. */
  readonly ranAt: number;
  readonly claims: Claims;
  readonly edited: boolean;
  readonly running: boolean;
  /** Why the last run gave no result; empty when it did. */
  readonly problem: string;
  readonly onLine: (key: string) => void;
};

export function Tests({ tabs, material, result, ranAt, claims, edited, running, problem, onLine }: TestsProps) {
  return (
    <>
      <div className="toolbar">
        {tabs}
        <h2 className="ptitle" id="pane-tests-title">
          Tests
        </h2>
        <span className="note">{result ? `at ${formatClock(ranAt)}` : "not run yet"}</span>
        <span className="ui end" role="status">
          {result && (
            <>
              <span className="vh">{verdictOf(result)}: </span>
              <b>{result.passed}</b> <span className="dimmer">of</span> <b>{result.total}</b>
            </>
          )}
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className="results" tabIndex={0} aria-label="Test results" data-first>
        {running && <Waiting says="Running the tests. The last result stays until this one is whole." />}
        {problem !== "" && !running && (
          <p className="ui no-result" role="alert">
            <span className="cross" aria-hidden="true">
              ×
            </span>{" "}
            There is no result: {problem} What you wrote is safe.
          </p>
        )}
        {result ? (
          <Results result={result} claims={claims} edited={edited} onLine={onLine} />
        ) : (
          !running && <NotRun material={material} />
        )}
      </section>
    </>
  );
}

function NotRun({ material }: { readonly material: ProblemMaterial }) {
  return (
    <div className="not-run">
      <p className="h-serif">Run judges what is in the editor, on this machine</p>
      <p className="ui dim">
        Each visible test that fails shows its input and the first difference. Hidden tests count as totals. Time and
        memory are measured from outside the program, beside a reference.
      </p>
      <ul className="groups" aria-label="Groups of tests">
        {material.groups.map((group) => (
          <li key={group.id}>
            <p className="group-head">
              <b>{group.label}</b>
              <span />
              <span className="r dimmer">not run</span>
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}

type SideTabsProps = {
  /** The pane this stands in. */
  readonly of: Side;
  readonly side: Side;
  readonly fresh: number;
  readonly onSide: (side: Side) => void;
};

export type Side = "tests" | "talk";

/** On a wide screen Tests and Interviewer share a column; on a narrow one the tabs above do this. */
export function SideTabs({ of, side, fresh, onSide }: SideTabsProps) {
  return (
    <div className="side-tabs" data-on={of === side}>
      <div className="seg small">
        <button type="button" aria-pressed={side === "tests"} onClick={() => onSide("tests")}>
          Tests
        </button>
        <button type="button" aria-pressed={side === "talk"} onClick={() => onSide("talk")}>
          Interviewer
          {fresh > 0 && <b>{fresh} new</b>}
        </button>
      </div>
      <span className="vh" role="status">
        {fresh > 0 && `${fresh} new from the interviewer`}
      </span>
    </div>
  );
}

/** How many of the interviewer's turns came since the dialogue was last in sight. */
export function useFresh(asked: number, inSight: boolean): number {
  const [seen, setSeen] = useState(asked);
  useEffect(() => {
    if (inSight) setSeen(asked);
  }, [inSight, asked]);
  return inSight ? 0 : Math.max(0, asked - seen);
}
