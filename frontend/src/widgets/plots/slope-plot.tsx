/** How much each round decides, by kind of company: one line a round, one axis a company. Distinguished by weight and dash. */

import { spread } from "../../lib/labels.ts";

export type SlopeAxis = {
  readonly id: string;
  readonly title: string;
  readonly under: string;
  readonly strong: boolean;
};
export type SlopeLine = {
  readonly id: string;
  readonly title: string;
  /** How it is drawn: 0 thick, 1 thin, 2 dashed, 3 grey. */
  readonly stroke: 0 | 1 | 2 | 3;
  /** Whole percent per axis, in the order of the axes. */
  readonly values: readonly number[];
  /** Values as saved, drawn in grey behind; the same length. */
  readonly before?: readonly number[] | undefined;
};

const WIDTH = 590;
const LEFT = 152;
const RIGHT = 548;
const TOP = 50;
const BASE = 296;
const LABEL_GAP = 15;

type SlopePlotProps = {
  readonly axes: readonly SlopeAxis[];
  readonly lines: readonly SlopeLine[];
  readonly label: string;
};

type Scale = { readonly x: (axis: number) => number; readonly y: (value: number) => number };

function scaleFor(axes: number, most: number): Scale {
  const step = axes > 1 ? (RIGHT - LEFT) / (axes - 1) : 0;
  return { x: (axis) => LEFT + axis * step, y: (value) => BASE - (value / most) * (BASE - TOP - 10) };
}

const points = (scale: Scale, values: readonly number[]): string =>
  values.map((value, axis) => `${scale.x(axis)},${scale.y(value).toFixed(1)}`).join(" ");

/** Vertical places of the numbers at one axis: in the order of their values, apart enough to be read. */
function numbersAt(axis: number, lines: readonly SlopeLine[], scale: Scale): readonly number[] {
  return spread(
    lines.map((line) => scale.y(line.values[axis] ?? 0)),
    LABEL_GAP,
    TOP,
    BASE,
  );
}

function Axis({ axis, x, dense }: { readonly axis: SlopeAxis; readonly x: number; readonly dense: boolean }) {
  return (
    <g>
      <line className={axis.strong ? "l-bar" : "grid"} x1={x} x2={x} y1={TOP} y2={BASE} />
      <text className={axis.strong ? "t-ink t-b" : "t-dim"} x={x} y={18} textAnchor="middle">
        {axis.title}
      </text>
      {!dense && (
        <text className="t-dim" x={x} y={36} textAnchor="middle">
          {axis.under}
        </text>
      )}
    </g>
  );
}

type LineProps = { readonly line: SlopeLine; readonly scale: Scale };

function Line({ line, scale }: LineProps) {
  const changed = line.before?.some((value, axis) => value !== line.values[axis]) ?? false;
  return (
    <g>
      {changed && line.before && <polyline className="w ghost" points={points(scale, line.before)} />}
      <polyline className={`w w-${line.stroke}`} points={points(scale, line.values)} />
    </g>
  );
}

type MarksProps = LineProps & { readonly index: number; readonly places: readonly (readonly number[])[] };

/** Points and numbers of a line. Drawn after every line, so that no line crosses a number. */
function Marks({ line, index, scale, places }: MarksProps) {
  return (
    <g>
      <text className="t-ink" x={LEFT - 12} y={(places[0]?.[index] ?? 0) + 4} textAnchor="end">
        {line.title}
      </text>
      {line.values.map((value, axis) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one point an axis, in order.
        <g key={axis}>
          <circle className={`w w-${line.stroke}`} cx={scale.x(axis)} cy={scale.y(value)} r={4} />
          <text className="t-ink" x={scale.x(axis) + 9} y={(places[axis]?.[index] ?? 0) + 4}>
            {value}
          </text>
        </g>
      ))}
    </g>
  );
}

export function SlopePlot({ axes, lines, label }: SlopePlotProps) {
  const most = Math.max(50, ...lines.flatMap((line) => [...line.values, ...(line.before ?? [])]));
  const scale = scaleFor(axes.length, most);
  const places = axes.map((_, axis) => numbersAt(axis, lines, scale));
  return (
    <svg className="plot slope" viewBox={`0 0 ${WIDTH} 304`} role="img" aria-label={label}>
      {axes.map((axis, index) => (
        <Axis key={axis.id} axis={axis} x={scale.x(index)} dense={axes.length > 6} />
      ))}
      {lines.map((line) => (
        <Line key={line.id} line={line} scale={scale} />
      ))}
      {lines.map((line, index) => (
        <Marks key={line.id} line={line} index={index} scale={scale} places={places} />
      ))}
    </svg>
  );
}
