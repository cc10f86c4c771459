/**
 * The room's status line: where everything typed is kept, and since when.
 *
 * Why: saved state is a fact with a time, never a toast. Wrong when it says saved before the log has it.
 */

import { localTime } from "../../lib/dates.ts";
import type { SaveStatus } from "../../live/outbox.ts";
import type { RoomSnapshot } from "../../live/session.ts";
import { Hints } from "../shell/foot.tsx";
import type { KeyHint } from "../shell/page-info.ts";
import { singleKeys } from "../shell/preferences.ts";
import { useStore } from "../shell/use-store.ts";

type RoomFootProps = {
  readonly snapshot: RoomSnapshot;
  readonly hints: readonly KeyHint[];
  readonly onDiscard: () => void;
};

export function RoomFoot({ snapshot, hints, onDiscard }: RoomFootProps) {
  const single = useStore(singleKeys);
  const { saving, refused, tabs, view } = snapshot;
  return (
    <footer className="foot room-foot">
      <span>
        p. {view.page} · <span className={saving.kind === "waiting" ? "offline" : undefined}>{sayOf(saving)}</span>
        {tabs > 1 && " · This mock is open in another tab. Both write to the same log; nothing is lost."}
        {refused.length > 0 && (
          <span className="offline" role="alert">
            {" "}
            <span className="cross" aria-hidden="true">
              ×
            </span>{" "}
            {refusedSay(refused)}{" "}
            <button type="button" className="link" onClick={onDiscard}>
              Discard
            </button>
          </span>
        )}
      </span>
      {single && <Hints hints={hints} />}
    </footer>
  );
}

/** Where the changes are, in one sentence. */
export function sayOf(saving: SaveStatus): string {
  switch (saving.kind) {
    case "saved":
      return saving.at === null ? "Everything is saved on this machine" : `Saved ${secondsOf(saving.at)}`;
    case "saving":
      return "Saving";
    case "waiting": {
      const changes = saving.count === 1 ? "1 change is" : `${saving.count} changes are`;
      const where = saving.kept
        ? `${changes} kept in this browser`
        : `${changes} only in this tab, because this browser has no room: do not close it`;
      return `Not saved yet: ${where}, reconnecting. ${saving.message}`;
    }
  }
}

function refusedSay(refused: RoomSnapshot["refused"]): string {
  const count = refused.length === 1 ? "1 change was" : `${refused.length} changes were`;
  return `${count} refused and stays in this browser: ${refused.at(-1)?.message ?? ""}`;
}

function secondsOf(wall: number): string {
  const at = new Date(wall);
  return `${localTime(at)}:${String(at.getSeconds()).padStart(2, "0")}`;
}
