import { EditorView } from "@codemirror/view";
import { act, render, screen } from "@testing-library/react";
import { createRef } from "react";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { Editor, type EditorHandle } from "./editor.tsx";
import type { LineMark } from "./marks.ts";
import { SOURCE_LIMIT } from "./setup.ts";

beforeAll(() => {
  // jsdom lays nothing out; CodeMirror asks how large a line is.
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
});

type Given = {
  readonly source?: string | null;
  readonly current?: string | null;
  readonly marks?: readonly LineMark[];
};
const none: readonly LineMark[] = [];

function open(given: Given = {}) {
  const onWrite = vi.fn<(text: string) => void>();
  const onRun = vi.fn();
  const ref = createRef<EditorHandle>();
  const drawn = (now: Given) => (
    <section data-pane="code" tabIndex={-1}>
      <Editor
        ref={ref}
        file="attention.py"
        initial={() => "import numpy as np\n\ndef f(x):\n    return x.max()\n"}
        source={now.source ?? null}
        current={() => now.current ?? null}
        marks={now.marks ?? none}
        onWrite={onWrite}
        onRun={onRun}
        note=""
      />
    </section>
  );
  const { rerender } = render(drawn(given));
  const box = screen.getByRole("textbox", { name: /attention\.py/ });
  const view = EditorView.findFromDOM(box);
  if (!view) throw new Error("no editor");
  return { onWrite, onRun, ref, box, view, again: (now: Given) => rerender(drawn(now)) };
}

const press = (box: HTMLElement, key: string, more: KeyboardEventInit = {}) => {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  act(() => void box.dispatchEvent(event));
  return event;
};
const type = (view: EditorView, text: string) =>
  act(() => view.dispatch({ changes: { from: view.state.doc.length, insert: text } }));

describe("the editor", () => {
  it("hands over every change of its text", () => {
    const { view, onWrite } = open();
    type(view, "# a\n");
    expect(onWrite).toHaveBeenLastCalledWith("import numpy as np\n\ndef f(x):\n    return x.max()\n# a\n");
  });

  it("takes in what another tab wrote, and does not write it again", () => {
    const { view, onWrite, again } = open();
    again({ source: "x = 1", current: "x = 1" });
    expect(view.state.doc.toString()).toBe("x = 1");
    expect(onWrite).not.toHaveBeenCalled();
  });

  it("keeps what was typed when the log does not have it", () => {
    const { view, again } = open({ source: "x = 1", current: "x = 1" });
    type(view, "\ny = 2");
    again({ source: "x = 0", current: null });
    expect(view.state.doc.toString()).toBe("x = 1\ny = 2");
  });

  it("does not take in what could not be saved, and says so", () => {
    const { view, onWrite } = open();
    type(view, "#".repeat(SOURCE_LIMIT));
    expect(onWrite).not.toHaveBeenCalled();
    expect(screen.getByRole("alert").textContent).toContain("200,000");
  });

  it("shows a failure under its line, moves it with the text, and drops it with the next run", () => {
    const mark = { key: "edges.0", line: 4, says: "T = 0: max of an empty axis" };
    const { view, box, ref, again } = open({ marks: [mark] });
    expect(box.textContent).toContain("× T = 0: max of an empty axis");
    act(() => view.dispatch({ changes: { from: 0, insert: "# one more line\n" } }));
    act(() => expect(ref.current?.goTo("edges.0")).toBe(true));
    expect(view.state.doc.lineAt(view.state.selection.main.head).number).toBe(5);
    again({ marks: [] });
    expect(box.textContent).not.toContain("T = 0");
    expect(ref.current?.goTo("edges.0")).toBe(false);
  });

  it("runs on mod+enter without putting a line in", () => {
    const { box, view, onRun } = open();
    const before = view.state.doc.toString();
    press(box, "Enter", { ctrlKey: true });
    expect(onRun).toHaveBeenCalledOnce();
    expect(view.state.doc.toString()).toBe(before);
  });

  it("does not hold the focus: Escape, then Tab goes on, and Escape twice steps out", () => {
    const { box, view } = open();
    act(() => view.focus());
    expect(press(box, "Tab").defaultPrevented).toBe(true);
    expect(press(box, "Escape", { keyCode: 27 }).defaultPrevented).toBe(true);
    expect(press(box, "Tab", { keyCode: 9 }).defaultPrevented).toBe(false);
    press(box, "Escape", { keyCode: 27 });
    expect(document.activeElement?.getAttribute("data-pane")).toBe("code");
  });
});
