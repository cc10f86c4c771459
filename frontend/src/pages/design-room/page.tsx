/**
 * The Design Room: prompt, board, napkin and interviewer around one attempt.
 *
 * Why: this is where the clock runs. Wrong when anything done here is not an event of the attempt.
 */

import type { Params } from "../../lib/routes.ts";
import { OpenRoom } from "../../widgets/room/open-room.tsx";
import { Room } from "./room.tsx";
import "../../styles/room.css";
import "../../styles/room-small.css";
import "../../styles/room-panes.css";
import "../../styles/board.css";

export function Page({ params }: { readonly params: Params }) {
  return (
    <OpenRoom attempt={params.attempt ?? ""} kind="design" name="Design room">
      {(session, material) => <Room session={session} material={material} />}
    </OpenRoom>
  );
}
