/** Reports: every finished session, newest first, named by its finding. */

import { useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "wouter";
import { queries } from "../../api/queries.ts";
import type { ReportSummary, Tracks } from "../../api/types.ts";
import { localDay, shortDay } from "../../lib/dates.ts";
import { counted, percent, sentence } from "../../lib/format.ts";
import { href } from "../../lib/routes.ts";
import { useRows } from "../../widgets/rows/use-rows.ts";
import { usePage } from "../../widgets/shell/page-info.ts";
import { Empty, Loaded } from "../../widgets/states/states.tsx";
import "../../styles/lists.css";

const dayOf = (instant: string): string => shortDay(localDay(new Date(instant)));

function titleOf(reports: readonly ReportSummary[]): string {
  if (reports.length === 0) return "No reports yet";
  const last = reports[0];
  return `${sentence(counted(reports.length, "report"))}${last ? `, the last of ${dayOf(last.finished_at)}` : ""}`;
}

function Table({
  reports,
  tracks,
}: {
  readonly reports: readonly ReportSummary[];
  readonly tracks: Tracks | undefined;
}) {
  const [, go] = useLocation();
  const rows = useRows("Reports", reports.length, (index) => {
    const report = reports[index];
    if (report) go(href.report(report.attempt));
  });
  const round = (id: string): string => tracks?.rounds.find((entry) => entry.id === id)?.title ?? id;
  return (
    <table className="stack rows-t">
      <caption className="vh">Reports, newest first</caption>
      <thead>
        <tr>
          <th scope="col">Page</th>
          <th scope="col">Finding</th>
          <th scope="col">Exercise</th>
          <th scope="col">Round</th>
          <th scope="col" className="r">
            Day
          </th>
          <th scope="col" className="r">
            Decided by execution
          </th>
        </tr>
      </thead>
      <tbody>
        {reports.map((report, index) => (
          <tr key={report.attempt} {...rows.row(index)}>
            <td className="time">p. {report.page}</td>
            <th scope="row">
              <Link href={href.report(report.attempt)}>{report.title}</Link>
            </th>
            <td>{report.exercise}</td>
            <td>{round(report.round)}</td>
            <td className="r">{dayOf(report.finished_at)}</td>
            <td className="r" data-l="decided by execution">
              {percent(report.executed_share)} <span className="unit">%</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Page() {
  const reports = useQuery(queries.reports);
  const tracks = useQuery(queries.tracks);
  usePage({
    title: reports.data ? titleOf(reports.data) : "Reports",
    hints: [
      { keys: ["j", "k"], does: "move" },
      { keys: ["enter"], does: "read" },
    ],
  });
  return (
    <>
      <header className="title">
        <p className="mg">
          <span>Reports</span>
        </p>
        <div>
          <h1 className="h-title">{reports.data ? titleOf(reports.data) : "Reports"}</h1>
          {reports.data && reports.data.length > 0 && (
            <p className="lede">
              Each is a page of the notebook: what was reached at which bar, with your own words beside it.
            </p>
          )}
        </div>
      </header>
      <div className="list">
        <Loaded query={reports} waiting="Reading the reports.">
          {(data) =>
            data.length === 0 ? (
              <Empty says="The first is written when a session is finished: 45 minutes of work, and about one more for the grading.">
                <Link className="btn go" href="/design">
                  Begin a mock
                </Link>
              </Empty>
            ) : (
              <Table reports={data} tracks={tracks.data} />
            )
          }
        </Loaded>
      </div>
    </>
  );
}
