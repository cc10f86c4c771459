/** Cost, changes, failures, ages and what was assumed: the tables under the plots. */

import { figures, money } from "../../lib/format.ts";
import type { SimulationReport, WhatIf } from "../../live/simulation.ts";
import { Figure } from "./figure.tsx";
import { costTitle, latePercent, said } from "./words.ts";

export function CostTable({ report }: { readonly report: SimulationReport }) {
  const { cost, reference } = report;
  const theirs = new Map(reference?.cost_lines.map((line) => [line.label, line]));
  const lines = [...cost.lines].sort((a, b) => b.per_year.value - a.per_year.value);
  const thousands = (value: number) => figures(Math.round(value / 1000), 4);
  const where = report.regions === 1 ? "One region" : `${report.regions} regions`;
  return (
    <Figure title={costTitle(report)} caption={`${where}; thousand USD a year; prices of ${cost.prices_as_of}`}>
      <table className="cost">
        <caption className="vh">Cost a year by part</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="vh">Part</span>
            </th>
            <th scope="col" className="r">
              You
            </th>
            <th scope="col" className="r">
              Reference
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => {
            const other = theirs.get(line.label);
            return (
              <tr key={`${line.node} ${line.machine}`}>
                <th scope="row">
                  {line.label}{" "}
                  {line.node !== "" && (
                    <span className="dimmer">
                      {line.count} × {line.machine}
                    </span>
                  )}
                </th>
                <td className="r">{thousands(line.per_year.value)}</td>
                <td className="r">{other ? thousands(other.per_year.value) : "–"}</td>
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{perUse(report)}</th>
            <td className="r">{thousands(cost.per_year.value)}</td>
            <td className="r">{reference ? thousands(reference.cost_per_year.value) : "–"}</td>
          </tr>
        </tfoot>
      </table>
      <p className="note">Prices: {cost.prices_source}.</p>
    </Figure>
  );
}

function perUse({ cost }: SimulationReport): string {
  const days = cost.per_1k_user_days;
  return days
    ? `Per 1,000 user-days: ${money(days.value)}`
    : `Per 1,000 requests: ${money(cost.per_1k_requests.value)}`;
}

export function WhatIfs({ report }: { readonly report: SimulationReport }) {
  const budget = report.verdicts.find((verdict) => verdict.name === "p99")?.target.value ?? null;
  const drawn: WhatIf = {
    change: "As drawn",
    p99: report.latency?.p99 ?? null,
    late: report.late,
    status: report.status,
    says: "",
  };
  const rows = [...report.what_ifs, drawn].sort(
    (a, b) => (a.p99?.value ?? Number.MAX_VALUE) - (b.p99?.value ?? Number.MAX_VALUE),
  );
  const longest = Math.max(budget ?? 0, ...rows.map((row) => row.p99?.value ?? 0), 1);
  return (
    <div className="scroll">
      <table className="whatif stack">
        <caption className="vh">Your board with one change, by p99</caption>
        <thead>
          <tr>
            <th scope="col">Edit</th>
            <th scope="col">p99, {report.latency?.p99.unit ?? "ms"}</th>
            <th scope="col" className="r">
              Late
            </th>
            <th scope="col">What it does</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.change} className={row === drawn ? "mine" : undefined}>
              <th scope="row">{row.change}</th>
              <td className="pcol">
                {row.p99 ? (
                  <>
                    <span className="track" aria-hidden="true">
                      <i style={{ "--v": row.p99.value / longest } as React.CSSProperties} />
                      {budget !== null && <b style={{ "--at": budget / longest } as React.CSSProperties} />}
                    </span>
                    <span className={budget !== null && row.p99.value > budget ? "bad" : undefined}>
                      {figures(row.p99.value)}
                    </span>
                  </>
                ) : (
                  <span className="bad">× overloaded</span>
                )}
              </td>
              <td className="r" data-l="late">
                {row.late ? `${latePercent(row.late).toFixed(1)} %` : "–"}
              </td>
              <td>{row.says}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function Failures({ report }: { readonly report: SimulationReport }) {
  if (report.failures.length === 0) {
    return (
      <p className="ui dim">
        What the loss of one machine does was not run: the board has no steady state to lose it from.
      </p>
    );
  }
  const single = report.failures.filter((failure) => failure.single_point);
  const title =
    single.length === 0
      ? "Nothing you drew is a single point of failure"
      : `${single.length === 1 ? "One box is a single point" : `${single.length} boxes are single points`} of failure`;
  return (
    <Figure title={title} caption="One machine of each box taken away at the judged load">
      <table>
        <caption className="vh">What the loss of one machine does</caption>
        <tbody>
          {report.failures.map((failure) => (
            <tr key={failure.node}>
              <th scope="row">
                {failure.label} <span className="dimmer">of {failure.units}</span>
              </th>
              <td>
                {failure.single_point && (
                  <span className="cross">
                    × <span className="vh">single point: </span>
                  </span>
                )}
                {failure.says}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Figure>
  );
}

export function Ages({ report }: { readonly report: SimulationReport }) {
  const oldest = [...report.ages].sort((a, b) => b.worst.value - a.worst.value)[0];
  if (!oldest) return <p className="ui dim">Nothing on the board says how old its data may be.</p>;
  return (
    <Figure
      title={`${oldest.label} may be ${said(oldest.worst)} old`}
      caption="The oldest that an answer may be, and the way that adds up"
    >
      <table>
        <caption className="vh">Age of what is served</caption>
        <tbody>
          {report.ages.map((age) => (
            <tr key={`${age.node} ${age.kind}`}>
              <th scope="row">
                {age.label} <span className="dimmer">{age.kind}</span>
              </th>
              <td className="r nb">{said(age.worst)}</td>
              <td>{age.path.join(" → ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Figure>
  );
}

export function Assumed({ report }: { readonly report: SimulationReport }) {
  const names = new Map(report.stages.map((stage) => [stage.node, stage.label]));
  return (
    <>
      {report.findings.length > 0 && (
        <ul className="dash ui">
          {report.findings.map((finding) => (
            <li key={`${finding.node} ${finding.edge} ${finding.text}`}>{finding.text}</li>
          ))}
        </ul>
      )}
      {report.assumptions.length === 0 ? (
        <p className="ui dim">Every number was yours.</p>
      ) : (
        <table className="assumed-t stack">
          <caption>
            {report.assumptions.length === 1
              ? "One number was assumed for you"
              : `${report.assumptions.length} numbers were assumed for you`}
          </caption>
          <tbody>
            {report.assumptions.map((held) => (
              <tr key={`${held.node} ${held.name}`}>
                <th scope="row">
                  {names.get(held.node) ?? held.node}, {held.name.replaceAll("_", " ")}
                </th>
                <td className="nb">{held.value}</td>
                <td>{held.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
