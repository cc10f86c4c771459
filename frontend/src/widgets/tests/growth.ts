/**
 * How a measure grows with a size: logarithmic axes, what can be drawn on them, and the finding in words. Pure.
 *
 * Why: seconds and MiB over six powers of two only read as a slope on logarithmic axes. Wrong when a measure of zero is
 * drawn, or a power is claimed that its interval does not hold.
 */

import { figures } from "../../lib/format.ts";
import type { Fit, Growth } from "./judged.ts";

export type Place = { readonly x: number; readonly y: number };
export type Frame = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
export type LogScale = { readonly at: (value: number) => number; readonly ticks: readonly number[] };

/** Powers of ten that enclose every positive value; one decade at least. */
export function decades(values: readonly number[]): readonly number[] {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  if (positive.length === 0) return [0.1, 1];
  const low = Math.floor(Math.log10(Math.min(...positive)) + 1e-9);
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...positive)) - 1e-9));
  return Array.from({ length: high - low + 1 }, (_, index) => Number((10 ** (low + index)).toPrecision(6)));
}

/** A vertical axis over whole decades: the largest value stands at the top. */
export function verticalScale(values: readonly number[], frame: Pick<Frame, "top" | "bottom">): LogScale {
  const ticks = decades(values);
  const low = Math.log10(ticks[0] ?? 0.1);
  const high = Math.log10(ticks.at(-1) ?? 1);
  const at = (value: number) => frame.bottom - ((Math.log10(value) - low) / (high - low)) * (frame.bottom - frame.top);
  return { at, ticks };
}

/** A horizontal axis from the smallest size to the largest. */
export function horizontalScale(sizes: readonly number[], frame: Pick<Frame, "left" | "right">): LogScale {
  const low = Math.log10(Math.min(...sizes));
  const high = Math.log10(Math.max(...sizes));
  const span = high > low ? high - low : 1;
  return {
    at: (value) => frame.left + ((Math.log10(value) - low) / span) * (frame.right - frame.left),
    ticks: apart(sizes, low, span),
  };
}

/** The sizes to write on the axis: first and last always, others where their labels do not touch. */
function apart(sizes: readonly number[], low: number, span: number): readonly number[] {
  const share = (size: number) => (Math.log10(size) - low) / span;
  const last = sizes.at(-1);
  const kept: number[] = [];
  for (const size of sizes) {
    const before = kept.at(-1);
    const clear = before === undefined || share(size) - share(before) >= 0.13;
    if (clear && (size === last || last === undefined || 1 - share(size) >= 0.2)) kept.push(size);
  }
  return last !== undefined && kept.at(-1) !== last ? [...kept, last] : kept;
}

/** Where each measure stands. A measure of zero has no place on a logarithmic axis and is left out. */
export function placesOf(
  sizes: readonly number[],
  measures: readonly number[],
  across: LogScale,
  up: LogScale,
): readonly Place[] {
  return sizes.flatMap((size, index) => {
    const measure = measures[index];
    return measure !== undefined && measure > 0 ? [{ x: across.at(size), y: up.at(measure) }] : [];
  });
}

/** Peaks below this are the idle program's own unrest; on a logarithmic axis they would take half of it. */
const LEAST_MIB = 0.05;

/** Peak memory as it is drawn: what is too small to tell counts as nothing. */
export function drawnMib(mib: readonly number[]): readonly number[] {
  return mib.map((value) => (value < LEAST_MIB ? 0 : value));
}

/** The power in a word of a title: `2` where the interval holds the whole number nearest to it, else two digits. */
export function powerOf(fit: Fit): string {
  const whole = Math.round(fit.slope);
  return fit.low <= whole && whole <= fit.high && Math.abs(fit.slope - whole) <= 0.35
    ? String(whole)
    : fit.slope.toFixed(1);
}

/** A title in parts, so that a power can be set raised: text, and what is raised after it. */
export type Finding = readonly { readonly text: string; readonly power: string }[];

/** What the measurement shows, as a sentence. A power of one is not written, none is said in words. */
export function findingOf(growth: Growth): Finding {
  const { time, memory } = growth.yours;
  if (!time && !memory) return [{ text: "Too little of either to say how it grows", power: "" }];
  if (time && memory && powerOf(time) === powerOf(memory)) {
    const wider = width(time) > width(memory) ? time : memory;
    return [part("Time and memory both", "grow", wider, growth)];
  }
  if (time && memory) return [part("Time", "grows", time, growth), part(", memory", "", memory, growth)];
  if (time) return [part("Time", "grows", time, growth), { text: "; memory stays too small to fit", power: "" }];
  if (memory) return [part("Memory", "grows", memory, growth), { text: "; time stays too small to fit", power: "" }];
  return [];
}

function part(subject: string, verb: string, fit: Fit, { variable }: Growth): Finding[number] {
  const power = powerOf(fit);
  const grows = verb === "" ? "" : ` ${verb}`;
  if (power === "0") return { text: `${subject} hardly ${verb || "grows"} with ${variable}`, power: "" };
  const as = width(fit) > 1 ? "roughly as" : "as";
  return { text: `${subject}${grows} ${as} ${variable}`, power: power === "1" ? "" : power };
}

function width(fit: Fit): number {
  return fit.high - fit.low;
}

export function plainFinding(finding: Finding): string {
  return finding.map(({ text, power }) => (power === "" ? text : `${text}^${power}`)).join("");
}

export function milliseconds(seconds: number): string {
  return `${figures(seconds * 1000)} ms`;
}

export function mebibytes(mib: number): string {
  return `${figures(mib, mib < 1 ? 2 : 3)} MiB`;
}
