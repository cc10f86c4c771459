/**
 * The keyboard as data: which binding does a key press mean? Pure, so that the rules can be tested without a browser.
 * Wrong when a single key fires inside a field, or after the reader switched single keys off (WCAG 2.1.4).
 *
 * A binding is written as `g t` (one after the other), `mod+k` (⌘ on a Mac, Ctrl elsewhere), `alt+1`, `shift+j`,
 * `shift+space`, `F6`, `escape`, `enter`, `?`. Letters are lower case; a sign that needs shift to type is written as itself.
 */

export type Binding = {
  readonly keys: string;
  readonly does: string;
  readonly run: () => void;
};

export type Press = {
  readonly key: string;
  readonly code: string;
  readonly mod: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  /** What has the focus: a place to type, something that Enter and space operate, or the page. */
  readonly focus: "field" | "control" | "page";
  readonly atMs: number;
};

export type Pending = { readonly chord: string; readonly atMs: number } | null;

export type Outcome = { readonly pending: Pending; readonly hit: Binding | null };

/** How long after `g` its letter still counts. */
export const SEQUENCE_MS = 900;

const NAMED: Readonly<Record<string, string>> = {
  " ": "space",
  Enter: "enter",
  Escape: "escape",
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
};

/** The press as a chord in the notation of bindings. ⌥ changes `key` on a Mac, so digits and letters come from `code`. */
export function chordOf(press: Pick<Press, "key" | "code" | "mod" | "alt" | "shift">): string {
  const physical = press.alt ? (/^(?:Digit|Key)(.)$/.exec(press.code)?.[1] ?? press.key) : press.key;
  const named = NAMED[physical] ?? (physical.length === 1 ? physical.toLowerCase() : physical);
  const shiftShows = named.length > 1 || /[a-z]/.test(named);
  return [press.mod && "mod", press.alt && "alt", press.shift && shiftShows && "shift", named]
    .filter(Boolean)
    .join("+");
}

/** True for chords that a person may hit while typing or speaking: no modifier but shift, not a function key. */
export function isSingle(chord: string): boolean {
  return !/^(?:mod|alt)\+/.test(chord) && !/^(?:shift\+)?F\d{1,2}$/.test(chord) && chord !== "escape";
}

function allowed(chord: string, press: Press, singleKeys: boolean): boolean {
  if (!isSingle(chord)) return true;
  if (!singleKeys || press.focus === "field") return false;
  return press.focus === "page" || (chord !== "enter" && chord !== "space");
}

/**
 * What a press means. `bindings` in order of registration: the last one wins, so a page may override the shell.
 * Returns the binding that was hit, if any, and what is pending (`g` was pressed, its letter is awaited).
 */
export function press(pending: Pending, now: Press, bindings: readonly Binding[], singleKeys: boolean): Outcome {
  const chord = chordOf(now);
  if (!allowed(chord, now, singleKeys)) return { pending: null, hit: null };
  const prefix = pending !== null && now.atMs - pending.atMs <= SEQUENCE_MS ? pending.chord : null;
  const last = (wanted: string): Binding | undefined => bindings.findLast((binding) => binding.keys === wanted);
  const hit = (prefix !== null ? last(`${prefix} ${chord}`) : undefined) ?? last(chord);
  if (hit) return { pending: null, hit };
  const starts = bindings.some((binding) => binding.keys.startsWith(`${chord} `));
  return { pending: starts ? { chord, atMs: now.atMs } : null, hit: null };
}

const SIGNS_MAC: Readonly<Record<string, string>> = { mod: "⌘", alt: "⌥", shift: "⇧" };
const SIGNS_PC: Readonly<Record<string, string>> = { mod: "Ctrl", alt: "Alt", shift: "⇧" };
const SIGNS: Readonly<Record<string, string>> = {
  enter: "↵",
  escape: "esc",
  up: "↑",
  down: "↓",
  left: "←",
  right: "→",
};

/** The key caps to print for a binding: one string per cap, in order. `g t` gives two caps, `shift+j` one: `⇧ J`. */
export function caps(keys: string, platform: "mac" | "pc"): readonly string[] {
  const modifiers = platform === "mac" ? SIGNS_MAC : SIGNS_PC;
  return keys.split(" ").map((chord) => {
    const parts = chord === "+" ? ["+"] : chord.split("+");
    const shown = parts.map((part) => modifiers[part] ?? SIGNS[part] ?? part);
    return parts.length > 1
      ? shown.map((part) => (part.length === 1 ? part.toUpperCase() : part)).join(" ")
      : shown.join("");
  });
}
