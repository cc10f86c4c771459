/**
 * Panes: side by side where there is room, one at a time with tabs where there is not; F6 walks them.
 *
 * Why: both rooms have the same frame. Wrong when a pane that is not shown can hold the focus.
 */

import { type ReactNode, useCallback, useRef, useState } from "react";
import { useKeys } from "../shell/keyboard.ts";

export type PaneInfo = { readonly id: string; readonly name: string; readonly inert?: boolean };

type PanesProps = {
  readonly kind: "design" | "coding" | "lab" | "lab-open";
  readonly panes: readonly PaneInfo[];
  readonly first: string;
  /** The pane to show, for a room that decides it; without it the panes keep it themselves. */
  readonly shown?: string;
  readonly onShown?: (id: string) => void;
  readonly children: (id: string) => ReactNode;
};

const FOCUSABLE =
  "[role=application], textarea, input, select, [role=log], button:not([disabled]), a[href], [tabindex='0']";

export function Panes({ kind, panes, first, shown: decided, onShown, children }: PanesProps) {
  const [own, setOwn] = useState(first);
  const shown = decided ?? own;
  const frame = useRef<HTMLElement>(null);
  const setShown = useCallback(
    (id: string) => {
      setOwn(id);
      onShown?.(id);
    },
    [onShown],
  );
  const walk = useCallback(
    (by: 1 | -1) => {
      const here = document.activeElement?.closest("[data-pane]")?.getAttribute("data-pane") ?? shown;
      const at = panes.findIndex((pane) => pane.id === here);
      const next = panes[(at + by + panes.length) % panes.length];
      if (next === undefined) return;
      setShown(next.id);
      // After the tab has been drawn: a pane that is not displayed takes no focus.
      requestAnimationFrame(() => {
        const pane = frame.current?.querySelector<HTMLElement>(`[data-pane="${next.id}"]`);
        const target = pane?.querySelector<HTMLElement>("[data-first]") ?? pane?.querySelector<HTMLElement>(FOCUSABLE);
        (target ?? pane)?.focus();
      });
    },
    [panes, shown, setShown],
  );
  useKeys("Room", [
    { keys: "F6", does: "Next pane", run: () => walk(1) },
    { keys: "shift+F6", does: "Previous pane", run: () => walk(-1) },
  ]);
  return (
    <>
      <nav className="panes" aria-label="Panes">
        {panes.map((pane) => (
          <label key={pane.id}>
            <input type="radio" name="pane" checked={shown === pane.id} onChange={() => setShown(pane.id)} />
            {pane.name}
          </label>
        ))}
      </nav>
      <main className={`room-grid ${kind}`} id="main" ref={frame}>
        {panes.map((pane) => (
          <section
            key={pane.id}
            className={shown === pane.id ? `pane pane-${pane.id} shown` : `pane pane-${pane.id}`}
            data-pane={pane.id}
            aria-labelledby={`pane-${pane.id}-title`}
            tabIndex={-1}
            inert={pane.inert === true}
          >
            {children(pane.id)}
          </section>
        ))}
      </main>
    </>
  );
}
