/**
 * Keeping unacknowledged changes and unsent text in this browser.
 *
 * Why: a closed lid must not cost a word, so a change is written here before it is sent. localStorage, because its
 * write is finished when the call returns; IndexedDB's is not. Wrong when a write can fail without `keep` saying so.
 */

/** The part of the Web Storage interface that is needed; `localStorage` is one. */
export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

export type Kept = { readonly ok: true } | { readonly ok: false; readonly bytes: number };

/** Write `value` under `key`; `ok: false` with the size when the browser has no room or refuses. */
export function keep(shelf: Shelf, key: string, value: unknown): Kept {
  const text = JSON.stringify(value);
  try {
    shelf.setItem(key, text);
    return { ok: true };
  } catch {
    return { ok: false, bytes: text.length };
  }
}

/** Read what `keep` wrote; null when nothing is there or it cannot be read as JSON. */
export function recall(shelf: Shelf, key: string): unknown {
  try {
    const text = shelf.getItem(key);
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

export function forget(shelf: Shelf, key: string): void {
  try {
    shelf.removeItem(key);
  } catch {
    // A shelf that cannot be read cannot hold anything either.
  }
}

export function keysWith(shelf: Shelf, prefix: string): readonly string[] {
  const found: string[] = [];
  try {
    for (let i = 0; i < shelf.length; i += 1) {
      const key = shelf.key(i);
      if (key?.startsWith(prefix)) found.push(key);
    }
  } catch {
    return [];
  }
  return found;
}

/** A shelf in memory, for browsers that forbid storage: it lives as long as the tab. */
export function memoryShelf(): Shelf {
  const held = new Map<string, string>();
  return {
    get length() {
      return held.size;
    },
    getItem: (key) => held.get(key) ?? null,
    setItem: (key, value) => {
      held.set(key, value);
    },
    removeItem: (key) => {
      held.delete(key);
    },
    key: (index) => [...held.keys()][index] ?? null,
  };
}

/** The browser's own shelf, or one in memory where storage is switched off. */
export function browserShelf(): Shelf {
  try {
    const probe = "theloop.probe";
    window.localStorage.setItem(probe, "1");
    window.localStorage.removeItem(probe);
    return window.localStorage;
  } catch {
    return memoryShelf();
  }
}
