import { describe, expect, it } from "vitest";
import { type Binding, caps, chordOf, isSingle, type Pending, type Press, press, SEQUENCE_MS } from "./keys.ts";

const hitBy = (name: string): Binding => ({ keys: name, does: name, run: () => {} });
const key = (given: Partial<Press> & { key: string }): Press => ({
  code: "",
  mod: false,
  alt: false,
  shift: false,
  focus: "page",
  atMs: 0,
  ...given,
});
const hit = (
  given: Partial<Press> & { key: string },
  names: string[],
  pending: Pending = null,
  single = true,
): string | null => press(pending, key(given), names.map(hitBy), single).hit?.keys ?? null;

describe("a chord", () => {
  it.each([
    [{ key: "j" }, "j"],
    [{ key: "J", shift: true }, "shift+j"],
    [{ key: "?", shift: true }, "?"],
    [{ key: "k", mod: true }, "mod+k"],
    [{ key: "Enter", mod: true }, "mod+enter"],
    [{ key: " ", shift: true }, "shift+space"],
    [{ key: "F6", shift: true }, "shift+F6"],
    [{ key: "¡", code: "Digit1", alt: true }, "alt+1"],
    [{ key: "∂", code: "KeyD", alt: true }, "alt+d"],
    [{ key: "Z", mod: true, shift: true }, "mod+shift+z"],
  ])("of %o is %s", (given, chord) => {
    expect(chordOf(key(given))).toBe(chord);
  });

  it("is single unless it has ⌘ or ⌥, is a function key, or escape", () => {
    expect(["j", "shift+j", "?", "shift+space"].every(isSingle)).toBe(true);
    expect(["mod+k", "alt+1", "F6", "shift+F6", "escape"].some(isSingle)).toBe(false);
  });
});

describe("a press", () => {
  it("finds its binding", () => expect(hit({ key: "j" }, ["j", "k"])).toBe("j"));

  it("takes the last binding when two claim a key", () => {
    const [first, second] = [hitBy("x"), hitBy("x")];
    expect(press(null, key({ key: "x" }), [first, second], true).hit).toBe(second);
  });

  it("means nothing inside a field when it is single", () =>
    expect(hit({ key: "j", focus: "field" }, ["j"])).toBeNull());

  it("still means something inside a field with ⌘ or as escape", () => {
    expect(hit({ key: "Enter", mod: true, focus: "field" }, ["mod+enter"])).toBe("mod+enter");
    expect(hit({ key: "Escape", focus: "field" }, ["escape"])).toBe("escape");
  });

  it("leaves Enter and space to a focused button, but not letters", () => {
    expect(hit({ key: "Enter", focus: "control" }, ["enter"])).toBeNull();
    expect(hit({ key: " ", focus: "control" }, ["space"])).toBeNull();
    expect(hit({ key: "x", focus: "control" }, ["x"])).toBe("x");
  });

  it("means nothing when single keys are switched off, unless it is not single", () => {
    expect(hit({ key: "j" }, ["j"], null, false)).toBeNull();
    expect(hit({ key: "F6" }, ["F6"], null, false)).toBe("F6");
  });
});

describe("a sequence", () => {
  const bindings = ["g t", "t", "d"].map(hitBy);
  const afterG = press(null, key({ key: "g" }), bindings, true);

  it("waits after its first key", () => {
    expect(afterG.hit).toBeNull();
    expect(afterG.pending?.chord).toBe("g");
  });

  it("hits with its second key and then waits no more", () => {
    const outcome = press(afterG.pending, key({ key: "t", atMs: SEQUENCE_MS }), bindings, true);
    expect(outcome.hit?.keys).toBe("g t");
    expect(outcome.pending).toBeNull();
  });

  it("is forgotten when the second key comes late: then it counts alone", () => {
    expect(press(afterG.pending, key({ key: "t", atMs: SEQUENCE_MS + 1 }), bindings, true).hit?.keys).toBe("t");
  });

  it("falls back to the second key alone when no sequence fits", () => {
    expect(press(afterG.pending, key({ key: "d" }), bindings, true).hit?.keys).toBe("d");
  });
});

describe("printed caps", () => {
  it.each([
    ["g t", "mac", ["g", "t"]],
    ["shift+j", "mac", ["⇧ J"]],
    ["mod+k", "mac", ["⌘ K"]],
    ["mod+k", "pc", ["Ctrl K"]],
    ["mod+enter", "mac", ["⌘ ↵"]],
    ["shift+space", "pc", ["⇧ space"]],
    ["escape", "pc", ["esc"]],
    ["?", "mac", ["?"]],
    ["F6", "mac", ["F6"]],
  ] as const)("of %s on a %s", (keys, platform, shown) => {
    expect(caps(keys, platform)).toEqual(shown);
  });
});
