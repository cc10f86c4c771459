/**
 * The Lab: an experiment is planned, sealed, and met by 10,000 worlds.
 *
 * Why: a plan is judged by what it does against a hidden truth. Wrong when it could be changed after that.
 */

import type { Params } from "../../lib/routes.ts";
import { OpenRoom } from "../../widgets/room/open-room.tsx";
import { Room } from "./room.tsx";
import "../../styles/room.css";
import "../../styles/room-small.css";
import "../../styles/room-panes.css";
import "../../styles/lab.css";
import "../../styles/lab-finding.css";

export function Page({ params }: { readonly params: Params }) {
  return (
    <OpenRoom attempt={params.attempt ?? ""} kind="case" name="Lab">
      {(session, material) => <Room session={session} material={material} />}
    </OpenRoom>
  );
}
