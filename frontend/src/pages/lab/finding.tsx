/** What 10,000 worlds did with the sealed plan: the finding as the title, then why, then the threat. */

import { money, percent, share, signed } from "../../lib/format.ts";
import { BiasParts, Estimates, Looks, Power } from "./plots.tsx";
import type { CaseMaterial, DesignFigures, Quantity, WorldsResult } from "./shapes.ts";
import { Threat } from "./threat.tsx";

type FindingProps = { readonly result: WorldsResult; readonly material: CaseMaterial; readonly attempt: string };

/** What was written, in the form's own words where it is one of a closed list. */
function wroteIn(material: CaseMaterial, wrote: string): string {
  const { form } = material;
  const all = [...form.units, ...form.primary, ...form.analyses, ...form.stopping, ...form.decisions];
  return all.find((option) => option.id === wrote.toLowerCase().replaceAll(" ", "_"))?.label ?? wrote;
}

function Rows({ result, material }: Omit<FindingProps, "attempt">) {
  return (
    <table className="design-rows stack">
      <caption className="vh">Your design, row by row</caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="vh">Row</span>
          </th>
          <th scope="col">You wrote</th>
          <th scope="col">What it did in {result.runs.toLocaleString("en")} worlds</th>
        </tr>
      </thead>
      <tbody>
        {result.rows.map((row) => (
          <tr key={row.row}>
            <th scope="row">{row.title}</th>
            <td className="you read-s">{wroteIn(material, row.wrote)}</td>
            <td>
              <span className={row.holds ? "tick" : "cross"}>{row.holds ? "✓" : "×"}</span> {row.says}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const error = (quantity: Quantity): string =>
  quantity.low != null && quantity.high != null ? ` ± ${((quantity.high - quantity.low) / 2).toPrecision(1)}` : "";

type Line = { readonly name: string; readonly show: (design: DesignFigures) => string };

const points = (quantity: Quantity): string => `${signed(quantity.value, 2)}${error(quantity)}`;
const shareOf = (quantity: Quantity): string => `${share(quantity.value)}${error(quantity)}`;

const LINES: readonly Line[] = [
  { name: "Mean estimate, %", show: (design) => points(design.mean_estimate) },
  { name: "Bias, points", show: (design) => points(design.bias) },
  { name: "Standard deviation, points", show: (design) => design.standard_deviation.value.toFixed(2) },
  { name: "Power at the effect asked for", show: (design) => shareOf(design.power_at_mde) },
  { name: "False positives", show: (design) => shareOf(design.false_positives) },
  { name: "Interval holds the truth", show: (design) => shareOf(design.coverage) },
  {
    name: "Exaggeration among winners",
    show: (design) =>
      typeof design.exaggeration === "object" ? `× ${design.exaggeration.value.toFixed(2)}` : "not defined",
  },
  { name: "Worlds that ship", show: (design) => `${percent(design.ships.value)} %` },
  { name: "Days to a decision", show: (design) => design.days_to_decision.value.toFixed(0) },
  { name: "Cost of the wrong decision, a year", show: (design) => money(design.wrong_decision_cost.value) },
];

function Comparison({ result }: { readonly result: WorldsResult }) {
  return (
    <table className="compare">
      <caption>{result.captions.cost}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="vh">Figure</span>
          </th>
          <th scope="col" className="r">
            Yours
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
            <td className="r you">{line.show(result.yours)}</td>
            <td className="r">{line.show(result.beside)}</td>
          </tr>
        ))}
        {result.guardrails.map((guardrail) => (
          <tr key={guardrail.metric}>
            <th scope="row">Harm seen in {guardrail.title.toLowerCase()}, %</th>
            <td className="r you">
              {signed(guardrail.harm_seen.value)} of {signed(guardrail.harm_at_full.value)}
            </td>
            <td className="r">power {share(guardrail.power_at_threshold.value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Finding({ result, material, attempt }: FindingProps) {
  return (
    <div className="page finding">
      <header className="title">
        <p className="mg">
          <span>{material.title}</span> <span>{result.runs.toLocaleString("en")} worlds</span>
        </p>
        <div>
          <h2 className="h-title">{result.finding.title}</h2>
          <p className="lede">{result.finding.lede}</p>
        </div>
      </header>
      <section className="sec" aria-labelledby="lab-worlds">
        <div className="mg">
          <h3 id="lab-worlds">{result.runs.toLocaleString("en")} worlds</h3>
          <p>The same case, new luck each time. Yours in pen, {result.beside.label.toLowerCase()} in grey.</p>
        </div>
        <Estimates result={result} />
      </section>
      <section className="sec" aria-labelledby="lab-design">
        <div className="mg">
          <h3 id="lab-design">Your design</h3>
          <p>Sealed before any data existed.</p>
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways where the pane is narrow. */}
        <section className="scroll" tabIndex={0} aria-label="Your design, table">
          <Rows result={result} material={material} />
        </section>
      </section>
      <section className="sec" aria-labelledby="lab-why">
        <div className="mg">
          <h3 id="lab-why">Why</h3>
          <p>{result.captions.why}</p>
        </div>
        <div className="trio">
          <Power result={result} />
          <Looks result={result} />
          <BiasParts result={result} />
        </div>
      </section>
      <section className="sec" aria-labelledby="lab-beside">
        <div className="mg">
          <h3 id="lab-beside">Beside another design</h3>
          {result.notes.map((note) => (
            <p key={note}>{note}</p>
          ))}
        </div>
        <Comparison result={result} />
      </section>
      <Threat attempt={attempt} />
    </div>
  );
}
