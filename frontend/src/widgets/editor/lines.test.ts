import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lineIn, replacementOf } from "./lines.ts";

const before = "import numpy as np\n\n\ndef f(x):\n    return x.max()\n\nprint(1)";

describe("where a line went", () => {
  it("stays when something below it changed", () => {
    expect(lineIn(4, before, before.replace("max", "min"))).toBe(4);
  });

  it("moves down by what was put above it", () => {
    expect(lineIn(5, before, `# a note\n# another\n${before}`)).toBe(7);
  });

  it("has no place once it was rewritten", () => {
    expect(lineIn(5, before, before.replace("max", "min"))).toBeNull();
  });

  it("has no place when it never existed", () => {
    expect(lineIn(99, before, before)).toBeNull();
    expect(lineIn(0, before, before)).toBeNull();
  });

  it("still reads the same wherever it went", () => {
    const text = fc.array(fc.constantFrom("a", "b", "", "def f():"), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(text, text, (old, now) => {
        for (const [index, words] of old.entries()) {
          const found = lineIn(index + 1, old.join("\n"), now.join("\n"));
          if (found !== null) expect(now[found - 1]).toBe(words);
        }
      }),
    );
  });
});

describe("the replacement between two texts", () => {
  it("turns the one into the other, and is nothing when they are equal", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.string({ maxLength: 30 }), (old, now) => {
        const change = replacementOf(old, now);
        if (old === now) expect(change).toBeNull();
        else {
          expect(change).not.toBeNull();
          if (change) expect(old.slice(0, change.from) + change.insert + old.slice(change.to)).toBe(now);
        }
      }),
    );
  });

  it("touches only what differs", () => {
    expect(replacementOf("a = 1\nb = 2\nc = 3", "a = 1\nb = 20\nc = 3")).toEqual({ from: 11, to: 11, insert: "0" });
  });
});
