/**
 * What the editor is made of: Python, set like a book, with the few keys it owns.
 *
 * Why: the look is in the style sheet by class, so both themes and print follow the tokens. Wrong when the editor keeps
 * the focus: Escape and then Tab leaves it, and the key says so.
 */

import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { pythonLanguage } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { Annotation, EditorState, type Extension, Prec } from "@codemirror/state";
import { EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";
import { failureMarks } from "./marks.ts";

/** What the server takes as one source. */
export const SOURCE_LIMIT = 200_000;
/** How long after Escape a Tab leaves the editor. */
const LEAVE_MS = 2_000;

/** Marks a change that came from the log, so that it is not written into the log again. */
export const fromLog = Annotation.define<true>();

const bookish = tagHighlighter([
  { tag: [tags.keyword, tags.bool, tags.null, tags.operatorKeyword, tags.self], class: "tok-keyword" },
  { tag: [tags.comment, tags.string, tags.docString], class: "tok-quiet" },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], class: "tok-def" },
]);

export type Setup = {
  readonly label: string;
  readonly nonce: string;
  readonly onRun: () => void;
  /** Escape a second time, while Tab would leave: the focus goes to the pane. */
  readonly onLeave: (view: EditorView) => void;
  readonly onChange: (source: string) => void;
  readonly onCursor: (view: EditorView) => void;
  readonly onTooLong: () => void;
  readonly now: () => number;
};

export function editorSetup(setup: Setup): Extension {
  return [
    EditorView.cspNonce.of(setup.nonce),
    ownKeys(setup),
    history(),
    lineNumbers(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    bracketMatching(),
    indentOnInput(),
    indentUnit.of("    "),
    EditorState.tabSize.of(4),
    pythonLanguage,
    syntaxHighlighting(bookish),
    failureMarks,
    keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
    EditorView.contentAttributes.of({
      "aria-label": setup.label,
      "data-first": "",
      // It is reached by Tab without this, too; what scrolls around it is only known to be reachable with it.
      tabindex: "0",
      spellcheck: "false",
      autocapitalize: "off",
    }),
    plainTyping,
    limit(setup.onTooLong),
    EditorView.updateListener.of((update) => {
      const ours = update.transactions.some((one) => one.docChanged && !one.annotation(fromLog));
      if (ours) setup.onChange(update.state.doc.toString());
      if (update.docChanged || update.selectionSet || update.focusChanged) setup.onCursor(update.view);
    }),
  ];
}

function ownKeys({ onRun, onLeave, now }: Setup): Extension {
  let armedAt = Number.NEGATIVE_INFINITY;
  const run = () => {
    onRun();
    return true;
  };
  // A page's own Escape leaves the room: inside the editor it only ever leaves the editor.
  const stepOut = (view: EditorView) => {
    if (now() - armedAt < LEAVE_MS) onLeave(view);
    else view.setTabFocusMode(LEAVE_MS);
    armedAt = now();
    return true;
  };
  return Prec.highest(
    keymap.of([
      { key: "Mod-Enter", run },
      { key: "Escape", run: stepOut },
    ]),
  );
}

/**
 * Text typed over a selection goes in without the browser's own editing: Chromium would give it the look of what it
 * replaces as inline style, which the policy of the page refuses and reports.
 */
const plainTyping = EditorView.domEventHandlers({
  beforeinput(event, view) {
    if (event.inputType !== "insertText" || event.data === null || view.composing) return false;
    if (view.state.selection.main.empty) return false;
    view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
    return true;
  },
});

/** A source too long to be saved is not taken in: typed and lost would be worse. */
function limit(onTooLong: () => void): Extension {
  return EditorState.changeFilter.of((transaction) => {
    if (!transaction.docChanged || transaction.newDoc.length <= SOURCE_LIMIT || transaction.annotation(fromLog)) {
      return true;
    }
    onTooLong();
    return false;
  });
}
