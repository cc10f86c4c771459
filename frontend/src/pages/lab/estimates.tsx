/** Where the estimates of 10,000 worlds fell, yours and the alternative's, against the truth and break-even. */

import { figures, signed } from "../../lib/format.ts";
import { NumbersTable } from "../../widgets/plots/numbers-table.tsx";
import { Figure } from "./figure.tsx";
import { type Box, leaning, outline, ticks, xOf, yOf } from "./scale.ts";
import type { DesignFigures, WorldsResult } from "./shapes.ts";
import { tickText } from "./words.ts";

type Size = {
  readonly name: "wide" | "narrow";
  readonly box: Box;
  readonly width: number;
  readonly ticks: number;
  /** Room that the words need: a hill's, the truth's, break-even's. */
  readonly need: { readonly hill: number; readonly truth: number; readonly even: number };
};

const SIZES: readonly Size[] = [
  {
    name: "wide",
    box: { left: 8, right: 872, top: 66, bottom: 240 },
    width: 880,
    ticks: 7,
    need: { hill: 140, truth: 80, even: 112 },
  },
  {
    name: "narrow",
    box: { left: 8, right: 352, top: 80, bottom: 240 },
    width: 360,
    ticks: 6,
    need: { hill: 112, truth: 66, even: 104 },
  },
];

export function Estimates({ result }: { readonly result: WorldsResult }) {
  const bins = result.histogram.filter((bin) => bin.yours + bin.beside > 0);
  return (
    <Figure title={result.captions.histogram} caption="Estimated effect in each world, %">
      {SIZES.map((size) => (
        <Plot key={size.name} result={result} size={size} />
      ))}
      <NumbersTable
        caption="Worlds by estimated effect"
        heads={["Estimate, %", "Yours", result.beside.label]}
        rows={bins.map((bin) => ({
          name: `${signed(bin.low, 2)} to ${signed(bin.high, 2)}`,
          cells: [bin.yours.toLocaleString("en-GB"), bin.beside.toLocaleString("en-GB")],
        }))}
      />
    </Figure>
  );
}

type PlotProps = { readonly result: WorldsResult; readonly size: Size };

function Plot({ result, size }: PlotProps) {
  const { box, width } = size;
  const bins = result.histogram;
  const marks = [result.truth.value, result.break_even.value];
  const span = {
    low: Math.min(...bins.map((bin) => bin.low), ...marks),
    high: Math.max(...bins.map((bin) => bin.high), ...marks),
  };
  const x = xOf(box, span);
  const y = yOf(box, Math.max(...bins.flatMap((bin) => [bin.yours, bin.beside])));
  const outlineOf = (of: "yours" | "beside") =>
    outline(
      bins.map((bin) => ({ low: bin.low, high: bin.high, count: bin[of] })),
      x,
      y,
    );
  const at = ticks(span, size.ticks);
  const step = (at[1] ?? 1) - (at[0] ?? 0);
  const { yours, beside } = result;
  const label = `Estimates in ${result.runs.toLocaleString("en-GB")} worlds: your test averages ${signed(yours.mean_estimate.value)} %, the truth is ${signed(result.truth.value)} %.`;
  return (
    <svg
      className={`plot ${size.name}`}
      viewBox={`0 0 ${width} ${box.bottom + 34}`}
      style={{ "--w": width } as React.CSSProperties}
      role="img"
      aria-label={label}
    >
      {at.map((tick, index) => (
        <g key={tick}>
          <line className="ax" x1={x(tick)} x2={x(tick)} y1={box.bottom} y2={box.bottom + 4} />
          <text className="t-dim" x={x(tick)} y={box.bottom + 18} textAnchor="middle">
            {tickText(tick, step)}
            {index === at.length - 1 && " %"}
          </text>
        </g>
      ))}
      <polygon className="a-ref" points={outlineOf("beside")} />
      <polyline className="l-ref" points={outlineOf("beside")} />
      <polygon className="a-you" points={outlineOf("yours")} />
      <polyline className="l-you" points={outlineOf("yours")} />
      <line className="ax" x1={box.left} x2={box.right} y1={box.bottom} y2={box.bottom} />
      <Limits result={result} x={x} size={size} />
      <Peak design={beside} other={yours} x={x} y={peakOf(bins, "beside", y)} size={size} kind="ref" />
      <Peak design={yours} other={beside} x={x} y={peakOf(bins, "yours", y)} size={size} kind="you" />
    </svg>
  );
}

type LimitsProps = {
  readonly result: WorldsResult;
  readonly x: (value: number) => number;
  readonly size: Size;
};

const FIRST_ROW = 16;
const SECOND_ROW = 33;
const OFF = { start: 6, end: -6 } as const;

/** The truth and break-even, their names leaning away from each other; one above the other where both lean one way. */
function Limits({ result, x, size }: LimitsProps) {
  const { box, need } = size;
  const truth = x(result.truth.value);
  const even = x(result.break_even.value);
  const side = truth <= even ? -1 : 1;
  const truthLeans = leaning(truth, side, need.truth, box);
  const evenLeans = leaning(even, side < 0 ? 1 : -1, need.even, box);
  const row = truthLeans === evenLeans ? SECOND_ROW : FIRST_ROW;
  return (
    <>
      <line className="l-bar" x1={truth} x2={truth} y1={FIRST_ROW - 10} y2={box.bottom} />
      <line className="l-bar dashed" x1={even} x2={even} y1={row - 10} y2={box.bottom} />
      <text className="t-ink t-b" x={truth + OFF[truthLeans]} y={FIRST_ROW} textAnchor={truthLeans}>
        truth {signed(result.truth.value)}
      </text>
      <text className="t-ink" x={even + OFF[evenLeans]} y={row} textAnchor={evenLeans}>
        break-even {signed(result.break_even.value)}
      </text>
    </>
  );
}

type PeakProps = {
  readonly design: DesignFigures;
  readonly other: DesignFigures;
  readonly x: (value: number) => number;
  readonly y: number;
  readonly size: Size;
  readonly kind: "you" | "ref";
};

/** Mean and spread, above the hill they belong to, on the side away from the other hill. */
function Peak({ design, other, x, y, size, kind }: PeakProps) {
  const mean = design.mean_estimate.value;
  const gap = mean - other.mean_estimate.value;
  const side = gap === 0 ? (kind === "you" ? 1 : -1) : gap > 0 ? 1 : -1;
  const leans = leaning(x(mean), side, size.need.hill, size.box);
  const at = x(mean) + 2 * OFF[leans];
  const name = kind === "you" ? "your test" : (design.label.split(",")[0] ?? "").toLowerCase();
  return (
    <text className={`t-${kind}`} y={y - 24} textAnchor={leans}>
      <tspan x={at}>
        {name}: {signed(mean)}
      </tspan>
      <tspan x={at} dy="1.25em">
        s.d. {figures(design.standard_deviation.value, 2)}
      </tspan>
    </text>
  );
}

function peakOf(bins: WorldsResult["histogram"], of: "yours" | "beside", y: (count: number) => number): number {
  return y(Math.max(...bins.map((bin) => bin[of])));
}
