/**
 * What a run of the judge says: the server's own type, how to read it out of a `ran` event, and what to print of it.
 *
 * Why: editor, tests pane and plot read the same result. Wrong when it takes another engine's result for the judge's, or
 * counts a test that never ran as failed.
 */

import type { components } from "../../api/generated/schema.ts";
import type { JsonObject } from "../../live/events.ts";

type Schemas = components["schemas"];

export type JudgeResult = Schemas["JudgeResult"];
export type Group = Schemas["GroupResult"];
export type Failure = Group["failures"][number];
export type Growth = Schemas["Growth"];
export type Fit = Schemas["Fit"];
export type Pace = Schemas["Pace"];

/** What the candidate committed about the code, in their own words; null where nothing was. */
export type Claims = { readonly time: string | null; readonly memory: string | null };

/** A visible failure with the name by which the editor and the tests pane both know it. */
export type NamedFailure = { readonly key: string; readonly failure: Failure };

/** The result of a run as the judge's; null when it is the result of another engine. */
export function readJudged(result: JsonObject): JudgeResult | null {
  const whole = result.kind === "judged" && Array.isArray(result.groups) && typeof result.says === "string";
  // The log holds engine results as plain JSON; the kind is the promise of its shape.
  return whole ? (result as unknown as JudgeResult) : null;
}

/** Visible failures in the order of the groups: F8 walks them in this order. */
export function failuresOf(result: JudgeResult): readonly NamedFailure[] {
  return result.groups.flatMap((group) =>
    group.failures.map((failure, index) => ({ key: `${group.name}.${index}`, failure })),
  );
}

export type Bits = {
  readonly passed: number;
  readonly failed: number;
  readonly notRun: number;
  /** Of the failed, how many are hidden: they appear as this number and as nothing else. */
  readonly hiddenFailed: number;
};

export function bitsOf(group: Group): Bits {
  const failed = Math.max(0, group.total - group.passed - group.not_run);
  const hiddenFailed = Math.max(0, failed - group.failures.length);
  return { passed: group.passed, failed, notRun: group.not_run, hiddenFailed };
}

const VERDICTS: Readonly<Record<JudgeResult["verdict"], string>> = {
  accepted: "Accepted",
  wrong_answer: "Wrong answer",
  time_limit: "Time limit",
  memory_limit: "Memory limit",
  output_limit: "Output limit",
  runtime_error: "Runtime error",
  protocol_error: "Protocol error",
  forbidden: "Forbidden",
  judge_error: "The judge failed",
};

export function verdictOf(result: JudgeResult): string {
  return VERDICTS[result.verdict];
}

/** A failure's own words without the name of its test, which stands before them. */
export function saysOf(failure: Failure): string {
  return failure.says.startsWith(`${failure.case}: `) ? failure.says.slice(failure.case.length + 2) : failure.says;
}

/** The result's sentence without the verdict it begins with: that is already the heading. */
export function restOf(result: JudgeResult): string {
  const head = `${verdictOf(result)}: `;
  return result.says.startsWith(head) ? result.says.slice(head.length) : result.says;
}
