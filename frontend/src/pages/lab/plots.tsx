/** Why it came out so: power, false positives by look, and what the estimate is made of. */

import { figures, share, signed } from "../../lib/format.ts";
import { NumbersTable } from "../../widgets/plots/numbers-table.tsx";
import { Figure } from "./figure.tsx";
import { type Box, looksTicks, ticks, xOf, yOf } from "./scale.ts";
import type { Quantity, WorldsResult } from "./shapes.ts";
import { errorOf, looksAxis, shareTick } from "./words.ts";

const BOX: Box = { left: 34, right: 306, top: 14, bottom: 204 };
const SIZE = { viewBox: "0 0 320 244", style: { "--w": 320 } as React.CSSProperties };

/** A share with the luck of the simulation, as the tables under the plots print it. */
function withError(quantity: Quantity): string {
  const error = errorOf(quantity);
  return error ? `${share(quantity.value)} ± ${error.replace(/^0\./, ".")}` : share(quantity.value);
}

export function Power({ result }: { readonly result: WorldsResult }) {
  const points = result.power_curve;
  const span = { low: 0, high: Math.max(...points.map((point) => point.effect)) };
  const x = xOf(BOX, span);
  const y = yOf(BOX, 1);
  const line = (of: "yours" | "beside") =>
    points.map((point) => `${x(point.effect).toFixed(1)},${y(point[of].value).toFixed(1)}`).join(" ");
  const { mde } = result.plan;
  const atMde = result.yours.power_at_mde.value;
  // An effect in the metric's own unit has no place on an axis in percent.
  const effect = mde.kind === "absolute" ? null : 100 * mde.value;
  return (
    <Figure title={result.captions.power} caption="Share of worlds that declare a difference">
      <svg
        className="plot"
        {...SIZE}
        role="img"
        aria-label={`Share of worlds that declare a difference against the true effect: ${share(atMde)} at your MDE.`}
      >
        <Grid most={1} marks={[0, 0.2, 0.4, 0.6, 0.8, 1]} step={0.2} />
        {ticks(span, 4).map((tick) => (
          <text key={tick} className="t-dim" x={x(tick)} y={BOX.bottom + 18} textAnchor="middle">
            {figures(tick)}
          </text>
        ))}
        <text className="t-dim" x={BOX.right} y={BOX.bottom + 34} textAnchor="end">
          true effect, %
        </text>
        <polyline className="l-ref" points={line("beside")} />
        <polyline className="l-you" points={line("yours")} />
        {effect !== null && effect <= span.high && (
          <Marked x={x(effect)} y={y(atMde)} low={atMde < 0.4} says={`${share(atMde)} at your MDE`} />
        )}
      </svg>
      <NumbersTable
        caption="Power by true effect"
        heads={["True effect, %", "Yours", result.beside.label]}
        rows={points.map((point) => ({
          name: figures(point.effect),
          cells: [withError(point.yours), withError(point.beside)],
        }))}
      />
    </Figure>
  );
}

type MarkedProps = { readonly x: number; readonly y: number; readonly low: boolean; readonly says: string };

/** A point read off at your MDE; its words below the curve, or above where the curve is low. */
function Marked({ x, y, low, says }: MarkedProps) {
  const right = x < (BOX.left + BOX.right) / 2 + 20;
  return (
    <>
      <line className="l-bar" x1={x} x2={x} y1={BOX.bottom} y2={y} />
      <circle className="f-you" cx={x} cy={y} r={4} />
      <text className="t-you" x={x + (right ? 8 : -8)} y={y + (low ? -10 : 17)} textAnchor={right ? "start" : "end"}>
        {says}
      </text>
    </>
  );
}

