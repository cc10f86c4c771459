/** The report: what the mock showed at both bars, in the candidate's own words, and what to drill next. */

import { useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "wouter";
import { localDay, shortDay } from "../../lib/dates.ts";
import { counted, percent } from "../../lib/format.ts";
import type { Params } from "../../lib/routes.ts";
import { useRows } from "../../widgets/rows/use-rows.ts";
import { Caps } from "../../widgets/shell/caps.tsx";
import { useKeys } from "../../widgets/shell/keyboard.ts";
import { usePage } from "../../widgets/shell/page-info.ts";
import { Empty, Failure, Loaded } from "../../widgets/states/states.tsx";
import { reportQuery, useTick } from "./ask.ts";
import { Competencies } from "./competencies.tsx";
import { Heard, Missed, Undecided } from "./insights.tsx";
import { Items } from "./items.tsx";
import type { Page as PageData, Report } from "./shapes.ts";
import { Strip } from "./strip.tsx";
import "../../styles/report.css";

const MINUTE = 60_000;

function executedLine(report: Report): string {
  const { executed } = report;
  const parts = [
    `${percent(executed.by_fact)} % of the rubric’s weight was decided by what was executed`,
    executed.by_own_tick > 0 ? `${percent(executed.by_own_tick)} % by your own ticks` : "",
    `${percent(executed.cant_tell)} % is not decided`,
  ];
  return `${parts.filter(Boolean).join(", ")}.`;
}

function Head({ page }: { readonly page: PageData }) {
  const { attempt, report } = page;
  const day = shortDay(localDay(new Date(attempt.started_at)));
  return (
    <header className="title">
      <p className="mg">
        <span>Report, p. {attempt.page}</span> <span>{day}</span>
      </p>
      <div>
        <h1 className="h-title">{report.title}</h1>
        <p className="lede">{report.lede}</p>
        <p className="ui dim">
          {attempt.exercise.title}, {attempt.minutes} minutes, played for {attempt.level}
          {attempt.company_title ? ` at ${attempt.company_title}` : ""}. {executedLine(report)}
        </p>
      </div>
    </header>
  );
}

function Drills({ report }: { readonly report: Report }) {
  const [, go] = useLocation();
  const shown = report.drills.slice(0, 5);
  const rows = useRows("Drill next", shown.length, (index) => {
    const drill = shown[index];
    if (drill) go(`/exercises/${drill.exercise}`);
  });
  if (shown.length === 0) return <Empty says="Nothing here is below the bar." />;
  return (
    <table className="drill stack">
      <caption className="vh">What to drill next, by gain per minute</caption>
      <thead>
        <tr>
          <th scope="col">Drill</th>
          <th scope="col">Why</th>
          <th scope="col" className="r">
            Most it can add
          </th>
          <th scope="col" className="r">
            Minutes
          </th>
          <th scope="col">
            <span className="vh">Action</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {shown.map((drill, index) => (
          <tr key={drill.title} {...rows.row(index)}>
            <th scope="row">{drill.title}</th>
            <td>{drill.why}</td>
            <td className="r" data-l="levels">
              {drill.gain.toFixed(2)}
            </td>
            <td className="r" data-l="minutes">
              {drill.minutes}
            </td>
            <td className="r">
              <Link className={index === rows.current ? "btn go" : "btn"} href={`/exercises/${drill.exercise}`}>
                Begin<span className="vh"> {drill.title}</span>
                {index === rows.current && <Caps keys="enter" />}
              </Link>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Facts({ report }: { readonly report: Report }) {
  const raised = report.red_flags.filter((flag) => flag.state === "raised");
  return (
    <ul className="facts-l">
      {report.timing.map((fact) => (
        <li key={fact.id}>
          <span className={fact.holds ? "tick" : "cross"}>{fact.holds ? "✓" : "×"}</span> {fact.says}
        </li>
      ))}
      {raised.map((flag) => (
        <li key={flag.id}>
          <span className="cross">×</span> <span className="bad">{flag.says}</span>{" "}
          <span className="note">{flag.reason}</span>
        </li>
      ))}
      {report.timing.length + raised.length === 0 && <li className="dimmer">The clock established nothing.</li>}
    </ul>
  );
}

function Body({ page }: { readonly page: PageData }) {
  const { report, attempt } = page;
  const tick = useTick(attempt.id);
  const missed = report.insights.filter((one) => one.state === "missed");
  const heard = report.insights.filter((one) => one.state === "heard");
  const open = report.insights.filter((one) => one.state === "cant_tell");
  const minutes = Math.round(report.strip.total_ms / MINUTE);
  const text = `/api/reports/${attempt.id}.md`;
  useKeys("Report", [{ keys: "e", does: "Export as text", run: () => window.open(text, "_self") }]);
  usePage({
    title: report.title,
    page: attempt.page,
    note: `graded from event log, rubric ${report.rubric.id} v${report.rubric.version}`,
    hints: [
      { keys: ["j", "k"], does: "drill" },
      { keys: ["enter"], does: "begin" },
      { keys: ["e"], does: "export as text" },
    ],
  });
  return (
    <>
      <Head page={page} />
      <section className="sec" aria-labelledby="r-time">
        <div className="mg">
          <h2 id="r-time">{minutes === 0 ? "Under a minute" : counted(minutes, "minute")}</h2>
          <p>
            ✦ {heard.length} heard, {missed.length} missed.
          </p>
        </div>
        <div>
          <Strip
            strip={report.strip}
            label={`${minutes} minutes: phases, who spoke, ${heard.length} senior insights heard and ${missed.length} missed`}
          />
          <Facts report={report} />
        </div>
      </section>
      <section className="sec" aria-labelledby="r-comp">
        <div className="mg">
          <h2 id="r-comp">Competencies</h2>
          <p>Score in levels: 6.0 stands on the L6 bar. The line is what is still possible.</p>
        </div>
        <Competencies report={report} />
      </section>
      <section className="sec" aria-labelledby="r-miss">
        <div className="mg">
          <h2 id="r-miss">
            Missed <span className="star">✦</span>
          </h2>
          <p>
            {missed.length === 0 ? "None is known to be missed." : "Each is a claim, its reason, and when it fails."}
          </p>
        </div>
        <div>
          {missed.length > 0 && <Missed insights={missed} />}
          {heard.length > 0 && <Heard insights={heard} />}
          {open.length > 0 && <Undecided insights={open} />}
        </div>
      </section>
      <section className="sec" aria-labelledby="r-drill">
        <div className="mg">
          <h2 id="r-drill">Drill next</h2>
          <p>Ordered by what can move the score most per minute.</p>
        </div>
        <Drills report={report} />
      </section>
      <section className="sec" aria-labelledby="r-items">
        <div className="mg">
          <h2 id="r-items">Verdicts</h2>
          <p>Executed facts decide first. Where nobody can tell, read your sentence and decide.</p>
          <p>
            <a href={text}>Report as text</a>
          </p>
        </div>
        <div>
          {tick.error && <Failure thrown={tick.error} />}
          <Items
            items={report.items}
            busy={tick.isPending}
            onTick={(item, bar, verdict) => tick.mutate({ item, bar, verdict })}
          />
        </div>
      </section>
    </>
  );
}

export function Page({ params }: { readonly params: Params }) {
  const query = useQuery(reportQuery(params.attempt ?? ""));
  const pending = query.data?.status === "pending" ? query.data : null;
  usePage({ title: pending ? "Your report is being written" : "Report" });
  return (
    <Loaded query={query} waiting="Reading the report.">
      {(data) =>
        data.status === "ready" ? (
          <Body page={data} />
        ) : (
          <header className="title">
            <p className="mg">
              <span>Report, p. {data.attempt.page}</span>
            </p>
            <div>
              <h1 className="h-title">Your report is being written</h1>
              <p className="lede" role="status">
                {data.says}
              </p>
            </div>
          </header>
        )
      }
    </Loaded>
  );
}
