/**
 * The Code Room: task, editor, tests and questions around one attempt.
 *
 * Why: this is where code is written under a clock and judged by running it.
 */

import type { Params } from "../../lib/routes.ts";
import { OpenRoom } from "../../widgets/room/open-room.tsx";
import { Room } from "./room.tsx";
import "../../styles/room.css";
import "../../styles/room-small.css";
import "../../styles/room-panes.css";
import "../../styles/code.css";
import "../../styles/code-tests.css";

export function Page({ params }: { readonly params: Params }) {
  return (
    <OpenRoom attempt={params.attempt ?? ""} kind="problem" name="Code room">
      {(session, material) => <Room session={session} material={material} />}
    </OpenRoom>
  );
}
