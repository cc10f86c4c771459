/**
 * Failures under the line they belong to, as CodeMirror keeps them: they move with the text until the next run.
 *
 * Why: what failed is read where it is mended. Wrong when a mark survives the run that would have removed it.
 */

import { RangeSet, StateEffect, StateField, type Text } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  GutterMarker,
  gutterLineClass,
  WidgetType,
} from "@codemirror/view";

/** One failure of a line; `line` is 1-based in the present text. */
export type LineMark = { readonly key: string; readonly line: number; readonly says: string };

const setMarks = StateEffect.define<readonly LineMark[]>();

class FailureLine extends WidgetType {
  constructor(
    readonly key: string,
    readonly says: string,
    readonly indent: number,
  ) {
    super();
  }

  override eq(other: FailureLine): boolean {
    return other.key === this.key && other.says === this.says && other.indent === this.indent;
  }

  toDOM(): HTMLElement {
    const line = document.createElement("div");
    line.className = "cm-failure";
    line.style.setProperty("--indent", `${this.indent}ch`);
    const cross = document.createElement("span");
    cross.className = "cross";
    cross.setAttribute("aria-hidden", "true");
    cross.textContent = "×";
    line.append(cross, ` ${this.says}`);
    return line;
  }

  override get estimatedHeight(): number {
    return 20;
  }
}

const failedNumber = new (class extends GutterMarker {
  override elementClass = "cm-failed";
})();

function decorated(doc: Text, marks: readonly LineMark[]): DecorationSet {
  const placed = marks
    .filter((mark) => mark.line >= 1 && mark.line <= doc.lines)
    .map((mark) => {
      const line = doc.line(mark.line);
      const indent = /^\s*/.exec(line.text)?.[0].length ?? 0;
      return Decoration.widget({
        widget: new FailureLine(mark.key, mark.says, indent),
        side: 1,
        block: true,
        key: mark.key,
        says: mark.says,
      }).range(line.to);
    });
  return Decoration.set(placed, true);
}

const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(held, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setMarks)) return decorated(transaction.newDoc, effect.value);
    }
    return transaction.docChanged ? held.map(transaction.changes) : held;
  },
  provide: (self) => [
    EditorView.decorations.from(self),
    gutterLineClass.compute([self, "doc"], (state) => {
      const lines = new Set<number>();
      for (const iter = state.field(self).iter(); iter.value; iter.next()) lines.add(state.doc.lineAt(iter.from).from);
      return RangeSet.of([...lines].sort((a, b) => a - b).map((from) => failedNumber.range(from)));
    }),
  ],
});

export const failureMarks = field;

export function showMarks(view: EditorView, marks: readonly LineMark[]): void {
  view.dispatch({ effects: setMarks.of(marks) });
}

/** Put the cursor at the end of the line that the mark stands under now; false when the mark is gone. */
export function goToMark(view: EditorView, key: string): boolean {
  for (const iter = view.state.field(field).iter(); iter.value; iter.next()) {
    if (iter.value.spec.key !== key) continue;
    const line = view.state.doc.lineAt(iter.from);
    view.dispatch({
      selection: { anchor: line.to },
      effects: [
        EditorView.scrollIntoView(line.to, { y: "center" }),
        EditorView.announce.of(`Line ${line.number}: ${iter.value.spec.says}`),
      ],
    });
    view.focus();
    return true;
  }
  return false;
}
