/**
 * The board's state in a component: document with undo, selection, tool, and the server's opinion of it.
 *
 * Why: the drawing, the inspector and the outline are three views of one thing. Wrong when an edit made here comes back
 * from the log as somebody else's, or somebody else's does not arrive.
 */

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { JsonObject } from "../../live/events.ts";
import type { BoardCheck, NodeType } from "../../live/material.ts";
import type { Outcome } from "../../live/transport.ts";
import { bareNumber } from "./bare-number.ts";
import { begin, type History, record, redo, undo } from "./history.ts";
import * as model from "./model.ts";
import { type BoardDoc, NOTHING, type Selection } from "./model.ts";
import { fromBlueprint, toBlueprint } from "./wire.ts";

export type Tool = "select" | "box" | "arrow" | "text" | "number";
export type View = "drawing" | "outline";

/** An answer of the server and the board it is about: a guess must not be applied to a later one. */
type Checked = { readonly check: BoardCheck; readonly about: BoardDoc | null; readonly problem: string };

export type BoardEditor = {
  readonly doc: BoardDoc;
  readonly selection: Selection;
  readonly tool: Tool;
  readonly inspecting: boolean;
  readonly check: BoardCheck;
  /** Why the last check did not succeed; empty when it did. */
  readonly problem: string;
  readonly types: readonly NodeType[];
  readonly edit: (next: BoardDoc) => void;
  readonly select: (what: Selection) => void;
  readonly setTool: (tool: Tool) => void;
  readonly setInspecting: (open: boolean) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly confirm: (node: string, name: string) => void;
  readonly rename: (id: string, words: { label?: string; note?: string }) => void;
  readonly retype: (id: string, type: string) => void;
  /** Why a box has the type it has, where that was guessed in this session. */
  readonly guessed: ReadonlyMap<string, string>;
};

export type BoardOptions = {
  readonly board: JsonObject | null;
  readonly types: readonly NodeType[];
  readonly onDraw: (board: JsonObject) => void;
  readonly ask: (board: JsonObject) => Promise<Outcome<BoardCheck>>;
};

const NO_CHECK: BoardCheck = { findings: [], assumptions: [], guessed: [], runnable: false };
const CHECK_MS = 250;
/** Boards of ours that may still come back from the log. */
const REMEMBERED = 40;

export function useBoard({ board, types, onDraw, ask }: BoardOptions): BoardEditor {
  const [history, setHistory] = useState<History<BoardDoc>>(() => begin(fromBlueprint(board)));
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const [tool, setTool] = useState<Tool>("select");
  const [inspecting, setInspecting] = useState(false);
  const [guessed, setGuessed] = useState<ReadonlyMap<string, string>>(new Map());
  const written = useRef<string[]>([]);
  const doc = history.now;

  const write = useCallback(
    (next: BoardDoc) => {
      const blueprint = toBlueprint(next);
      written.current = [...written.current, JSON.stringify(blueprint)].slice(-REMEMBERED);
      onDraw(blueprint);
    },
    [onDraw],
  );
  const apply = useCallback(
    (change: (held: History<BoardDoc>) => History<BoardDoc>) => {
      const next = change(history);
      if (next === history) return;
      setHistory(next);
      write(next.now);
    },
    [history, write],
  );
  useForeignBoard(board, written, doc, (arrived) => setHistory((held) => record(held, arrived)));
  const { check, about, problem } = useCheck(doc, ask);
  const { known, typeOf } = useMemo(() => parametersOf(types), [types]);

  // A guess is written into the board at once, so that a box can take the numbers of its type.
  useEffect(() => {
    if (about !== doc) return;
    const guesses = check.guessed.filter(
      ({ node, type }) => model.nodeOf(doc, node)?.type === model.UNTYPED && typeOf.has(type),
    );
    if (guesses.length === 0) return;
    const next = guesses.reduce(
      (held, { node, type, parameters }) => model.updateNode(held, node, { type, params: parameters }),
      doc,
    );
    setGuessed((held) => new Map([...held, ...guesses.map((guess) => [guess.node, guess.because] as const)]));
    setHistory((held) => ({ ...held, now: next }));
    write(next);
  }, [check, about, doc, typeOf, write]);

  const edit = useCallback((next: BoardDoc) => apply((held) => record(held, next)), [apply]);
  return {
    doc,
    selection: model.holds(doc, selection) ? selection : NOTHING,
    tool,
    inspecting,
    check,
    problem,
    types,
    edit,
    select: setSelection,
    setTool,
    setInspecting,
    undo: () => apply(undo),
    redo: () => apply(redo),
    guessed,
    confirm: (node, name) => {
      const assumed = check.assumptions.find((held) => held.node === node && held.name === name);
      const target = model.nodeOf(doc, node);
      if (assumed === undefined || target === undefined) return;
      const value = bareNumber(assumed.value);
      edit(model.updateNode(doc, node, { params: model.withParam(target.params, name, value) }));
    },
    rename: (id, words) => {
      const first = model.named(doc, id, words.label ?? model.nodeOf(doc, id)?.label ?? "");
      if (first.id !== id) {
        edit(first.doc);
        if (selection.kind === "node" && selection.id === id) setSelection({ kind: "node", id: first.id });
        return;
      }
      const renamed = model.relabel(doc, id, words);
      const renames = words.label !== undefined && words.label !== model.nodeOf(doc, id)?.label;
      edit(renames && guessed.has(id) ? model.retype(renamed, id, model.UNTYPED, known(model.UNTYPED)) : renamed);
    },
    retype: (id, type) => {
      setGuessed((held) => new Map([...held].filter(([other]) => other !== id)));
      edit(model.retype(doc, id, type, known(type)));
    },
  };
}

function parametersOf(types: readonly NodeType[]) {
  const typeOf = new Map(types.map((type) => [type.type, type]));
  const known = (type: string) => new Set(typeOf.get(type)?.parameters.map((parameter) => parameter.name) ?? []);
  return { typeOf, known };
}

/** Take over a board that somebody else drew: another tab, or the log after a reload. */
function useForeignBoard(
  board: JsonObject | null,
  written: React.RefObject<string[]>,
  doc: BoardDoc,
  onArrival: (doc: BoardDoc) => void,
): void {
  const seen = useRef(board);
  useEffect(() => {
    if (seen.current === board || board === null) return;
    seen.current = board;
    const arrived = fromBlueprint(board);
    const canonical = JSON.stringify(toBlueprint(arrived));
    if (written.current.includes(canonical) || canonical === JSON.stringify(toBlueprint(doc))) return;
    onArrival(arrived);
  }, [board, doc, onArrival, written]);
}

/** Ask the server about the board shortly after each change; the last answer stays until the next one is whole. */
function useCheck(doc: BoardDoc, ask: BoardOptions["ask"]): Checked {
  const [state, setState] = useState<Checked>({ check: NO_CHECK, about: null, problem: "" });
  useEffect(() => {
    if (doc.nodes.length === 0) {
      setState({ check: NO_CHECK, about: null, problem: "" });
      return;
    }
    let current = true;
    const timer = setTimeout(async () => {
      const outcome = await ask(toBlueprint(doc));
      if (!current) return;
      if (outcome.kind === "ok") setState({ check: outcome.value, about: doc, problem: "" });
      else setState((held) => ({ ...held, problem: outcome.message }));
    }, CHECK_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [doc, ask]);
  return state;
}
