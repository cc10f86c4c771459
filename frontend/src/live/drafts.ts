/**
 * Unsent text, kept in this browser until it is sent.
 *
 * Why: an answer half typed is not an event, and must still survive a reload. Wrong when a sent text comes back.
 */

import { forget, keep, recall, type Shelf } from "./keep.ts";

export type Draft = { readonly read: () => string; readonly write: (text: string) => void };

export function draftOf(shelf: Shelf, attempt: string, box: string): Draft {
  const key = `theloop.draft.${attempt}.${box}`;
  return {
    read: () => {
      const text = recall(shelf, key);
      return typeof text === "string" ? text : "";
    },
    write: (text) => {
      if (text === "") forget(shelf, key);
      else keep(shelf, key, text);
    },
  };
}
