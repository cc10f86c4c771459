/** You, the reference and what you promised, in one table. Wrong when a figure that was not measured reads as zero. */

import type { Latency, Quantity, SimulationReport } from "../../live/simulation.ts";
import { latePercent, plusMinus, shown } from "./words.ts";

export function ResultTable({ report }: { readonly report: SimulationReport }) {
  const { reference } = report;
  const target = (name: string) => report.verdicts.find((verdict) => verdict.name === name)?.target ?? null;
  const missed = (name: string) => report.verdicts.some((verdict) => verdict.name === name && !verdict.met);
  const utilisation = target("utilisation");
  return (
    <div className="scroll">
      <table className="result stack">
        <caption className="vh">Your design, the reference, and what you promised</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="vh">Design</span>
            </th>
            <th scope="col" className="r">
              p50
            </th>
            <th scope="col" className="r">
              p99
            </th>
            <th scope="col" className="r">
              Late at peak
            </th>
            <th scope="col" className="r">
              Recall
            </th>
            <th scope="col" className="r">
              Cost a year
            </th>
            <th scope="col">Busiest part</th>
          </tr>
        </thead>
        <tbody>
          <tr className="mine">
            <th scope="row">You</th>
            <Times latency={report.latency} overloaded={report.status === "overloaded"} bad={missed("p99")} />
            <Late late={report.late} overloaded={report.status === "overloaded"} bad={missed("p99")} />
            <Cell name="recall" quantity={report.recall} bad={missed("recall")} />
            <Cell name="cost" quantity={report.cost.per_year} bad={missed("cost")} />
            <td data-l="busiest">{report.busiest}</td>
          </tr>
          {reference && (
            <tr>
              <th scope="row">Reference</th>
              <Times latency={reference.latency} overloaded={reference.latency === null} bad={false} />
              <Late late={reference.late} overloaded={reference.latency === null} bad={false} />
              <Cell name="recall" quantity={reference.recall} bad={false} />
              <Cell name="cost" quantity={reference.cost_per_year} bad={false} />
              <td data-l="busiest">{reference.busiest}</td>
            </tr>
          )}
          <tr className="bud">
            <th scope="row">You promised</th>
            <td className="r" data-l="p50">
              –
            </td>
            <Cell name="p99" quantity={target("p99")} bad={false} />
            <td className="r" data-l="late">
              {target("p99") ? (
                <>
                  1.0 <u>%</u>
                </>
              ) : (
                "–"
              )}
            </td>
            <Cell name="recall" quantity={target("recall")} bad={false} />
            <Cell name="cost" quantity={target("cost")} bad={false} />
            <td data-l="busiest">{utilisation ? `nothing above ${shown(utilisation).figure}` : "–"}</td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}

type TimesProps = { readonly latency: Latency | null; readonly overloaded: boolean; readonly bad: boolean };

function Times({ latency, overloaded, bad }: TimesProps) {
  if (latency === null) {
    const text = overloaded ? "× no end" : "–";
    return (
      <>
        <td className="r bad" data-l="p50">
          {text}
        </td>
        <td className="r bad" data-l="p99">
          {text}
        </td>
      </>
    );
  }
  return (
    <>
      <Cell name="p50" quantity={latency.p50} bad={false} />
      <Cell name="p99" quantity={latency.p99} bad={bad} />
    </>
  );
}

type LateProps = { readonly late: Quantity | null; readonly overloaded: boolean; readonly bad: boolean };

function Late({ late, overloaded, bad }: LateProps) {
  return (
    <td className={overloaded || bad ? "r bad" : "r"} data-l="late">
      {late === null ? (
        overloaded ? (
          "× all"
        ) : (
          "–"
        )
      ) : (
        <>
          {latePercent(late).toFixed(1)} <u>%</u>
        </>
      )}
    </td>
  );
}

type CellProps = { readonly name: string; readonly quantity: Quantity | null; readonly bad: boolean };

function Cell({ name, quantity, bad }: CellProps) {
  if (quantity === null) {
    return (
      <td className="r" data-l={name}>
        –
      </td>
    );
  }
  const { figure, unit } = shown(quantity);
  const interval = plusMinus(quantity);
  return (
    <td className={bad ? "r bad" : "r"} data-l={name} title={`${quantity.class.replace("_", " ")} ${interval}`.trim()}>
      {bad && <span className="vh">missed: </span>}
      {figure} {unit && <u>{unit}</u>}
      {quantity.class === "declared" && name === "recall" && <u> declared</u>}
    </td>
  );
}
