/**
 * Time and memory against the size, both logarithmic: yours in pen, the reference in grey.
 *
 * Why: what was claimed aloud is measured here. Wrong when the drawing can be read and its numbers cannot.
 */

import { spread } from "../../lib/labels.ts";
import { NumbersTable } from "../plots/numbers-table.tsx";
import * as growths from "./growth.ts";
import type { Claims, Fit, Growth } from "./judged.ts";

const FRAME = { left: 44, right: 300, top: 14, bottom: 206 };
const WIDTH = 400;
const HEIGHT = 236;
/** Labels of series closer than this would be set on top of each other. */
const LABEL_GAP = 15;

type Line = {
  readonly id: string;
  readonly label: string;
  readonly places: readonly growths.Place[];
  readonly yours: boolean;
  readonly dashed: boolean;
  readonly mark: "circle" | "square" | "none";
};

/** Milliseconds and MiB share the axis: both are drawn as plain numbers. */
function linesOf(growth: Growth, across: growths.LogScale, up: growths.LogScale): readonly Line[] {
  const { sizes, yours, reference } = growth;
  const ms = (seconds: readonly number[]) => seconds.map((value) => value * 1000);
  const last = (values: readonly number[]) => values.at(-1) ?? 0;
  const line = (
    id: string,
    values: readonly number[],
    label: string,
    look: Pick<Line, "yours" | "dashed" | "mark">,
  ): Line => ({ id, label, places: growths.placesOf(sizes, values, across, up), ...look });
  const circle = { yours: true, dashed: false, mark: "circle" } as const;
  const square = { yours: true, dashed: true, mark: "square" } as const;
  const grey = { yours: false, dashed: true, mark: "none" } as const;
  return [
    line("their-time", ms(reference.seconds), "reference, time", grey),
    line("their-memory", growths.drawnMib(reference.mib), "reference, MiB", grey),
    line("memory", growths.drawnMib(yours.mib), growths.mebibytes(last(yours.mib)), square),
    line("time", ms(yours.seconds), growths.milliseconds(last(yours.seconds)), circle),
  ].filter(({ places }) => places.length > 0);
}

type GrowthPlotProps = { readonly growth: Growth; readonly claims: Claims };

export function GrowthPlot({ growth, claims }: GrowthPlotProps) {
  const { sizes, yours, reference, variable } = growth;
  const values = [...yours.seconds, ...reference.seconds].map((value) => value * 1000);
  const across = growths.horizontalScale(sizes, FRAME);
  const up = growths.verticalScale([...values, ...growths.drawnMib([...yours.mib, ...reference.mib])], FRAME);
  const lines = linesOf(growth, across, up);
  const ends = spread(
    lines.map(({ places }) => places.at(-1)?.y ?? 0),
    LABEL_GAP,
    FRAME.top,
    FRAME.bottom,
  );
  const finding = growths.findingOf(growth);
  return (
    <figure className="fig growth">
      <figcaption>
        <b>
          {finding.map(({ text, power }) => (
            <span className="part" key={text}>
              {text}
              {power !== "" && <sup>{power}</sup>}
            </span>
          ))}
        </b>
        <span>
          CPU milliseconds (circles) and peak MiB (squares) against {variable}, both logarithmic; the reference in grey.
          Slopes with their 95 % intervals
        </span>
      </figcaption>
      <svg
        className="plot"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        style={{ "--w": WIDTH } as React.CSSProperties}
        role="img"
        aria-label={`${growths.plainFinding(finding)}, measured from ${variable} = ${sizes[0]} to ${sizes.at(-1)}; slopes and values are under Numbers.`}
      >
        <Axes across={across} up={up} variable={variable} />
        {lines.map((line) => (
          <Series key={line.id} line={line} />
        ))}
        {lines.map((line, index) => (
          <text key={line.id} className={line.yours ? "t-you" : "t-ref"} x={FRAME.right + 9} y={(ends[index] ?? 0) + 4}>
            {line.label}
          </text>
        ))}
      </svg>
      <Slopes growth={growth} claims={claims} />
      <Numbers growth={growth} />
    </figure>
  );
}

