/**
 * The editor as a component: one CodeMirror view for as long as it is on screen.
 *
 * Why: what is typed becomes `wrote` events, and what another tab wrote comes back. Wrong when the log overwrites what
 * was typed here and not taken yet.
 */

import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { type RefObject, useEffect, useImperativeHandle, useRef, useState } from "react";
import { replacementOf } from "./lines.ts";
import { goToMark, type LineMark, showMarks } from "./marks.ts";
import { editorSetup, fromLog, SOURCE_LIMIT } from "./setup.ts";

export type EditorHandle = {
  readonly source: () => string;
  /** Move to the line a failure stands under; false when it has no line. */
  readonly goTo: (key: string) => boolean;
};

type EditorProps = {
  readonly file: string;
  /** What stands in the editor when it opens. */
  readonly initial: () => string;
  /** Changes whenever the log's source does; `current` is read then. */
  readonly source: string | null;
  /** The source as the log and the unsent changes have it now; null when nothing was written or a change was refused. */
  readonly current: () => string | null;
  readonly marks: readonly LineMark[];
  readonly onWrite: (source: string) => void;
  readonly onRun: () => void;
  /** Printed at the end of the status bar. */
  readonly note: string;
  readonly ref?: RefObject<EditorHandle | null>;
};

type Cursor = { readonly line: number; readonly column: number };

export function Editor(props: EditorProps) {
  const { source, marks, note, ref } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const [cursor, setCursor] = useState<Cursor>({ line: 1, column: 1 });
  const [tooLong, setTooLong] = useState(false);

  useView({ host, view, latest, onCursor: setCursor, onTooLong: setTooLong });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the source is the trigger; what is taken is read fresh.
  useEffect(() => {
    const held = view.current;
    const wanted = latest.current.current();
    if (!held || wanted === null) return;
    const changes = replacementOf(held.state.doc.toString(), wanted);
    if (changes) held.dispatch({ changes, annotations: fromLog.of(true) });
  }, [source]);

  useEffect(() => {
    if (view.current) showMarks(view.current, marks);
  }, [marks]);

  useImperativeHandle(
    ref,
    () => ({
      source: () => view.current?.state.doc.toString() ?? "",
      goTo: (key) => (view.current ? goToMark(view.current, key) : false),
    }),
    [],
  );

  return (
    <>
      <div className="editor" ref={host} />
      <div className="editbar note">
        <span>
          Ln {cursor.line}, Col {cursor.column}
        </span>
        <span className="wide">Spaces: 4</span>
        <span className="wide">
          <kbd>esc</kbd> then <kbd>tab</kbd> leaves the editor
        </span>
        {tooLong && (
          <span className="bad" role="alert">
            × Not taken in: a source holds {SOURCE_LIMIT.toLocaleString("en-GB")} characters at most
          </span>
        )}
        <span className="end">{note}</span>
      </div>
    </>
  );
}

type ViewGiven = {
  readonly host: RefObject<HTMLDivElement | null>;
  readonly view: RefObject<EditorView | null>;
  /** The props as they are now: the view outlives every one of them. */
  readonly latest: RefObject<EditorProps>;
  readonly onCursor: (cursor: Cursor) => void;
  readonly onTooLong: (tooLong: boolean) => void;
};

/** Make the view when the host is there and end it with the component. */
function useView({ host, view, latest, onCursor, onTooLong }: ViewGiven): void {
  useEffect(() => {
    const made = new EditorView({
      ...(host.current ? { parent: host.current } : {}),
      state: EditorState.create({
        doc: latest.current.initial(),
        extensions: editorSetup({
          label: `${latest.current.file}, Python editor`,
          nonce: document.querySelector("meta[name='csp-nonce']")?.getAttribute("content") ?? "",
          onRun: () => latest.current.onRun(),
          onLeave: (held) => {
            held.contentDOM.blur();
            host.current?.closest<HTMLElement>("[data-pane]")?.focus();
          },
          onChange: (text) => {
            onTooLong(false);
            latest.current.onWrite(text);
          },
          onCursor: (held) => onCursor(cursorOf(held)),
          onTooLong: () => onTooLong(true),
          now: () => performance.now(),
        }),
      }),
    });
    view.current = made;
    return () => {
      view.current = null;
      made.destroy();
    };
  }, [host, view, latest, onCursor, onTooLong]);
}

function cursorOf(view: EditorView): Cursor {
  const { head } = view.state.selection.main;
  const line = view.state.doc.lineAt(head);
  return { line: line.number, column: head - line.from + 1 };
}