export function Looks({ result }: { readonly result: WorldsResult }) {
  const points = result.false_positives_by_look;
  const last = points.at(-1);
  if (last === undefined) return null;
  const promised = result.plan.alpha ?? 0.05;
  const highest = Math.max(promised * 2, ...points.map((point) => point.yours.value));
  const marks = ticks({ low: 0, high: highest * 1.12 }, 5);
  const step = (marks[1] ?? 1) - (marks[0] ?? 0);
  const most = highest * 1.12;
  const x = xOf(BOX, { low: 1, high: Math.max(2, last.look) });
  const y = yOf(BOX, most);
  const line = (of: "yours" | "obrien_fleming") =>
    points.map((point) => `${x(point.look).toFixed(1)},${y(point[of].value).toFixed(1)}`).join(" ");
  const many = points.length > 1;
  const named = points[Math.floor(0.75 * (points.length - 1))];
  return (
    <Figure title={result.captions.looks} caption="Share of null worlds that have declared a difference">
      <svg
        className="plot"
        {...SIZE}
        role="img"
        aria-label={`False positives by look: ${share(last.yours.value)} after the last look, ${share(promised)} promised.`}
      >
        <Grid most={most} marks={marks} step={step} />
        {looksTicks(last.look).map((look) => (
          <text key={look} className="t-dim" x={x(look)} y={BOX.bottom + 18} textAnchor="middle">
            {look}
          </text>
        ))}
        <text className="t-dim" x={BOX.right} y={BOX.bottom + 34} textAnchor="end">
          {looksAxis(result.plan)}
        </text>
        <line className="l-bar dashed" x1={BOX.left} x2={BOX.right} y1={y(promised)} y2={y(promised)} />
        {many && (
          <>
            <polyline className="l-ref" points={line("obrien_fleming")} />
            <polyline className="l-you" points={line("yours")} />
          </>
        )}
        {points.length <= 40 &&
          points.map((point) => (
            <circle
              key={point.look}
              className="f-you"
              cx={x(point.look)}
              cy={y(point.yours.value)}
              r={many ? 2.6 : 4}
            />
          ))}
        <text
          className="t-you"
          x={many ? BOX.right : x(1) + 9}
          y={y(last.yours.value) - 9}
          textAnchor={many ? "end" : "start"}
        >
          {share(last.yours.value)}
        </text>
        <text className="t-ink" x={BOX.left + 0.45 * (BOX.right - BOX.left)} y={y(promised) - 6}>
          promised {share(promised)}
        </text>
        {many && result.plan.stopping !== "obrien_fleming" && named && (
          <text className="t-ref" x={x(named.look)} y={y(named.obrien_fleming.value) - 7} textAnchor="end">
            O’Brien–Fleming
          </text>
        )}
      </svg>
      <NumbersTable
        caption="False positives by look"
        heads={["Look", "Day", "Your rule", "O’Brien–Fleming"]}
        rows={points.map((point) => ({
          name: String(point.look),
          cells: [point.day, withError(point.yours), withError(point.obrien_fleming)],
        }))}
      />
    </Figure>
  );
}

type GridProps = { readonly most: number; readonly marks: readonly number[]; readonly step: number };

function Grid({ most, marks, step }: GridProps) {
  const y = yOf(BOX, most);
  return (
    <>
      {marks.map((mark) => (
        <g key={mark}>
          <line className="grid" x1={BOX.left} x2={BOX.right} y1={y(mark)} y2={y(mark)} />
          <text className="t-dim" x={BOX.left - 7} y={y(mark) + 4} textAnchor="end">
            {shareTick(mark, step)}
          </text>
        </g>
      ))}
    </>
  );
}

type Placed = { readonly part: WorldsResult["bias_parts"][number]; readonly from: number; readonly to: number };

/** Each part begins where the one before ended; the truth and the sum begin at zero. */
function placed(parts: WorldsResult["bias_parts"]): readonly Placed[] {
  let at = 0;
  return parts.map((part) => {
    const from = isWhole(part.id) ? 0 : at;
    at = from + part.points.value;
    return { part, from, to: at };
  });
}

const isWhole = (id: string): boolean => id === "estimate" || id === "full_launch";

/** Bars: the truth in ink, what is not it in red hatching, the sum in pen. */
export function BiasParts({ result }: { readonly result: WorldsResult }) {
  const bars = placed(result.bias_parts);
  const ends = bars.flatMap((one) => [one.from, one.to, 0]);
  const low = Math.min(...ends);
  const width = Math.max(...ends) - low || 1;
  const percentAt = (value: number) => (100 * (value - low)) / width;
  return (
    <Figure
      title={result.captions.bias}
      caption={`Points of the ${signed(result.yours.mean_estimate.value)} % estimate`}
    >
      <table className="bias">
        <caption className="vh">What the estimate is made of</caption>
        <tbody>
          {bars.map(({ part, from, to }) => {
            const whole = isWhole(part.id);
            return (
              <tr key={part.id} className={part.id === "estimate" ? "sum" : undefined}>
                <th scope="row">{part.label}</th>
                <td className={whole ? "r" : "r bad"}>
                  {signed(part.points.value, Math.abs(part.points.value) < 0.1 ? 2 : 1)}
                </td>
                <td className="bias-bar" aria-hidden="true">
                  <span className="bias-track">
                    <i
                      className={whole ? part.id : "wrong"}
                      style={{
                        left: `${percentAt(Math.min(from, to))}%`,
                        width: `${Math.max(1, Math.abs(percentAt(to) - percentAt(from)))}%`,
                      }}
                    />
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {result.captions.adjustment && <p className="note after-bias">{result.captions.adjustment}</p>}
    </Figure>
  );
}
