/** Latency by stage, dot p50, end tick p99, yours over the reference. Stage p99s do not add up to the whole's. */

import { figures } from "../../lib/format.ts";
import type { SimulationReport, Stage } from "../../live/simulation.ts";
import { NumbersTable } from "../../widgets/plots/numbers-table.tsx";
import { Figure } from "./figure.tsx";
import { niceMax, ticks } from "./scale.ts";
import { latencyTitle, peakOf, timedStages } from "./words.ts";

const LEFT = 168;
const RIGHT = 500;
const ROW = 42;

export function LatencyPlot({ report }: { readonly report: SimulationReport }) {
  const stages = timedStages(report);
  const theirs = new Map(report.reference?.stages.map((stage) => [stage.label, stage]));
  const highs = [...stages, ...theirs.values()].flatMap((stage) => stage.latency?.p99.value ?? []);
  const max = niceMax(Math.max(1, ...highs));
  const x = (value: number) => LEFT + (value / max) * (RIGHT - LEFT);
  const unit = stages.find((stage) => stage.latency)?.latency?.p99.unit ?? "ms";
  const height = 24 + stages.length * ROW;
  const worst = Math.max(...stages.map((stage) => stage.tail_share));
  return (
    <Figure title={latencyTitle(stages)} caption={`Latency by stage, ${unit}`}>
      <svg
        className="plot"
        viewBox={`0 0 560 ${height}`}
        style={{ "--w": 560, maxWidth: 594 } as React.CSSProperties}
        role="img"
        aria-label={`Latency by stage, p50 to p99, yours and the reference. ${latencyTitle(stages)}.`}
      >
        {ticks(max).map((tick) => (
          <g key={tick}>
            <line className="grid" x1={x(tick)} y1="18" x2={x(tick)} y2={height} />
            <text className="t-dim" x={x(tick)} y="12" textAnchor="middle">
              {figures(tick)}
              {tick + 1e-9 >= max ? ` ${unit}` : ""}
            </text>
          </g>
        ))}
        {stages.map((stage, i) => (
          <g key={stage.node} transform={`translate(0 ${24 + i * ROW})`}>
            <text className={worst > 0 && stage.tail_share === worst ? "t-ink t-b" : "t-ink"} x="0" y="20">
              {stage.label.length > 22 ? `${stage.label.slice(0, 21)}…` : stage.label}
            </text>
            <Bar stage={stage} x={x} y={12} kind="you" />
            <Bar stage={theirs.get(stage.label)} x={x} y={24} kind="ref" />
          </g>
        ))}
      </svg>
      <NumbersTable
        caption="Latency by stage"
        heads={[`Stage, p50 to p99, ${unit}`, "You", "Reference", "Share of the tail"]}
        rows={stages.map((stage) => ({
          name: stage.label,
          cells: [rangeOf(stage), rangeOf(theirs.get(stage.label)), `${Math.round(stage.tail_share * 100)} %`],
        }))}
      />
    </Figure>
  );
}

type BarProps = {
  readonly stage: Stage | undefined;
  readonly x: (value: number) => number;
  readonly y: number;
  readonly kind: "you" | "ref";
};

function Bar({ stage, x, y, kind }: BarProps) {
  if (!stage) return null;
  if (!stage.latency) {
    if (kind === "ref" || peakOf(stage) < 1) return null;
    return (
      <text className="t-bad" x={LEFT + 8} y={y + 4}>
        × more arrives than it can serve
      </text>
    );
  }
  const { p50, p99 } = stage.latency;
  const half = kind === "you" ? 5 : 4;
  return (
    <>
      <line className={`l-${kind}`} x1={x(p50.value)} y1={y} x2={x(p99.value)} y2={y} />
      <circle className={`f-${kind}`} cx={x(p50.value)} cy={y} r={kind === "you" ? 3.5 : 3} />
      <line className={`l-${kind}`} x1={x(p99.value)} y1={y - half} x2={x(p99.value)} y2={y + half} />
      {kind === "you" && (
        <text className="t-you" x={x(p99.value) + 7} y={y + 4}>
          {figures(p99.value)}
        </text>
      )}
    </>
  );
}

function rangeOf(stage: Stage | undefined): string {
  if (!stage) return "–";
  if (!stage.latency) return peakOf(stage) >= 1 ? "overloaded" : "no steady state";
  return `${figures(stage.latency.p50.value)} to ${figures(stage.latency.p99.value)}`;
}
