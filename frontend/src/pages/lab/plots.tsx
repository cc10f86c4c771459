/** The Lab's plots: where the estimates fell, power, false positives by look, and what the bias is made of. */

import type { ReactNode } from "react";
import { percent, share, signed } from "../../lib/format.ts";
import { NumbersTable } from "../../widgets/plots/numbers-table.tsx";
import { type Box, outline, ticks, xOf, yOf } from "./scale.ts";
import type { WorldsResult } from "./shapes.ts";

type FigureProps = { readonly title: string; readonly caption: string; readonly children: ReactNode };

function Figure({ title, caption, children }: FigureProps) {
  return (
    <figure className="fig">
      <figcaption>
        <b>{title}</b>
        <span>{caption}</span>
      </figcaption>
      {children}
    </figure>
  );
}

const WIDE: Box = { left: 8, right: 772, top: 34, bottom: 178 };
const SMALL: Box = { left: 38, right: 352, top: 12, bottom: 170 };

export function Estimates({ result }: { readonly result: WorldsResult }) {
  const bins = result.histogram;
  const marks = [result.truth.value, result.break_even.value];
  const span = {
    low: Math.min(...bins.map((bin) => bin.low), ...marks),
    high: Math.max(...bins.map((bin) => bin.high), ...marks),
  };
  const x = xOf(WIDE, span);
  const y = yOf(WIDE, Math.max(...bins.flatMap((bin) => [bin.yours, bin.beside])));
  const yours = bins.map((bin) => ({ low: bin.low, high: bin.high, count: bin.yours }));
  const beside = bins.map((bin) => ({ low: bin.low, high: bin.high, count: bin.beside }));
  const label = `${result.runs.toLocaleString("en")} worlds: your estimates average ${signed(result.yours.mean_estimate.value)} %, the truth is ${signed(result.truth.value)} %.`;
  const close = Math.abs(x(marks[0] ?? 0) - x(marks[1] ?? 0)) < 130;
  return (
    <Figure title={result.captions.histogram} caption="Estimated effect in each world, %">
      <svg className="plot" viewBox="0 0 780 206" role="img" aria-label={label}>
        <polygon className="a-ref" points={outline(beside, x, y)} />
        <polyline className="l-ref" points={outline(beside, x, y)} />
        <polygon className="a-you" points={outline(yours, x, y)} />
        <polyline className="l-you" points={outline(yours, x, y)} />
        <line className="l-bar" x1={x(result.truth.value)} x2={x(result.truth.value)} y1={20} y2={WIDE.bottom} />
        <text
          className="t-b"
          x={x(result.truth.value)}
          y={14}
          textAnchor={close && result.truth.value < result.break_even.value ? "end" : "middle"}
        >
          truth {signed(result.truth.value)}
        </text>
        <line
          className="l-bar dashed"
          x1={x(result.break_even.value)}
          x2={x(result.break_even.value)}
          y1={20}
          y2={WIDE.bottom}
        />
        <text
          x={x(result.break_even.value)}
          y={14}
          textAnchor={close && result.truth.value < result.break_even.value ? "start" : "middle"}
        >
          break-even {signed(result.break_even.value)}
        </text>
        <text className="t-you" x={x(result.yours.mean_estimate.value)} y={WIDE.top + 6} textAnchor="middle">
          yours {signed(result.yours.mean_estimate.value)}
        </text>
        <line className="ax" x1={WIDE.left} x2={WIDE.right} y1={WIDE.bottom} y2={WIDE.bottom} />
        {ticks(span, 7).map((tick) => (
          <text key={tick} x={x(tick)} y={WIDE.bottom + 18} textAnchor="middle">
            {tick === 0 ? "0" : signed(tick)}
          </text>
        ))}
      </svg>
      <NumbersTable
        caption="Worlds by estimated effect"
        heads={["Estimate, %", "Yours", result.beside.label]}
        rows={bins
          .filter((bin) => bin.yours + bin.beside > 0)
          .map((bin) => ({ name: `${signed(bin.low, 2)} to ${signed(bin.high, 2)}`, cells: [bin.yours, bin.beside] }))}
      />
    </Figure>
  );
}

export function Power({ result }: { readonly result: WorldsResult }) {
  const points = result.power_curve;
  const span = { low: 0, high: Math.max(...points.map((point) => point.effect)) };
  const x = xOf(SMALL, span);
  const y = yOf(SMALL, 1);
  const line = (of: "yours" | "beside") =>
    points.map((point) => `${x(point.effect).toFixed(1)},${y(point[of].value).toFixed(1)}`).join(" ");
  const found = percent(result.yours.power_at_mde.value);
  return (
    <Figure title={result.captions.power} caption="Share of worlds that declare a difference, no bias added">
      <svg
        className="plot"
        viewBox="0 0 360 206"
        role="img"
        aria-label={`At the effect you asked for, ${found} % of worlds declare a difference.`}
      >
        <Grid box={SMALL} most={1} marks={[0, 0.2, 0.4, 0.6, 0.8, 1]} />
        <polyline className="l-ref" points={line("beside")} />
        <polyline className="l-you" points={line("yours")} />
        {ticks(span, 5).map((tick) => (
          <text key={tick} x={x(tick)} y={SMALL.bottom + 18} textAnchor="middle">
            {tick}
          </text>
        ))}
        <text x={SMALL.right} y={SMALL.bottom + 34} textAnchor="end">
          true effect, %
        </text>
      </svg>
      <NumbersTable
        caption="Power by true effect"
        heads={["Effect, %", "Yours", result.beside.label]}
        rows={points.map((point) => ({
          name: String(point.effect),
          cells: [share(point.yours.value), share(point.beside.value)],
        }))}
      />
    </Figure>
  );
}

