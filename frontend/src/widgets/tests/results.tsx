/**
 * What the last run established, group by group, with its measures.
 *
 * Why: the bad news first, then where it is. Wrong when anything of a hidden test but its count is shown.
 */

import { figures } from "../../lib/format.ts";
import { FailureEntry } from "./failure.tsx";
import { mebibytes, milliseconds } from "./growth.ts";
import { GrowthPlot } from "./growth-plot.tsx";
import {
  bitsOf,
  type Claims,
  failuresOf,
  type Group,
  type JudgeResult,
  type NamedFailure,
  type Pace,
  restOf,
  verdictOf,
} from "./judged.ts";
import { Printed } from "./printed.tsx";

type ResultsProps = {
  readonly result: JudgeResult;
  readonly claims: Claims;
  /** The editor holds another source than the one that ran. */
  readonly edited: boolean;
  readonly onLine: (key: string) => void;
};

export function Results({ result, claims, edited, onLine }: ResultsProps) {
  const named = failuresOf(result);
  const good = result.verdict === "accepted";
  return (
    <>
      <div className="verdict">
        <h3 className="h">
          {!good && (
            <span className="cross" aria-hidden="true">
              ×{" "}
            </span>
          )}
          {verdictOf(result)}
        </h3>
        <p className="ui dim">
          {named.length > 0 ? `${result.passed} of ${result.total} tests pass.` : restOf(result)}
        </p>
        {edited && <p className="note">You have edited the source since this run.</p>}
      </div>
      <ul className="groups" aria-label="Groups of tests">
        {result.groups.map((group) => (
          <GroupRow
            key={group.name}
            group={group}
            named={named.filter(({ failure }) => group.failures.includes(failure))}
            onLine={onLine}
          />
        ))}
      </ul>
      <Measures result={result} />
      {result.growth && <GrowthPlot growth={result.growth} claims={claims} />}
      {result.printed !== "" && (
        <details className="data">
          <summary>Printed by your program</summary>
          <Printed text={result.printed} label="Printed by your program" />
        </details>
      )}
      <div className="held note">
        {result.notes.map((note) => (
          <p key={note}>{note}</p>
        ))}
        <p>
          Judged on rung {result.rung}: {result.rung_says}.
        </p>
      </div>
    </>
  );
}

type GroupRowProps = {
  readonly group: Group;
  readonly named: readonly NamedFailure[];
  readonly onLine: (key: string) => void;
};

function GroupRow({ group, named, onLine }: GroupRowProps) {
  const bits = bitsOf(group);
  return (
    <li>
      <p className="group-head">
        <b>{group.title}</b>
        <span className="bits" aria-hidden="true">
          <Squares count={bits.passed} kind="ok" />
          <Squares count={bits.failed} kind="x" />
          <Squares count={bits.notRun} kind="open" />
        </span>
        <span className="r">
          {group.passed} of {group.total}
        </span>
      </p>
      {named.map(({ key, failure }) => (
        <FailureEntry key={key} id={key} failure={failure} onLine={onLine} />
      ))}
      {bits.hiddenFailed > 0 && (
        <p className="failure ui">
          <span className="cross" aria-hidden="true">
            ×
          </span>{" "}
          {bits.hiddenFailed === 1 ? "1 hidden test fails" : `${bits.hiddenFailed} hidden tests fail`}; what hidden
          tests ask is not shown
        </p>
      )}
      {bits.notRun > 0 && <p className="note">{bits.notRun} not reached: the program was stopped before</p>}
    </li>
  );
}

/** Drawn squares stop being countable; beyond this the figure beside them says it. */
const SQUARES = 24;

function Squares({ count, kind }: { readonly count: number; readonly kind: "ok" | "x" | "open" }) {
  return Array.from({ length: Math.min(count, SQUARES) }, (_, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: squares are alike and only counted.
    <i key={index} className={kind} />
  ));
}

/** Filled as far as the reference's time was used; the tick is what is allowed, hatched what is beyond it. */
function PaceTrack({ pace }: { readonly pace: Pace }) {
  const end = Math.max(pace.ratio, pace.allowed);
  const over = Math.max(0, pace.ratio - pace.allowed) / end;
  return (
    <span className="track pen" aria-hidden="true">
      <i style={{ "--v": (pace.ratio / end).toFixed(3) } as React.CSSProperties} />
      {over > 0 && <i className="over" style={{ "--o": `${(over * 100).toFixed(1)}%` } as React.CSSProperties} />}
      <b style={{ "--at": (pace.allowed / end).toFixed(3) } as React.CSSProperties} />
    </span>
  );
}

function Measures({ result }: { readonly result: JudgeResult }) {
  const { pace, growth } = result;
  return (
    <dl className="meas">
      {pace && (
        <div>
          <dt>Pace</dt>
          <dd>
            <b>{figures(pace.ratio, pace.ratio < 10 ? 2 : 3)}</b> times the reference's CPU time at scale;{" "}
            {figures(pace.allowed)} allowed
            <PaceTrack pace={pace} />
          </dd>
        </div>
      )}
      <div>
        <dt>Peak memory</dt>
        <dd>
          <b>{mebibytes(result.peak_mib)}</b> above the idle program
          {growth?.copies != null && growth.unit && (
            <>
              ; at{" "}
              <span className="nb">
                {growth.variable} = {growth.sizes.at(-1)?.toLocaleString("en-GB")}
              </span>{" "}
              as much as <b>{growth.copies < 0.1 ? "less than 0.1" : figures(growth.copies, 2)}</b> times one{" "}
              {growth.unit}
              <Copies count={growth.copies} />
            </>
          )}
        </dd>
      </div>
      <div>
        <dt>Time</dt>
        <dd>
          <b>{milliseconds(result.cpu_seconds)}</b> of CPU for loading and all tests,{" "}
          {milliseconds(result.wall_seconds)} on the clock
        </dd>
      </div>
    </dl>
  );
}

/** As many as fit the column; the figure above says the rest. */
const COPIES = 10;

function Copies({ count }: { readonly count: number }) {
  const whole = Math.min(COPIES, Math.floor(count));
  const part = whole < COPIES ? count - whole : 0;
  return (
    <span className="copies" aria-hidden="true">
      {Array.from({ length: whole }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: copies are alike and only counted.
        <i key={index} />
      ))}
      {part > 0.05 && <i className="part" style={{ "--v": part } as React.CSSProperties} />}
    </span>
  );
}
