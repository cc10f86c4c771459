/** The tables of the finding: your design row by row, yours beside another design, and what the guardrails did. */

import { figures, share, signed } from "../../lib/format.ts";
import type { CaseMaterial, WorldsResult } from "./shapes.ts";
import { errorOf, type Figure, LINES, wroteOf } from "./words.ts";

type RowsProps = { readonly result: WorldsResult; readonly material: CaseMaterial };

export function Rows({ result, material }: RowsProps) {
  return (
    <table className="design-rows stack">
      <caption className="vh">Your design, row by row</caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="vh">Row</span>
          </th>
          <th scope="col">You wrote</th>
          <th scope="col">What it did in {result.runs.toLocaleString("en-GB")} worlds</th>
        </tr>
      </thead>
      <tbody>
        {result.rows.map((row) => (
          <tr key={row.row}>
            <th scope="row">{row.title}</th>
            <td className="wrote">{wroteOf(row, result.plan, material.form)}</td>
            <td>
              <div className="did">
                <span className={row.holds ? "tick" : "cross"} role="img" aria-label={row.holds ? "Holds" : "Wrong"}>
                  {row.holds ? "✓" : "×"}
                </span>
                <span>{row.says}</span>
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Comparison({ result }: { readonly result: WorldsResult }) {
  return (
    <table className="compare">
      <caption className="vh">Your design beside another, with the luck of the simulation</caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="vh">Measure</span>
          </th>
          <th scope="col" className="r">
            Yours: {result.yours.label.toLowerCase()}
          </th>
          <th scope="col" className="r">
            {result.beside.label}
          </th>
        </tr>
      </thead>
      <tbody>
        {LINES.map((line) => (
          <tr key={line.name}>
            <th scope="row">{line.name}</th>
            <Cell figure={line.of(result.yours, result)} />
            <Cell figure={line.of(result.beside, result)} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell({ figure }: { readonly figure: Figure }) {
  return (
    <td className={figure.wrong ? "r bad" : "r"}>
      {figure.wrong && (
        <span className="cross" role="img" aria-label="Wrong">
          ×{" "}
        </span>
      )}
      {figure.says}
      {figure.error && <u> ± {figure.error}</u>}
    </td>
  );
}

export function Guardrails({ result }: { readonly result: WorldsResult }) {
  if (result.guardrails.length === 0) return <p className="ui dim">Your plan has no guardrail.</p>;
  return (
    <table className="guards stack">
      <caption className="vh">What your guardrails did</caption>
      <thead>
        <tr>
          <th scope="col">Guardrail</th>
          <th scope="col" className="r">
            Threshold
          </th>
          <th scope="col" className="r">
            Harm at full launch
          </th>
          <th scope="col" className="r">
            Harm your test sees
          </th>
          <th scope="col" className="r">
            Power at the threshold
          </th>
          <th scope="col" className="r">
            Worlds with an alarm
          </th>
        </tr>
      </thead>
      <tbody>
        {result.guardrails.map((guard) => {
          const missed = guard.harmful && guard.missed.value > 0.5;
          return (
            <tr key={guard.metric}>
              <th scope="row">{guard.title}</th>
              <td className="r" data-l="threshold">
                {figures(guard.threshold)} %
              </td>
              <td className={guard.harmful ? "r bad" : "r"} data-l="at full launch">
                {signed(guard.harm_at_full.value)} %
              </td>
              <td className="r" data-l="your test sees">
                {signed(guard.harm_seen.value)} %
              </td>
              <td className="r" data-l="power">
                {share(guard.power_at_threshold.value)}
              </td>
              <td className={missed ? "r bad" : "r"} data-l="alarms">
                {missed && (
                  <span className="cross" role="img" aria-label="Missed">
                    ×{" "}
                  </span>
                )}
                {share(guard.alarms.value)}
                {errorOf(guard.alarms) && <u> ± {errorOf(guard.alarms)}</u>}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
