/** Asks the server about the plan shortly after each change; the last answer stays until the next one is whole. */

import { useEffect, useState } from "react";
import { api, take } from "../../api/client.ts";
import { type Draft, jsonOf, type PlanFinding } from "./shapes.ts";

export type Checked = {
  readonly findings: readonly PlanFinding[];
  readonly complete: boolean;
  readonly problem: string;
};

const PAUSE_MS = 200;

export function useCheck(slug: string, draft: Draft, sealed: boolean): Checked {
  const [checked, setChecked] = useState<Checked>({ findings: [], complete: false, problem: "" });
  useEffect(() => {
    if (sealed) return;
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const path = { params: { path: { slug } }, body: { plan: jsonOf(draft) as never }, signal: stop.signal };
        const answer = await take(api.POST("/api/cases/{slug}/check", path));
        if (!stop.signal.aborted) setChecked({ ...answer, problem: "" });
      } catch (thrown) {
        if (stop.signal.aborted) return;
        const message = thrown instanceof Error ? thrown.message : String(thrown);
        setChecked((held) => ({ ...held, complete: false, problem: message }));
      }
    }, PAUSE_MS);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [slug, draft, sealed]);
  return checked;
}
