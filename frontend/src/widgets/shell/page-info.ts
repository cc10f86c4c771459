/**
 * What a page tells the shell about itself: its title for the tab, its note and its keys for the status line.
 * Wrong when a page draws its own header or status line.
 */

import { useEffect } from "react";
import { createStore } from "../../lib/store.ts";

/** A hint in the status line: the bindings whose caps are shown, and what they do together. */
export type KeyHint = { readonly keys: readonly string[]; readonly does: string };

export type PageInfo = {
  /** Finding of the page, for the tab and for screen readers. */
  readonly title: string;
  /** Added to the status line after the page number: `plan rebuilt 27 Nov 07:10`. */
  readonly note?: string;
  /** Page number that overrides the notebook's current one, on pages that are a session of their own. */
  readonly page?: number;
  readonly hints?: readonly KeyHint[];
};

export const pageInfo = createStore<PageInfo>({ title: "" });

export function usePage(info: PageInfo): void {
  const text = JSON.stringify(info);
  useEffect(() => {
    const parsed = JSON.parse(text) as PageInfo;
    pageInfo.set(parsed);
    document.title = parsed.title ? `${parsed.title} · The Loop` : "The Loop";
  }, [text]);
}
