/** The keys that every room has: phases, pause, the way out. Wrong when one of them needs the mouse to undo. */

import type { RoomSnapshot } from "../../live/session.ts";
import { useKeys } from "../shell/keyboard.ts";
import type { KeyHint } from "../shell/page-info.ts";

type RoomKeys = {
  readonly snapshot: RoomSnapshot;
  readonly onPhase: (id: string) => void;
  readonly onPause: () => void;
  readonly onLeave: () => void;
};

/** Escape inside a field leaves the field: what was half typed must not cost the room. */
function stepOut(): boolean {
  const here = document.activeElement;
  if (!(here instanceof HTMLElement) || !here.matches("input, textarea, select")) return false;
  const pane = here.closest<HTMLElement>("[data-pane]");
  here.blur();
  pane?.focus();
  return true;
}

export function useRoomKeys({ snapshot, onPhase, onPause, onLeave }: RoomKeys): void {
  const leaveOrStepOut = () => {
    if (!stepOut()) onLeave();
  };
  useKeys("Clock", [
    ...snapshot.phases.slice(0, 9).map((phase, index) => ({
      keys: `alt+${index + 1}`,
      does: phase.title,
      run: () => onPhase(phase.id),
    })),
    { keys: "shift+space", does: "Pause the clock, go on", run: onPause },
    { keys: "escape", does: "Leave: pauses and saves", run: leaveOrStepOut },
  ]);
}

export const ROOM_HINTS: readonly KeyHint[] = [
  { keys: ["F6"], does: "next pane" },
  { keys: ["alt+1", "alt+5"], does: "phase" },
  { keys: ["shift+space"], does: "pause" },
  { keys: ["?"], does: "keys" },
];