type AxesProps = { readonly across: growths.LogScale; readonly up: growths.LogScale; readonly variable: string };

function Axes({ across, up, variable }: AxesProps) {
  return (
    <g>
      {up.ticks.map((value) => (
        <g key={value}>
          <line className="grid" x1={FRAME.left} x2={FRAME.right} y1={up.at(value)} y2={up.at(value)} />
          <text className="t-dim" x={FRAME.left - 7} y={up.at(value) + 4} textAnchor="end">
            {value.toLocaleString("en-GB", { maximumFractionDigits: 6 })}
          </text>
        </g>
      ))}
      {across.ticks.map((size, index) => (
        <g key={size}>
          <line className="ax" x1={across.at(size)} x2={across.at(size)} y1={FRAME.bottom} y2={FRAME.bottom + 4} />
          <text className="t-dim" x={across.at(size)} y={FRAME.bottom + 18} textAnchor="middle">
            {index === across.ticks.length - 1 ? `${variable} = ` : ""}
            {size.toLocaleString("en-GB")}
          </text>
        </g>
      ))}
    </g>
  );
}

function Series({ line }: { readonly line: Line }) {
  const path = line.places.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
  const kind = `${line.yours ? "l-you" : "l-ref"}${line.dashed ? " dashed" : ""}`;
  return (
    <g>
      <polyline className={kind} points={path} />
      {line.places.map(({ x, y }) =>
        line.mark === "circle" ? (
          <circle key={x} className="f-you" cx={x} cy={y} r={3} />
        ) : line.mark === "square" ? (
          <rect key={x} className="f-you" x={x - 2.6} y={y - 2.6} width={5.2} height={5.2} />
        ) : null,
      )}
    </g>
  );
}

function Slopes({ growth, claims }: GrowthPlotProps) {
  const { yours, reference } = growth;
  return (
    <table className="slopes">
      <caption className="vh">Slopes with their 95 % intervals, and what was claimed</caption>
      <thead>
        <tr>
          <th scope="col">Slope</th>
          <th scope="col">Yours</th>
          <th scope="col">Reference</th>
          <th scope="col">You claimed</th>
        </tr>
      </thead>
      <tbody>
        <SlopeRow name="Time" yours={yours.time} reference={reference.time} claim={claims.time} />
        <SlopeRow name="Memory" yours={yours.memory} reference={reference.memory} claim={claims.memory} />
      </tbody>
    </table>
  );
}

type Maybe<T> = T | null | undefined;
type SlopeRowProps = {
  readonly name: string;
  readonly yours: Maybe<Fit>;
  readonly reference: Maybe<Fit>;
  readonly claim: Maybe<string>;
};

function SlopeRow({ name, yours, reference, claim }: SlopeRowProps) {
  const said = (fit: Maybe<Fit>) =>
    fit ? (
      <>
        <b>{fit.slope.toFixed(2)}</b>{" "}
        <span className="dimmer nb">
          {fit.low.toFixed(2)} to {fit.high.toFixed(2)}
        </span>
      </>
    ) : (
      <span className="dimmer">too small to fit</span>
    );
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{said(yours)}</td>
      <td>{said(reference)}</td>
      <td>{claim ? <span className="mono nb">{claim}</span> : <span className="dimmer">nothing</span>}</td>
    </tr>
  );
}

function Numbers({ growth }: { readonly growth: Growth }) {
  const { sizes, yours, reference, variable } = growth;
  const ms = (seconds: number | undefined) => (seconds === undefined ? "" : growths.milliseconds(seconds));
  const mib = (held: number | undefined) => (held === undefined ? "" : growths.mebibytes(held));
  return (
    <NumbersTable
      caption={`CPU time and peak memory above the idle program, by ${variable}`}
      heads={[variable, "Your time", "Your memory", "Reference time", "Reference memory"]}
      rows={sizes.map((size, index) => ({
        name: size.toLocaleString("en-GB"),
        cells: [
          ms(yours.seconds[index]),
          mib(yours.mib[index]),
          ms(reference.seconds[index]),
          mib(reference.mib[index]),
        ],
      }))}
    />
  );
}
