/** Belief as twenty dots on the level axis: a filled dot is a version of you that passes. The only way readiness is shown. */

import { type Dot, placeDots } from "../../lib/dots.ts";
import { AXIS, LEVELS, onAxis } from "../../lib/levels.ts";

const WIDTH = 310;
const LEFT = 6;
const RIGHT = 300;
const ROW = 9.4;
const SIZE = 10;
const RADIUS = 4;
const MIN_ROWS = 4;
/** Room right of the last level, so that dots at 7.0 keep their shape. */
const SPAN = AXIS.high - AXIS.low + 0.2;

const x = (level: number): number => LEFT + ((onAxis(level) - AXIS.low) / SPAN) * (RIGHT - LEFT);

type QuantileDotsProps = {
  readonly dots: readonly Dot[];
  /** Where the bar that counts stands on the axis. */
  readonly bar: number;
  /** One sentence that says what the plot shows. */
  readonly label: string;
};

export function QuantileDots({ dots, bar, label }: QuantileDotsProps) {
  const placed = placeDots(dots, { x, bar, size: SIZE });
  const rows = Math.max(MIN_ROWS, ...placed.map((dot) => dot.row + 1));
  const base = rows * ROW + 10;
  const at = x(bar);
  return (
    <svg className="plot" viewBox={`0 0 ${WIDTH} ${base + 2}`} role="img" aria-label={label}>
      <line className="grid" x1={LEFT} x2={RIGHT} y1={base + 0.5} y2={base + 0.5} />
      {placed.map((dot) => (
        <circle
          key={`${dot.filled}-${dot.x}-${dot.row}`}
          className={dot.filled ? "f-you" : "o-you"}
          cx={dot.x}
          cy={base - 6 - dot.row * ROW}
          r={dot.filled ? RADIUS + 0.3 : RADIUS - 0.4}
        />
      ))}
      <line className="l-bar" x1={at} x2={at} y1={0} y2={base + 2} />
    </svg>
  );
}

/** The axis under a column of dot plots. */
export function LevelAxis({ bar }: { readonly bar: number }) {
  const marks = LEVELS.map(({ name, at }) => ({ name, at: x(at), isBar: at === bar }));
  return (
    <svg className="plot" viewBox={`0 0 ${WIDTH} 22`} aria-hidden="true">
      {marks.map((mark) => (
        <g key={mark.name}>
          <line className="ax" x1={mark.at} x2={mark.at} y1={0} y2={5} />
          <text className={mark.isBar ? "t-ink t-b" : "t-dim"} x={mark.at} y={19} textAnchor="middle">
            {mark.isBar ? `${mark.name} bar` : mark.name}
          </text>
        </g>
      ))}
    </svg>
  );
}
