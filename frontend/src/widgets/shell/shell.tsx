/**
 * The frame of every page, and the keys that work everywhere. In a room only the keys remain: when the clock runs, the
 * navigation is gone. Wrong when a page brings its own header.
 */

import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import { connection } from "../../api/connection.ts";
import type { Chrome, NavId } from "../../lib/routes.ts";
import { Foot } from "./foot.tsx";
import { Head, NAV } from "./head.tsx";
import { KeyMap } from "./key-map.tsx";
import { listen, useKeys } from "./keyboard.ts";
import { Palette } from "./palette.tsx";
import { flipTheme } from "./preferences.ts";

/** When the server is back, everything on screen is asked for again. */
function useReconnect(): void {
  const client = useQueryClient();
  useEffect(
    () =>
      connection.subscribe(() => {
        if (connection.get().kind === "up") void client.invalidateQueries();
      }),
    [client],
  );
}

/** A new page begins at its top, and a screen reader begins at its content. The first page keeps the browser's focus. */
function useFocusOnArrival(main: React.RefObject<HTMLElement | null>): void {
  const [location] = useLocation();
  const before = useRef(location);
  useEffect(() => {
    if (before.current === location) return;
    before.current = location;
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [location, main]);
}

type ShellProps = { readonly nav: NavId | null; readonly chrome: Chrome; readonly children: ReactNode };

export function Shell({ nav, chrome, children }: ShellProps) {
  const [open, setOpen] = useState<"keys" | "palette" | null>(null);
  const [, go] = useLocation();
  const main = useRef<HTMLElement>(null);
  const close = (): void => setOpen(null);
  useReconnect();
  useFocusOnArrival(main);
  useEffect(() => listen(), []);
  const places = NAV.map((entry) => ({ keys: entry.key, does: entry.label, run: () => go(entry.to) }));
  useKeys("Everywhere", [
    ...(chrome === "page" ? places : []),
    { keys: "mod+k", does: "Find anything", run: () => setOpen("palette") },
    { keys: "\\", does: "Day or night", run: flipTheme },
    { keys: "?", does: "This list", run: () => setOpen("keys") },
  ]);
  const dialogs = (
    <>
      <KeyMap open={open === "keys"} onClose={close} />
      {chrome === "page" && <Palette open={open === "palette"} onClose={close} />}
    </>
  );
  if (chrome === "room") {
    return (
      <>
        {children}
        {dialogs}
      </>
    );
  }
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <Head nav={nav} onKeys={() => setOpen("keys")} />
      <main className="page" id="main" ref={main} tabIndex={-1}>
        {children}
      </main>
      <Foot />
      {dialogs}
    </>
  );
}
