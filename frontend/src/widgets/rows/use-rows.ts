/**
 * A list that is walked with j and k, opened with Enter, and picked from by the printed number.
 * Wrong when a list is reachable only by keys: every row also has its own link or button.
 */

import { useState } from "react";
import { useKeys } from "../shell/keyboard.ts";

type RowProps = { readonly id: string; readonly "aria-current"?: "true" };

export type Rows = {
  /** Index of the current row; 0 when there are rows. */
  readonly current: number;
  readonly choose: (index: number) => void;
  /** Spread on the element of row `index`. */
  readonly row: (index: number) => RowProps;
};

const PICKED = 9;

/** `open` is called with the row's index. `name` must be unique on the page; it heads the keys in the key map. */
export function useRows(name: string, count: number, open: (index: number) => void): Rows {
  const [at, setAt] = useState(0);
  const current = Math.max(0, Math.min(at, count - 1));
  const id = (index: number): string => `${name.toLowerCase().replace(/\W+/g, "-")}-${index}`;
  const choose = (index: number): void => {
    if (index < 0 || index >= count) return;
    setAt(index);
    document.getElementById(id(index))?.scrollIntoView({ block: "nearest" });
  };
  useKeys(name, [
    { keys: "j", does: "Next", run: () => choose(current + 1) },
    { keys: "k", does: "Previous", run: () => choose(current - 1) },
    { keys: "enter", does: "Open", run: () => count > 0 && open(current) },
    ...Array.from({ length: Math.min(count, PICKED) }, (_, index) => ({
      keys: String(index + 1),
      does: `Open number ${index + 1}`,
      run: () => open(index),
    })),
  ]);
  return {
    current,
    choose,
    row: (index) => (index === current ? { id: id(index), "aria-current": "true" } : { id: id(index) }),
  };
}
