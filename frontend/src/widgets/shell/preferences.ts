/**
 * What a reader chose for this browser: day or night, single keys on or off. Kept locally; without storage the choice lasts
 * as long as the page. Wrong when anything of the product's data is kept here.
 */

import { createStore } from "../../lib/store.ts";

export type Theme = "light" | "dark";

const THEME = "theloop.theme";
const SINGLE_KEYS = "theloop.single-keys";

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Blocked or full: the choice holds for this page.
  }
}

function themeNow(): Theme {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return globalThis.matchMedia?.("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export const theme = createStore<Theme>(themeNow());
export const singleKeys = createStore<boolean>(read(SINGLE_KEYS) !== "off");

export function flipTheme(): void {
  const next: Theme = themeNow() === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  write(THEME, next);
  theme.set(next);
}

export function setSingleKeys(on: boolean): void {
  singleKeys.set(on);
  write(SINGLE_KEYS, on ? "on" : "off");
}
