/**
 * An attempt, opened for as long as the room is on screen.
 *
 * Why: the session holds a socket and timers, and React mounts twice in development. Wrong when one is left open.
 */

import { useEffect, useState, useSyncExternalStore } from "react";
import { browserShelf } from "../../live/keep.ts";
import { browserOwners } from "../../live/owners.ts";
import { AttemptSession, type RoomSnapshot } from "../../live/session.ts";
import { browserWire } from "../../live/socket.ts";
import { browserTimers } from "../../live/timers.ts";
import { httpTransport } from "../../live/transport.ts";

export type Opened =
  | { readonly kind: "opening" }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "open"; readonly session: AttemptSession };

/** Open the attempt; tries again every two seconds while the server does not answer. */
export function useSession(attempt: string, speed: number | undefined): Opened {
  const [opened, setOpened] = useState<Opened>({ kind: "opening" });
  useEffect(() => {
    if (speed === undefined) return;
    const transport = httpTransport(fetch.bind(globalThis));
    let session: AttemptSession | null = null;
    let left = false;
    let again: ReturnType<typeof setTimeout> | undefined;
    const open = async () => {
      const outcome = await transport.attempt(attempt);
      if (left) return;
      if (outcome.kind !== "ok") {
        setOpened({ kind: "failed", message: outcome.message });
        if (outcome.kind === "unreachable") again = setTimeout(open, 2_000);
        return;
      }
      session = new AttemptSession(outcome.value, {
        transport,
        connect: browserWire,
        shelf: browserShelf(),
        timers: browserTimers,
        owners: browserOwners(),
        newId: () => crypto.randomUUID(),
        speed,
      });
      setOpened({ kind: "open", session });
    };
    void open();
    const onHide = () => {
      if (document.visibilityState === "hidden") session?.hide();
    };
    const onOnline = () => session?.online();
    document.addEventListener("visibilitychange", onHide);
    window.addEventListener("online", onOnline);
    return () => {
      left = true;
      clearTimeout(again);
      document.removeEventListener("visibilitychange", onHide);
      window.removeEventListener("online", onOnline);
      session?.dispose();
    };
  }, [attempt, speed]);
  return opened;
}

export function useSnapshot(session: AttemptSession): RoomSnapshot {
  return useSyncExternalStore(session.subscribe, session.snapshot, session.snapshot);
}