export function Looks({ result }: { readonly result: WorldsResult }) {
  const points = result.false_positives_by_look;
  const promised = result.plan.alpha ?? 0.05;
  const most = Math.max(promised * 2, ...points.map((point) => point.yours.value)) * 1.1;
  const span = { low: 1, high: Math.max(2, points.at(-1)?.look ?? 2) };
  const x = xOf(SMALL, span);
  const y = yOf(SMALL, most);
  const line = (of: "yours" | "obrien_fleming") =>
    points.map((point) => `${x(point.look).toFixed(1)},${y(point[of].value).toFixed(1)}`).join(" ");
  const last = points.at(-1);
  return (
    <Figure title={result.captions.looks} caption="Share of null worlds that have declared a difference by this look">
      <svg
        className="plot"
        viewBox="0 0 360 206"
        role="img"
        aria-label={`After ${points.length} looks ${share(last?.yours.value ?? 0)} of null worlds declare a difference; ${share(promised)} was promised.`}
      >
        <Grid box={SMALL} most={most} marks={ticks({ low: 0, high: most }, 4)} />
        <line className="l-bar dashed" x1={SMALL.left} x2={SMALL.right} y1={y(promised)} y2={y(promised)} />
        <text x={SMALL.right} y={y(promised) - 5} textAnchor="end">
          promised {share(promised)}
        </text>
        <polyline className="l-ref" points={line("obrien_fleming")} />
        <polyline className="l-you" points={line("yours")} />
        {points.length <= 40 &&
          points.map((point) => (
            <circle key={point.look} className="f-you" cx={x(point.look)} cy={y(point.yours.value)} r={2.5} />
          ))}
        {ticks(span, 5).map((tick) => (
          <text key={tick} x={x(tick)} y={SMALL.bottom + 18} textAnchor="middle">
            {tick}
          </text>
        ))}
        <text x={SMALL.right} y={SMALL.bottom + 34} textAnchor="end">
          looks taken
        </text>
      </svg>
      <NumbersTable
        caption="False positives by look"
        heads={["Look (day)", "Yours", "O’Brien-Fleming"]}
        rows={points.map((point) => ({
          name: `${point.look} (${point.day})`,
          cells: [share(point.yours.value), share(point.obrien_fleming.value)],
        }))}
      />
    </Figure>
  );
}

type GridProps = { readonly box: Box; readonly most: number; readonly marks: readonly number[] };

function Grid({ box, most, marks }: GridProps) {
  const y = yOf(box, most);
  return (
    <>
      {marks.map((mark) => (
        <g key={mark}>
          <line className="grid" x1={box.left} x2={box.right} y1={y(mark)} y2={y(mark)} />
          <text className="t-dim" x={box.left - 6} y={y(mark) + 4} textAnchor="end">
            {mark === 0 ? "0" : mark === 1 ? "1" : share(mark)}
          </text>
        </g>
      ))}
    </>
  );
}

/** Bars that start where the one before ended; parts of the bias in red hatching, the truth in ink, the sum in pen. */
export function BiasParts({ result }: { readonly result: WorldsResult }) {
  const parts = result.bias_parts;
  let at = 0;
  const placed = parts.map((part) => {
    const whole = part.id === "estimate" || part.id === "full_launch";
    const from = whole ? 0 : at;
    const to = whole ? part.points.value : at + part.points.value;
    at = part.id === "estimate" ? at : to;
    return { part, from, to };
  });
  const ends = placed.flatMap((one) => [one.from, one.to, 0]);
  const span = { low: Math.min(...ends), high: Math.max(...ends) };
  const percentAt = (value: number) => (100 * (value - span.low)) / (span.high - span.low || 1);
  return (
    <Figure title={result.captions.bias} caption="Points of the estimate, %">
      <table className="bias">
        <caption className="vh">What the estimate is made of</caption>
        <tbody>
          {placed.map(({ part, from, to }) => (
            <tr key={part.id} className={part.id === "estimate" ? "sum" : undefined}>
              <th scope="row">{part.label}</th>
              <td className={part.id === "estimate" || part.id === "full_launch" ? "r" : "r bad"}>
                {signed(part.points.value)}
              </td>
              <td className="bias-bar" aria-hidden="true">
                <i
                  className={part.id}
                  style={{
                    left: `${percentAt(Math.min(from, to))}%`,
                    width: `${Math.max(0.6, Math.abs(percentAt(to) - percentAt(from)))}%`,
                  }}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {result.captions.adjustment && <p className="note">{result.captions.adjustment}</p>}
    </Figure>
  );
}
