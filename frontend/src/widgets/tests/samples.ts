/** A run to test with, as the judge wrote one: two visible failures in two groups, one hidden, one not reached. */

import type { Failure, JudgeResult } from "./judged.ts";

const failure = (given: Partial<Failure> & Pick<Failure, "case" | "group" | "says">): Failure => ({
  verdict: "wrong_answer",
  hidden: false,
  input: "",
  expected: "",
  got: "",
  difference: null,
  line: null,
  traceback: "",
  ...given,
});

export const mixedRun: JudgeResult = {
  kind: "judged",
  problem: "scaled-dot-product-attention",
  verdict: "runtime_error",
  says: "Runtime error: 7 of 11 tests pass. T = 0: raises ValueError",
  rung: "B",
  rung_says: "Landlock, seccomp and resource limits",
  groups: [
    { name: "correctness", title: "Correctness", passed: 4, total: 4, hidden: 2, not_run: 0, failures: [] },
    {
      name: "edges",
      title: "Edge cases",
      passed: 2,
      total: 4,
      hidden: 2,
      not_run: 0,
      failures: [
        failure({
          case: "T = 0",
          group: "edges",
          verdict: "runtime_error",
          says: "T = 0: raises ValueError",
          line: 5,
          traceback: "Traceback (most recent call last)",
        }),
      ],
    },
    {
      name: "stability",
      title: "Numerical stability",
      passed: 1,
      total: 3,
      hidden: 1,
      not_run: 1,
      failures: [
        failure({
          case: "float32 in",
          group: "stability",
          says: "float32 in: float64 out",
          input: "float32[2]",
          expected: "float32",
          got: "float64",
          difference: { at: "dtype", expected: "float32", got: "float64" },
        }),
      ],
    },
  ],
  tags: [],
  passed: 7,
  total: 11,
  cpu_seconds: 0.067,
  wall_seconds: 0.11,
  peak_mib: 68.2,
  pace: { seconds: 0.4, reference_seconds: 0.03, ratio: 13.3, allowed: 10 },
  growth: null,
  first_failure: null,
  printed: "",
  notes: [],
};
