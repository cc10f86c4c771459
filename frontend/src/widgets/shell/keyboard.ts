/**
 * The one listener for keys, and the hook by which a page or room says what its keys do.
 * Bindings are read at the moment of the press, so they may close over fresh state. Wrong when two listeners race.
 */

import { useEffect, useRef } from "react";
import { type Binding, type Pending, press } from "../../lib/keys.ts";
import { singleKeys } from "./preferences.ts";

type Group = { readonly title: string; current: readonly Binding[] };

const groups = new Set<Group>();

/** The bindings in force, by group, in order of registration: the key map shows them. */
export function keyGroups(): readonly { readonly title: string; readonly bindings: readonly Binding[] }[] {
  return [...groups].map((group) => ({ title: group.title, bindings: group.current }));
}

/** Bind keys while the component is mounted. `title` heads them in the key map. Later mounts win over earlier ones. */
export function useKeys(title: string, bindings: readonly Binding[]): void {
  const group = useRef<Group>({ title, current: bindings });
  group.current.current = bindings;
  useEffect(() => {
    const mine = group.current;
    groups.add(mine);
    return () => {
      groups.delete(mine);
    };
  }, []);
}

const FIELD =
  "input:not([type=radio],[type=checkbox],[type=range],[type=button],[type=submit]), textarea, select, [contenteditable]:not([contenteditable=false])";
const CONTROL = "a[href], button, summary, input, [role=button], [role=option], [tabindex='0']";

function focusOf(target: EventTarget | null): "field" | "control" | "page" {
  if (!(target instanceof Element)) return "page";
  if (target.closest(FIELD)) return "field";
  return target.closest(CONTROL) ? "control" : "page";
}

/** Start listening on the window; returns how to stop. While a dialog is open only the dialog hears keys. */
export function listen(now: () => number = () => performance.now()): () => void {
  let pending: Pending = null;
  const heard = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || ["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
    if (document.querySelector("dialog[open]")) return;
    const outcome = press(
      pending,
      {
        key: event.key,
        code: event.code,
        mod: event.metaKey || event.ctrlKey,
        alt: event.altKey,
        shift: event.shiftKey,
        focus: focusOf(event.target),
        atMs: now(),
      },
      [...groups].flatMap((group) => group.current),
      singleKeys.get(),
    );
    pending = outcome.pending;
    if (!outcome.hit) return;
    event.preventDefault();
    outcome.hit.run();
  };
  window.addEventListener("keydown", heard);
  return () => window.removeEventListener("keydown", heard);
}

/** `mac` decides between ⌘ and Ctrl on the printed caps. */
export function platform(): "mac" | "pc" {
  return /Mac|iPhone|iPad/.test(navigator.userAgent) ? "mac" : "pc";
}
