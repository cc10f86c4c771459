/** What the last run measured for each box, as the board prints it. Pure. */

import { figures } from "../../lib/format.ts";
import type { Run } from "../../live/fold.ts";
import { readReport } from "../../live/simulation.ts";
import type { Measured } from "../../widgets/board/canvas.tsx";

export function measuredOf(run: Run | undefined): Measured {
  const report = run && readReport(run.result);
  const found = new Map<string, string>();
  for (const stage of report?.stages ?? []) {
    if (stage.latency) found.set(stage.node, `${figures(stage.latency.p50.value)} ${stage.latency.p50.unit}`);
  }
  return found;
}
