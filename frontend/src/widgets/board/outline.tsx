/**
 * The board as a table that can be edited: for screen readers, for phones, and for who thinks in lists.
 *
 * Why: the same document, without a picture. Wrong when something can be drawn that cannot be written here.
 */

import { useState } from "react";
import type { Measured } from "./canvas.tsx";
import { countIn, printCount } from "./flow.ts";
import { KindSelect } from "./inspector.tsx";
import * as model from "./model.ts";
import { type BoardDoc, UNTYPED } from "./model.ts";
import { freePlace, readingOrder } from "./place.ts";
import type { BoardEditor } from "./use-board.ts";
import { assumedOf, labelOf } from "./words.ts";

type OutlineProps = { readonly editor: BoardEditor; readonly measured: Measured };

export function Outline({ editor, measured }: OutlineProps) {
  return (
    <div className="outline" data-first tabIndex={-1}>
      <Boxes editor={editor} measured={measured} />
      <Arrows editor={editor} />
    </div>
  );
}

function Boxes({ editor, measured }: OutlineProps) {
  const { doc, selection, check, types } = editor;
  const [name, setName] = useState("");
  const add = () => {
    const added = model.addNode(doc, freePlace(doc, readingOrder(doc).at(-1)), name.trim());
    if (added === null) return;
    editor.edit(added.doc);
    editor.select({ kind: "node", id: added.id });
    setName("");
  };
  return (
    <>
      <table>
        <caption>Outline of the board</caption>
        <thead>
          <tr>
            <th scope="col">Box</th>
            <th scope="col">Type</th>
            <th scope="col" className="r">
              In
            </th>
            <th scope="col" className="r">
              Out
            </th>
            <th scope="col" className="r">
              p50
            </th>
            <th scope="col">
              <span className="vh">Numbers</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {readingOrder(doc).map((node) => {
            const on = selection.kind === "node" && selection.id === node.id;
            const assumed = assumedOf(check, node).length;
            return (
              <tr key={node.id} aria-current={on ? "true" : undefined}>
                <th scope="row">
                  <input
                    className="field bare-field"
                    aria-label={`Name of ${node.label || "the box"}`}
                    key={node.label}
                    defaultValue={node.label}
                    maxLength={80}
                    onFocus={() => editor.select({ kind: "node", id: node.id })}
                    onBlur={(event) => {
                      if (event.target.value !== node.label) editor.rename(node.id, { label: event.target.value });
                    }}
                  />
                  {node.note && <span className="dimmer"> {node.note}</span>}
                </th>
                <td>
                  <select
                    className="field bare-field"
                    aria-label={`Type of ${node.label || "the box"}`}
                    value={node.type}
                    onChange={(event) => editor.retype(node.id, event.target.value)}
                  >
                    {!types.some((type) => type.type === UNTYPED) && <option value={UNTYPED}>not said yet</option>}
                    {types.map((type) => (
                      <option key={type.type} value={type.type}>
                        {type.type === UNTYPED ? "not said yet" : type.title}
                      </option>
                    ))}
                  </select>
                </td>
                <td className="r">{itemsIn(doc, node.id)}</td>
                <td className="r">{itemsOut(node.params.keep)}</td>
                <td className="r nb">{measured.get(node.id) ?? "–"}</td>
                <td className="r">
                  <button
                    type="button"
                    className="link note"
                    aria-label={`Numbers of ${node.label || "the box"}${assumed > 0 ? `, ${assumed} assumed` : ""}`}
                    onClick={() => {
                      editor.select({ kind: "node", id: node.id });
                      editor.setInspecting(true);
                    }}
                  >
                    {assumed > 0 ? `${assumed} assumed` : "numbers"}
                  </button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <form
        className="inline outline-add"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <input
          className="field"
          aria-label="Name of a new box"
          placeholder="A new box"
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <button type="submit" className="btn" disabled={doc.nodes.length >= model.NODE_LIMIT}>
          Add the box
        </button>
      </form>
    </>
  );
}

function Arrows({ editor }: { readonly editor: BoardEditor }) {
  const { doc, selection } = editor;
  return (
    <>
      <table>
        <caption>Arrows</caption>
        <thead>
          <tr>
            <th scope="col">From, to</th>
            <th scope="col">Kind</th>
            <th scope="col">
              <span className="vh">Change</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {doc.edges.map((edge) => {
            const name = `${labelOf(doc, edge.from)} → ${labelOf(doc, edge.to)}`;
            const on = selection.kind === "edge" && selection.id === edge.id;
            return (
              <tr key={edge.id} aria-current={on ? "true" : undefined}>
                <th scope="row">
                  {name} {edge.label && <span className="dimmer">{edge.label}</span>}
                </th>
                <td>
                  <KindSelect
                    value={edge.kind}
                    onSet={(kind) => editor.edit(model.updateEdge(doc, edge.id, { kind }))}
                  />
                </td>
                <td className="r nb">
                  <button
                    type="button"
                    className="link note"
                    aria-label={`Numbers of ${name}`}
                    onClick={() => {
                      editor.select({ kind: "edge", id: edge.id });
                      editor.setInspecting(true);
                    }}
                  >
                    numbers
                  </button>{" "}
                  <button
                    type="button"
                    className="link note"
                    aria-label={`Delete ${name}`}
                    onClick={() => editor.edit(model.remove(doc, { kind: "edge", id: edge.id }))}
                  >
                    delete
                  </button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {doc.nodes.length > 1 && <NewArrow editor={editor} />}
    </>
  );
}

function NewArrow({ editor }: { readonly editor: BoardEditor }) {
  const { doc } = editor;
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const drawn = from !== "" && to !== "" ? model.connect(doc, from, to) : null;
  const options = readingOrder(doc).map((node) => (
    <option key={node.id} value={node.id}>
      {node.label || node.id}
    </option>
  ));
  return (
    <form
      className="inline outline-add"
      onSubmit={(event) => {
        event.preventDefault();
        if (drawn !== null) editor.edit(drawn.doc);
        setFrom(to);
        setTo("");
      }}
    >
      <select className="field" aria-label="From" value={from} onChange={(event) => setFrom(event.target.value)}>
        <option value="">from</option>
        {options}
      </select>
      <select className="field" aria-label="To" value={to} onChange={(event) => setTo(event.target.value)}>
        <option value="">to</option>
        {options}
      </select>
      <button type="submit" className="btn" disabled={drawn === null}>
        Add the arrow
      </button>
    </form>
  );
}

/** Candidates that arrive: the sum over the arrows, where all of them are numbers. */
function itemsIn(doc: BoardDoc, id: string): string {
  const counts = doc.edges
    .filter((edge) => edge.to === id && edge.kind === "sync")
    .flatMap((edge) => {
      const keep = model.nodeOf(doc, edge.from)?.params.keep;
      return keep === undefined ? [] : [countIn(String(keep))];
    });
  const known = counts.filter((count) => count !== null);
  return known.length === 0 ? "–" : printCount(known.reduce((sum, count) => sum + count, 0));
}

function itemsOut(keep: string | number | undefined): string {
  const count = keep === undefined ? null : countIn(String(keep));
  return count === null ? String(keep ?? "–") : printCount(count);
}
