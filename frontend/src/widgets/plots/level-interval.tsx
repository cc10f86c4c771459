/** A score with its interval on the level axis, against the L5 and L6 bars. Filled means: at the bar that counts. */

import { AXIS, onAxis } from "../../lib/levels.ts";

const WIDTH = 320;
const HEIGHT = 24;
const EDGE = 6;

const x = (level: number): number => EDGE + ((onAxis(level) - AXIS.low) / (AXIS.high - AXIS.low)) * (WIDTH - 2 * EDGE);

type LevelIntervalProps = {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Where the bar that counts stands on the axis. */
  readonly bar: number;
  readonly label: string;
};

export function LevelInterval({ mean, low, high, bar, label }: LevelIntervalProps) {
  const middle = HEIGHT / 2;
  return (
    <svg className="plot" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <line className="ax" x1={x(5)} x2={x(5)} y1={0} y2={HEIGHT} />
      <line className="l-bar" x1={x(bar)} x2={x(bar)} y1={0} y2={HEIGHT} />
      <line className="l-you" x1={x(low)} x2={x(high)} y1={middle} y2={middle} />
      <circle className={mean >= bar ? "f-you" : "o-you"} cx={x(mean)} cy={middle} r={5} />
    </svg>
  );
}
