/** The tail on a log axis, and p99 against load. Wrong when an overloaded point is drawn as a number. */

import { figures } from "../../lib/format.ts";
import type { LoadPoint, SimulationReport, TailPoint } from "../../live/simulation.ts";
import { NumbersTable } from "../../widgets/plots/numbers-table.tsx";
import { Figure } from "./figure.tsx";
import { niceMax, points, ticks } from "./scale.ts";
import { latePercent, loadTitle, said, tailTitle } from "./words.ts";

const BOX = { left: 46, right: 460, top: 14, bottom: 222 } as const;
const FLOOR = 1e-3;
const PLOT_STYLE = { "--w": 480, maxWidth: 509 } as React.CSSProperties;

export function TailPlot({ report }: { readonly report: SimulationReport }) {
  const mine = report.tail;
  const theirs = report.reference?.tail ?? [];
  const budget = report.verdicts.find((verdict) => verdict.name === "p99")?.target.value ?? null;
  const shownPoints = [...mine, ...theirs].filter((point) => point.share >= FLOOR);
  const max = niceMax(Math.max(budget ?? 0, ...shownPoints.map((point) => point.slower_than.value)) * 1.05);
  const unit = mine[0]?.slower_than.unit ?? "ms";
  const x = (value: number) => BOX.left + (value / max) * (BOX.right - BOX.left);
  const y = (share: number) => BOX.top + (-Math.log10(Math.max(FLOOR, share)) / 3) * (BOX.bottom - BOX.top);
  const line = (tail: readonly TailPoint[]) =>
    points(tail.filter((point) => point.share >= FLOOR).map((point) => [x(point.slower_than.value), y(point.share)]));
  return (
    <Figure title={tailTitle(report)} caption="Share of requests slower than x, log scale">
      <svg
        className="plot"
        viewBox="0 0 480 262"
        style={PLOT_STYLE}
        role="img"
        aria-label={`Share of requests slower than a time, log scale. ${tailTitle(report)}.`}
      >
        {budget !== null && (
          <rect
            className="a-bad"
            x={x(budget)}
            y={BOX.top}
            width={BOX.right - x(budget)}
            height={BOX.bottom - BOX.top}
            opacity=".55"
          />
        )}
        {["1", "1 in 10", "1 in 100", "1 in 1,000"].map((name, i) => (
          <g key={name}>
            <line className="grid" x1={BOX.left} y1={y(10 ** -i)} x2={BOX.right} y2={y(10 ** -i)} />
            <text className="t-dim" x="0" y={y(10 ** -i) + (i === 0 ? 4 : -4)}>
              {name}
            </text>
          </g>
        ))}
        <AxisX
          values={ticks(max).slice(1)}
          x={x}
          y={BOX.bottom}
          name={(tick, last) => (last ? `${figures(tick)} ${unit}` : figures(tick))}
        />
        <polyline className="l-ref" points={line(theirs)} />
        <polyline className="l-you" points={line(mine)} />
        {budget !== null && (
          <>
            <line className="l-bar" x1={x(budget)} y1="6" x2={x(budget)} y2={BOX.bottom} />
            <text className="t-ink" x={x(budget) + 5} y={BOX.top + 10}>
              promised {figures(budget)} {unit}
            </text>
          </>
        )}
        {budget !== null && report.late !== null && latePercent(report.late) >= 0.1 && (
          <>
            <circle className="f-you" cx={x(budget)} cy={y(latePercent(report.late) / 100)} r="4" />
            <text className="t-you" x={x(budget) + 9} y={y(latePercent(report.late) / 100) - 6}>
              {figures(latePercent(report.late), 2)} % late
            </text>
          </>
        )}
        <EndLabel tail={mine} text="you" level={0.03} className="t-you" x={x} y={y} />
        <EndLabel tail={theirs} text="reference" level={0.005} className="t-ref" x={x} y={y} />
      </svg>
      <NumbersTable
        caption="Share of requests slower than a time"
        heads={[`Slower than, ${unit}`, "You", "Reference"]}
        rows={[0.5, 0.1, 0.05, 0.01, 0.001].map((level) => ({
          name: `${figures(level * 100)} % of requests`,
          cells: [timeAt(mine, level), timeAt(theirs, level)],
        }))}
      />
    </Figure>
  );
}

type EndLabelProps = {
  readonly tail: readonly TailPoint[];
  readonly text: string;
  readonly level: number;
  readonly className: string;
  readonly x: (value: number) => number;
  readonly y: (share: number) => number;
};

