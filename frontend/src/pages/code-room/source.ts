/** The candidate's source as this browser knows it best. Pure. Wrong when a refused source is given up for an older one. */

import type { RoomSnapshot } from "../../live/session.ts";

/** What was last written here: refused or not, sent or not; null when nothing was written. */
export function standingSource(snapshot: Pick<RoomSnapshot, "refused" | "state">): string | null {
  const refused = snapshot.refused.findLast(({ event }) => event.body.kind === "wrote")?.event.body;
  if (refused?.kind === "wrote" && refused.file === "solution") return refused.source;
  return snapshot.state.sources.solution;
}
