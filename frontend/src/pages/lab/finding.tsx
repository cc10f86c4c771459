/**
 * What 10,000 worlds did with the sealed plan: the finding as the title, then the worlds, the rows, why, and the threat.
 *
 * Why: a plan is judged by what it did. Wrong when a sentence here is not made of this run's own numbers.
 */

import type { ReactNode } from "react";
import { Link } from "wouter";
import { money } from "../../lib/format.ts";
import { href } from "../../lib/routes.ts";
import { formatClock } from "../../live/clock.ts";
import type { RoomSnapshot } from "../../live/session.ts";
import { useKeys } from "../../widgets/shell/keyboard.ts";
import { Estimates } from "./estimates.tsx";
import { BiasParts, Looks, Power } from "./plots.tsx";
import type { CaseMaterial, WorldsResult } from "./shapes.ts";
import { Comparison, Guardrails, Rows } from "./tables.tsx";
import { Threat } from "./threat.tsx";

type FindingProps = {
  readonly result: WorldsResult;
  readonly material: CaseMaterial;
  readonly snapshot: RoomSnapshot;
  readonly problem: string;
  readonly onFinish: () => void;
};

const SECTIONS = 5;

/** Scrolls the pane alone: `scrollIntoView` would push the clock out of sight with it. */
function showSection(n: number): void {
  const title = document.getElementById(`lab-${n}`);
  const pane = title?.closest("[data-pane]");
  if (!title || !pane) return;
  pane.scrollTop += title.getBoundingClientRect().top - pane.getBoundingClientRect().top - 20;
}

export function Finding({ result, material, snapshot, problem, onFinish }: FindingProps) {
  const { view } = snapshot;
  useKeys(
    "Finding",
    Array.from({ length: SECTIONS }, (_, i) => ({
      keys: String(i + 1),
      does: `Section ${i + 1}`,
      run: () => showSection(i + 1),
    })),
  );
  const sealed = view.events.find((event) => event.body.kind === "sealed");
  const runs = result.runs.toLocaleString("en-GB");
  const cost = result.yours.wrong_decision_cost.value;
  return (
    <div className="finding">
      <header className="title">
        <p className="mg">
          <span>Lab, p. {view.page}</span> <span>{runs} worlds</span>
        </p>
        <div>
          <h2 className="h-title" id="pane-finding-title" tabIndex={-1}>
            {result.finding.title}
          </h2>
          <p className="lede">{result.finding.lede}</p>
        </div>
      </header>
      <Section n={1} title={`${runs} worlds`} notes={["The same case each time, new luck.", <Keys key="keys" />]}>
        <Estimates result={result} />
      </Section>
      <Section
        n={2}
        title="Your design"
        notes={[
          sealed
            ? `Sealed at ${formatClock(sealed.at_ms)}, before any data existed.`
            : "Sealed before any data existed.",
        ]}
      >
        <Rows result={result} material={material} />
      </Section>
      <Section n={3} title="Why" notes={[result.captions.why, <Keys key="keys" />]}>
        <div className="trio">
          <Power result={result} />
          <Looks result={result} />
          <BiasParts result={result} />
        </div>
      </Section>
      <Section n={4} title="Guardrails" notes={["Harm is in % of the mean before the change. Plus is worse."]}>
        <Guardrails result={result} />
      </Section>
      <Section n={5} title="The hidden threat" notes={["Sealed with the brief. Opened when your plan had run."]}>
        <Threat
          attempt={view.id}
          beside={
            <>
              <Comparison result={result} />
              <p className="note">
                {result.captions.cost}{" "}
                {cost > 0
                  ? `Over all worlds your rule loses ${money(cost)} a year on average.`
                  : "Over all worlds your rule loses nothing."}
              </p>
              <ul className="note worlds-notes">
                {result.notes.map((note) => (
                  <li key={note}>{note}</li>
                ))}
              </ul>
            </>
          }
        />
        <WaysOn snapshot={snapshot} slug={material.slug} problem={problem} onFinish={onFinish} />
      </Section>
    </div>
  );
}

/** Which line is whose. */
function Keys() {
  return (
    <>
      <span className="key-you">Your test</span>
      <br />
      <span className="key-ref">An alternative</span>
    </>
  );
}

type SectionProps = {
  readonly n: number;
  readonly title: string;
  readonly notes: readonly ReactNode[];
  readonly children: ReactNode;
};

function Section({ n, title, notes, children }: SectionProps) {
  return (
    <section className="sec" aria-labelledby={`lab-${n}`}>
      <div className="mg">
        <h3 id={`lab-${n}`}>{title}</h3>
        {notes.map((note, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list of notes.
          <p key={index}>{note}</p>
        ))}
      </div>
      <div>{children}</div>
    </section>
  );
}

type WaysOnProps = {
  readonly snapshot: RoomSnapshot;
  readonly slug: string;
  readonly problem: string;
  readonly onFinish: () => void;
};

function WaysOn({ snapshot, slug, problem, onFinish }: WaysOnProps) {
  const { state, view, busy } = snapshot;
  return (
    <div className="ways-on">
      {state.status === "finished" ? (
        <Link className="btn go" href={href.report(view.id)}>
          Open the report
        </Link>
      ) : (
        <button type="button" className="btn go" disabled={busy !== "none"} onClick={onFinish}>
          {busy === "finishing" ? "Finishing" : "Finish and open the report"}
        </button>
      )}
      {state.status === "finished" && (
        <Link className="btn" href={href.begin("case", slug)}>
          Redesign in a new mock
        </Link>
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