/** A name beside its line, where a given share of requests is slower. */
function EndLabel({ tail, text, level, className, x, y }: EndLabelProps) {
  const at = tail.find((point) => point.share <= level);
  if (!at) return null;
  return (
    <text className={className} x={x(at.slower_than.value) + 8} y={y(at.share)}>
      {text}
    </text>
  );
}

function timeAt(tail: readonly TailPoint[], level: number): string {
  const at = tail.find((point) => point.share <= level);
  return at ? figures(at.slower_than.value) : "–";
}

type AxisProps = {
  readonly values: readonly number[];
  readonly x: (value: number) => number;
  readonly y: number;
  readonly name: (tick: number, last: boolean) => string;
};

function AxisX({ values, x, y, name }: AxisProps) {
  return values.map((tick, i) => (
    <text key={tick} className="t-dim" x={x(tick)} y={y + 18} textAnchor="middle">
      {name(tick, i === values.length - 1)}
    </text>
  ));
}

export function LoadPlot({ report }: { readonly report: SimulationReport }) {
  const mine = report.load_curve;
  const theirs = report.reference?.load_curve ?? [];
  const budget = report.verdicts.find((verdict) => verdict.name === "p99")?.target.value ?? null;
  const peak = report.judged_load.value;
  const times = [...mine, ...theirs].flatMap((point) => point.p99?.value ?? []);
  // A curve that ends in overload would push everything else to the floor.
  const ceiling = niceMax(Math.min(Math.max(1, ...times), 4 * Math.max(budget ?? 0, times[0] ?? 1)), 4);
  const maxLoad = niceMax(Math.max(peak, ...mine.map((point) => point.load.value)));
  const x = (load: number) => BOX.left + (load / maxLoad) * (BOX.right - BOX.left);
  const y = (time: number) => BOX.bottom - (Math.min(time, ceiling) / ceiling) * (BOX.bottom - BOX.top);
  const unit = mine.find((point) => point.p99)?.p99?.unit ?? "ms";
  const line = (curve: readonly LoadPoint[]) =>
    points(curve.flatMap((point) => (point.p99 ? [[x(point.load.value), y(point.p99.value)] as const] : [])));
  return (
    <Figure title={loadTitle(report)} caption={`p99 against offered load of one region, ${unit}`}>
      <svg
        className="plot"
        viewBox="0 0 480 262"
        style={PLOT_STYLE}
        role="img"
        aria-label={`p99 latency against offered load. ${loadTitle(report)}.`}
      >
        {ticks(ceiling, 4).map((tick) => (
          <g key={tick}>
            <line className="grid" x1={BOX.left} y1={y(tick)} x2={BOX.right} y2={y(tick)} />
            <text className="t-dim" x={BOX.left - 7} y={y(tick) + 4} textAnchor="end">
              {figures(tick)}
            </text>
          </g>
        ))}
        <AxisX values={ticks(maxLoad)} x={x} y={BOX.bottom} name={(tick) => figures(tick / 1000)} />
        <text className="t-dim" x={BOX.right} y="258" textAnchor="end">
          thousand {report.judged_load.unit}
        </text>
        {budget !== null && budget <= ceiling && (
          <>
            <line className="l-bar dashed" x1={BOX.left} y1={y(budget)} x2={BOX.right} y2={y(budget)} />
            <text className="t-ink" x={BOX.left + 4} y={y(budget) - 6}>
              promised
            </text>
          </>
        )}
        <line className="l-bar" x1={x(peak)} y1={BOX.top} x2={x(peak)} y2={BOX.bottom} />
        <text className="t-ink" x={x(peak) - 6} y={BOX.top + 26} textAnchor="end">
          peak {said(report.judged_load)}
        </text>
        <polyline className="l-ref" points={line(theirs)} />
        <polyline className="l-you" points={line(mine)} />
        {mine.map((point) =>
          point.p99 ? (
            <circle key={point.load.value} className="f-you" cx={x(point.load.value)} cy={y(point.p99.value)} r="2.4" />
          ) : (
            <text
              key={point.load.value}
              className="t-bad t-b"
              x={x(point.load.value)}
              y={BOX.top + 4}
              textAnchor="middle"
            >
              ×
            </text>
          ),
        )}
      </svg>
      <NumbersTable
        caption="p99 against load"
        heads={[`Load, ${report.judged_load.unit}`, `You, ${unit}`, `Reference, ${unit}`]}
        rows={mine.map((point, i) => ({ name: figures(point.load.value), cells: [p99Of(point), p99Of(theirs[i])] }))}
      />
    </Figure>
  );
}

function p99Of(point: LoadPoint | undefined): string {
  if (!point) return "–";
  return point.p99 ? figures(point.p99.value) : "overloaded";
}
