/** How busy each part is, and what survives the cascade. Wrong when a declared recall reads as a measured one. */

import { figures, share } from "../../lib/format.ts";
import type { RecallStep, SimulationReport } from "../../live/simulation.ts";
import { NumbersTable } from "../../widgets/plots/numbers-table.tsx";
import { Figure } from "./figure.tsx";
import { points } from "./scale.ts";
import { peakOf, recallTitle, said, utilisationTitle } from "./words.ts";

const LIMIT = 0.8;

export function Utilisation({ report }: { readonly report: SimulationReport }) {
  const promised = report.verdicts.find((verdict) => verdict.name === "utilisation")?.target.value ?? LIMIT;
  const stages = [...report.stages].sort((a, b) => peakOf(b) - peakOf(a));
  return (
    <Figure title={utilisationTitle(stages)} caption={`Load over capacity at peak; line at ${share(promised)}`}>
      <table className="util">
        <caption className="vh">Load over capacity by part</caption>
        <tbody>
          {stages.map((stage) => {
            const at = peakOf(stage);
            const hot = at > promised;
            return (
              <tr key={stage.node} className={hot ? "hot" : undefined}>
                <th scope="row">
                  {stage.label}
                  {stage.hottest && <span className="dimmer"> hottest</span>}
                </th>
                <td>
                  <span className="track pen" aria-hidden="true">
                    <i style={{ "--v": Math.min(1, at) } as React.CSSProperties} />
                    <b style={{ "--at": promised } as React.CSSProperties} />
                  </span>
                </td>
                <td className={hot ? "r bad" : "r"}>
                  {hot && <span className="vh">above the line: </span>}
                  {share(at)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Figure>
  );
}

const BOX = { left: 62, right: 430, top: 14, bottom: 216 } as const;

export function RecallPlot({ report }: { readonly report: SimulationReport }) {
  const mine = report.recall_steps;
  const theirs = report.reference?.recall_steps ?? [];
  if (mine.length < 2) {
    return (
      <p className="ui dim">
        The board says nothing about recall: no box has a <i>recall</i>. Write one beside each stage that drops
        candidates.
      </p>
    );
  }
  const low = Math.max(0, Math.floor(Math.min(...[...mine, ...theirs].map((step) => step.recall.value)) * 10 - 1) / 10);
  const y = (value: number) => BOX.bottom - ((value - low) / (1 - low)) * (BOX.bottom - BOX.top);
  const x = (i: number) => BOX.left + (i / (mine.length - 1)) * (BOX.right - BOX.left);
  const line = (steps: readonly RecallStep[]) => points(steps.map((step, i) => [x(i), y(step.recall.value)]));
  const grid = Array.from({ length: Math.round((1 - low) * 10) + 1 }, (_, i) => Number((low + i / 10).toFixed(1)));
  return (
    <Figure
      title={recallTitle(report)}
      caption={`Share of the ideal page still alive, ${(mine.at(-1)?.recall.class ?? "").replace("_", " ")}`}
    >
      <svg
        className="plot"
        viewBox="0 0 480 262"
        style={{ "--w": 480, maxWidth: 509 } as React.CSSProperties}
        role="img"
        aria-label={`Share of the ideal page that survives each stage. ${recallTitle(report)}.`}
      >
        {grid.map((value) => (
          <g key={value}>
            <line className="grid" x1="36" y1={y(value)} x2="460" y2={y(value)} />
            <text className="t-dim" x="29" y={y(value) + 4} textAnchor="end">
              {value.toFixed(1)}
            </text>
          </g>
        ))}
        {mine.map((step, i) => (
          <g key={step.node}>
            <text className="t-ink" x={x(i)} y="234" textAnchor="middle">
              {said({ value: step.items, unit: "items", class: "declared" }).replace(/ ?items/, "")}
            </text>
            <text className="t-dim" x={x(i)} y="250" textAnchor="middle">
              {step.label.length > 13 ? `${step.label.slice(0, 12)}…` : step.label}
            </text>
          </g>
        ))}
        {theirs.length === mine.length && <polyline className="l-ref" points={line(theirs)} />}
        <polyline className="l-you" points={line(mine)} />
        {mine.map((step, i) => (
          <circle key={step.node} className="f-you" cx={x(i)} cy={y(step.recall.value)} r="3" />
        ))}
        <EndShare step={mine.at(-1)} x={BOX.right} y={y} className="t-you" />
        {theirs.length === mine.length && <EndShare step={theirs.at(-1)} x={BOX.right} y={y} className="t-ref" />}
      </svg>
      <NumbersTable
        caption="Recall through the cascade"
        heads={["Stage", "You", "Reference"]}
        rows={mine.map((step) => ({
          name: `${figures(step.items)} ${step.label}`,
          cells: [
            share(step.recall.value),
            (() => {
              const other = theirs.find((held) => held.label === step.label);
              return other ? share(other.recall.value) : "–";
            })(),
          ],
        }))}
      />
    </Figure>
  );
}

type EndShareProps = {
  readonly step: RecallStep | undefined;
  readonly x: number;
  readonly y: (value: number) => number;
  readonly className: string;
};

function EndShare({ step, x, y, className }: EndShareProps) {
  return step ? (
    <text className={className} x={x + 8} y={y(step.recall.value) + 4}>
      {share(step.recall.value)}
    </text>
  ) : null;
}
