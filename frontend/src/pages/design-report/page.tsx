/**
 * What the simulator said about a board: the finding, the numbers behind it, and what to change.
 *
 * Why: a design is judged by running it. Wrong when a sentence here is not made of the last run's own numbers.
 */

import { useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "wouter";
import { Problem, unreachable } from "../../api/problem.ts";
import { figures } from "../../lib/format.ts";
import { href, type Params } from "../../lib/routes.ts";
import type { AttemptView } from "../../live/attempt.ts";
import { formatClock } from "../../live/clock.ts";
import { readReport, type SimulationReport } from "../../live/simulation.ts";
import { httpTransport } from "../../live/transport.ts";
import { useKeys } from "../../widgets/shell/keyboard.ts";
import { usePage } from "../../widgets/shell/page-info.ts";
import { Empty, Loaded } from "../../widgets/states/states.tsx";
import { LoadPlot, TailPlot } from "./curves.tsx";
import { LatencyPlot } from "./latency-plot.tsx";
import { Predictions } from "./predictions.tsx";
import { ResultTable } from "./result-table.tsx";
import { Ages, Assumed, CostTable, Failures, WhatIfs } from "./tables.tsx";
import { RecallPlot, Utilisation } from "./use-and-recall.tsx";
import { plusMinus, said } from "./words.ts";
import "../../styles/design-report.css";

const transport = httpTransport((...request) => fetch(...request));

export function Page({ params }: { readonly params: Params }) {
  const attempt = params.attempt ?? "";
  const query = useQuery({
    queryKey: ["simulation", attempt],
    queryFn: async () => {
      const outcome = await transport.attempt(attempt);
      if (outcome.kind === "ok") return outcome.value;
      if (outcome.kind === "unreachable") throw unreachable();
      throw new Problem("not_found", outcome.message, "");
    },
  });
  usePage({ title: "Simulation" });
  return (
    <Loaded query={query} waiting="Reading the last run.">
      {(view) => <Simulation view={view} />}
    </Loaded>
  );
}

function Simulation({ view }: { readonly view: AttemptView }) {
  const [, go] = useLocation();
  const room = href.room("design", view.id);
  const ran = view.events.findLast((event) => event.body.kind === "ran");
  const report = ran?.body.kind === "ran" ? readReport(ran.body.result) : null;
  useKeys("Simulation", [
    ...Array.from({ length: 8 }, (_, i) => ({
      keys: String(i + 1),
      does: `Section ${i + 1}`,
      run: () => document.getElementById(`s${i + 1}`)?.scrollIntoView(),
    })),
    { keys: "e", does: "Edit the board and rerun", run: () => go(room) },
  ]);
  if (report === null || ran === undefined) {
    return (
      <header className="title">
        <p className="mg">
          <span>Simulation, p. {view.page}</span>
        </p>
        <div>
          <h1 className="h-title">This board has not been run</h1>
          <Empty says="The result of a run appears here: latency by stage, the tail, load, recall and cost.">
            <Link className="btn go" href={room}>
              Go to the board
            </Link>
          </Empty>
        </div>
      </header>
    );
  }
  return <Report view={view} report={report} ranAtMs={ran.at_ms} room={room} />;
}

type ReportProps = {
  readonly view: AttemptView;
  readonly report: SimulationReport;
  readonly ranAtMs: number;
  readonly room: string;
};

function Report({ view, report, ranAtMs, room }: ReportProps) {
  usePage({
    title: report.finding,
    page: view.page,
    note: `${figures(report.requests, 6)} requests`,
    hints: [
      { keys: ["1", "8"], does: "section" },
      { keys: ["e"], does: "edit the board and rerun" },
    ],
  });
  const regions = report.regions > 1 ? `, one of ${report.regions} regions down` : "";
  return (
    <>
      <header className="title">
        <p className="mg">
          <span>Simulation, p. {view.page}</span> <span>run at {formatClock(ranAtMs)}</span>
        </p>
        <div>
          <h1 className="h-title">{report.finding}</h1>
          <p className="lede">{report.lede}</p>
        </div>
      </header>
      <Section n={1} title="Result" notes={[`${said(report.judged_load)}${regions}.`, intervalOf(report)]}>
        <ResultTable report={report} />
        <Verdicts report={report} />
      </Section>
      <Section
        n={2}
        title="Latency"
        notes={["Dot: p50. End tick: p99.", <Key key="key" />, "Stage p99s do not add up to the p99 of the whole."]}
      >
        <div className="pair">
          <LatencyPlot report={report} />
          {report.tail.length > 0 ? (
            <TailPlot report={report} />
          ) : (
            <p className="ui dim">
              There is no tail to draw: more arrives than the board can serve, so waits only grow.
            </p>
          )}
        </div>
      </Section>
      <Section
        n={3}
        title="Load"
        notes={[`${report.load_curve.length} loads, ${figures(report.requests, 6)} requests each.`]}
      >
        <div className="pair">
          <LoadPlot report={report} />
          <Utilisation report={report} />
        </div>
      </Section>
      <Section n={4} title="Recall and cost" notes={["Ideal: the ranker scores every eligible item."]}>
        <div className="pair">
          <RecallPlot report={report} />
          <CostTable report={report} />
        </div>
      </Section>
      {report.what_ifs.length > 0 && (
        <Section n={5} title="Change one thing" notes={["Each row is a rerun of your board with one edit."]}>
          <WhatIfs report={report} />
        </Section>
      )}
      <Section n={6} title="Loss and age" notes={["What breaks, and how old an answer may be."]}>
        <div className="pair">
          <Failures report={report} />
          <Ages report={report} />
        </div>
      </Section>
      <Section n={7} title="Predicted" notes={["Before the first run."]}>
        <Predictions report={report} events={view.events} />
      </Section>
      <Section n={8} title="Assumed" notes={["What the board did not say. Confirm or change it there."]}>
        <Assumed report={report} />
        <p className="after">
          <Link className="btn go" href={room}>
            Edit the board and rerun <kbd>e</kbd>
          </Link>{" "}
          <a className="btn" href={`/api/attempts/${encodeURIComponent(view.id)}/blueprint.yaml`}>
            The board as YAML
          </a>
        </p>
      </Section>
    </>
  );
}

function intervalOf(report: SimulationReport): string {
  const p99 = report.latency?.p99;
  const interval = p99 ? plusMinus(p99) : "";
  return p99 && interval ? `p99 ${figures(p99.value)} ${interval} ${p99.unit}, 95 % interval by batch means.` : "";
}

function Key() {
  return (
    <>
      <span className="key-you">You</span>
      <br />
      <span className="key-ref">Reference</span>
    </>
  );
}

type SectionProps = {
  readonly n: number;
  readonly title: string;
  readonly notes: readonly React.ReactNode[];
  readonly children: React.ReactNode;
};

function Section({ n, title, notes, children }: SectionProps) {
  return (
    <section className="sec" aria-labelledby={`s${n}`}>
      <div className="mg">
        <h2 id={`s${n}`}>{title}</h2>
        {notes.filter(Boolean).map((note, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list.
          <p key={i}>{note}</p>
        ))}
      </div>
      <div>{children}</div>
    </section>
  );
}

function Verdicts({ report }: { readonly report: SimulationReport }) {
  const missed = report.verdicts.filter((verdict) => !verdict.met);
  const met = report.verdicts.filter((verdict) => verdict.met);
  return (
    <ul className="verdicts ui">
      {missed.map((verdict) => (
        <li key={verdict.name}>
          <span className="cross" aria-hidden="true">
            ×
          </span>{" "}
          <b>{verdict.label}</b> missed: {verdict.says}
        </li>
      ))}
      {met.map((verdict) => (
        <li key={verdict.name}>
          <span className="tick" aria-hidden="true">
            ✓
          </span>{" "}
          <b>{verdict.label}</b> held: {verdict.says}
        </li>
      ))}
      {report.verdicts.length === 0 && (
        <li className="dim">
          You promised nothing, so nothing is judged. Write p99, load, recall and cost on the board.
        </li>
      )}
    </ul>
  );
}
