/**
 * The numbers and words of what is selected; with nothing selected, what the board promises and what it assumes.
 *
 * Why: a number hides nowhere: each has a field, a unit and a reason. Wrong when a field edits something else than it names.
 */

import * as model from "./model.ts";
import { type BoardDoc, type BoardEdge, type BoardNode, EDGE_KINDS, type EdgeKind } from "./model.ts";
import { ParamField } from "./param-field.tsx";
import type { BoardEditor } from "./use-board.ts";
import { assumedOf, findingsOf, labelOf } from "./words.ts";

export function Inspector({ editor }: { readonly editor: BoardEditor }) {
  const { doc, selection } = editor;
  const node = selection.kind === "node" ? model.nodeOf(doc, selection.id) : undefined;
  const edge = selection.kind === "edge" ? model.edgeOf(doc, selection.id) : undefined;
  return (
    <aside className="inspector" aria-label="Numbers of the selection">
      <div className="inspector-head">
        <h3 className="ptitle">{node ? node.label || "unnamed" : edge ? "Arrow" : "The whole board"}</h3>
        <button type="button" className="link note" onClick={() => editor.setInspecting(false)}>
          close
        </button>
      </div>
      {node && <NodeForm key={node.id} editor={editor} node={node} />}
      {edge && <EdgeForm key={edge.id} editor={editor} edge={edge} />}
      {!node && !edge && <BoardForm editor={editor} />}
    </aside>
  );
}

function NodeForm({ editor, node }: { readonly editor: BoardEditor; readonly node: BoardNode }) {
  const { doc, check, types } = editor;
  const type = types.find((held) => held.type === node.type);
  const assumed = assumedOf(check, node);
  const because = editor.guessed.get(node.id);
  const findings = findingsOf(check, node);
  const shownBeside = (key: string | null | undefined) => type?.parameters.some((held) => held.name === key) === true;
  const set = (name: string, value: string | number | null) =>
    editor.edit(model.updateNode(doc, node.id, { params: model.withParam(node.params, name, value) }));
  return (
    <>
      <Words label="Name" value={node.label} limit={80} onSet={(label) => editor.rename(node.id, { label })} />
      <Words label="Second line" value={node.note} limit={400} onSet={(note) => editor.rename(node.id, { note })} />
      <label className="param">
        Type
        <select className="field" value={node.type} onChange={(event) => editor.retype(node.id, event.target.value)}>
          {!types.some((held) => held.type === model.UNTYPED) && <option value={model.UNTYPED}>not said yet</option>}
          {types.map((held) => (
            <option key={held.type} value={held.type}>
              {held.type === model.UNTYPED ? "not said yet" : held.title}
            </option>
          ))}
        </select>
        {because !== undefined && node.type !== model.UNTYPED && <span className="note">guessed: {because}</span>}
      </label>
      <Findings texts={findings.filter((finding) => !shownBeside(finding.key)).map((finding) => finding.text)} />
      {type?.parameters.map(({ name, unit, help }) => (
        <ParamField
          key={name}
          name={name}
          help={help}
          example={unit}
          value={node.params[name]}
          wrong={findings.find((finding) => finding.key === name && finding.level === "error")?.text}
          assumed={assumed.find((held) => held.name === name)}
          onSet={(value) => set(name, value)}
          onConfirm={() => editor.confirm(node.id, name)}
        />
      ))}
      <GroupField editor={editor} node={node} />
      <RemoveButton editor={editor} says="Delete the box" />
    </>
  );
}

const EDGE_PARAMS = [
  { name: "fraction", help: "Share of requests that take it." },
  { name: "reads", help: "Keys one request reads." },
  { name: "payload", help: "Bytes of one key or message, as 1.2 kB." },
  { name: "cross_zone", help: "Share of the bytes billed between zones." },
] as const;

const KIND_SAYS: Readonly<Record<EdgeKind, string>> = {
  sync: "sync: the request waits",
  async: "async: nobody waits",
  shadow: "shadow: a copy",
  fallback: "fallback: when the others are gone",
};

function EdgeForm({ editor, edge }: { readonly editor: BoardEditor; readonly edge: BoardEdge }) {
  const { doc } = editor;
  const set = (change: Partial<Omit<BoardEdge, "id">>) => editor.edit(model.updateEdge(doc, edge.id, change));
  return (
    <>
      <p className="ui">
        {labelOf(doc, edge.from)} → {labelOf(doc, edge.to)}{" "}
        <button type="button" className="link note" onClick={() => set({ from: edge.to, to: edge.from })}>
          turn round
        </button>
      </p>
      <div className="param">
        <span>Kind</span>
        <KindSelect value={edge.kind} onSet={(kind) => set({ kind })} />
      </div>
      <Words label="Words" value={edge.label} limit={80} onSet={(label) => set({ label })} />
      {EDGE_PARAMS.map(({ name, help }) => (
        <ParamField
          key={name}
          name={name}
          help={help}
          value={edge.params[name]}
          onSet={(value) => set({ params: model.withParam(edge.params, name, value) })}
        />
      ))}
      <Findings texts={findingsOf(editor.check, edge).map((finding) => finding.text)} />
      <RemoveButton editor={editor} says="Delete the arrow" />
    </>
  );
}

export function KindSelect({ value, onSet }: { readonly value: EdgeKind; readonly onSet: (kind: EdgeKind) => void }) {
  return (
    <select
      className="field"
      value={value}
      aria-label="Kind of arrow"
      onChange={(event) => onSet(EDGE_KINDS.find((kind) => kind === event.target.value) ?? "sync")}
    >
      {EDGE_KINDS.map((kind) => (
        <option key={kind} value={kind}>
          {KIND_SAYS[kind]}
        </option>
      ))}
    </select>
  );
}

const PROMISES = [
  { name: "p99", help: "End to end, as 250 ms." },
  { name: "load", help: "Peak of all regions, as 24.3k req/s." },
  { name: "recall", help: "Share of the ideal page that survives." },
  { name: "cost", help: "A year, as 2.4 M USD/year." },
  { name: "item_freshness", help: "Oldest index that may answer, as 15 min." },
  { name: "model_freshness", help: "Oldest model that may answer, as 1 day." },
  { name: "utilisation", help: "No stage busier than this at peak." },
] as const;

function BoardForm({ editor }: { readonly editor: BoardEditor }) {
  const { doc, check } = editor;
  const open = doc.nodes.flatMap((node) => assumedOf(check, node));
  return (
    <>
      <p className="note">What you promise is judged; what you do not promise is not.</p>
      {PROMISES.map(({ name, help }) => (
        <ParamField
          key={name}
          name={name}
          help={help}
          value={doc.requirements[name]}
          onSet={(value) => editor.edit({ ...doc, requirements: model.withParam(doc.requirements, name, value) })}
        />
      ))}
      <ParamField
        name="regions"
        help="Copies that each run everything drawn."
        value={doc.regions}
        onSet={(value) => editor.edit({ ...doc, regions: regionsFrom(doc, value) })}
      />
      <h3 className="ptitle">Assumed for you: {open.length}</h3>
      <ul className="assumptions ui">
        {open.map((held) => (
          <li key={`${held.node} ${held.name}`}>
            <button type="button" className="link" onClick={() => editor.select({ kind: "node", id: held.node })}>
              {labelOf(doc, held.node)}
            </button>{" "}
            {held.name.replaceAll("_", " ")} <b>{held.value}</b>{" "}
            <button
              type="button"
              className="link note"
              aria-label={`Confirm ${labelOf(doc, held.node)} ${held.name.replaceAll("_", " ")} ${held.value}`}
              onClick={() => editor.confirm(held.node, held.name)}
            >
              confirm
            </button>
            <span className="note">{held.reason}</span>
          </li>
        ))}
      </ul>
      <Findings texts={check.findings.filter((finding) => !finding.node && !finding.edge).map((held) => held.text)} />
    </>
  );
}

function regionsFrom(doc: BoardDoc, value: string | number | null): number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 20 ? value : doc.regions;
}

function GroupField({ editor, node }: { readonly editor: BoardEditor; readonly node: BoardNode }) {
  const { doc } = editor;
  const current = model.groupOf(doc, node.id);
  return (
    <label className="param">
      Frame
      <select
        className="field"
        value={current?.id ?? ""}
        onChange={(event) => {
          const { value } = event.target;
          if (value === "new:") editor.edit(model.addGroup(doc, `Frame ${doc.groups.length + 1}`, [node.id]));
          else editor.edit(model.setGroup(doc, node.id, value === "" ? null : value));
        }}
      >
        <option value="">none</option>
        {doc.groups.map((group) => (
          <option key={group.id} value={group.id}>
            {group.label || group.id}
          </option>
        ))}
        {doc.groups.length < 20 && <option value="new:">a new frame</option>}
      </select>
    </label>
  );
}

type WordsProps = {
  readonly label: string;
  readonly value: string;
  readonly limit: number;
  readonly onSet: (text: string) => void;
};

function Words({ label, value, limit, onSet }: WordsProps) {
  return (
    <label className="param">
      {label}
      <input
        className="field"
        key={value}
        defaultValue={value}
        maxLength={limit}
        onBlur={(event) => {
          if (event.target.value !== value) onSet(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.currentTarget.blur();
        }}
      />
    </label>
  );
}

function RemoveButton({ editor, says }: { readonly editor: BoardEditor; readonly says: string }) {
  return (
    <button
      type="button"
      className="btn"
      onClick={() => {
        editor.edit(model.remove(editor.doc, editor.selection));
        editor.select(model.NOTHING);
      }}
    >
      {says}
    </button>
  );
}

export function Findings({ texts }: { readonly texts: readonly string[] }) {
  if (texts.length === 0) return null;
  return (
    <ul className="findings ui">
      {texts.map((text) => (
        <li key={text}>
          <span className="cross" aria-hidden="true">
            ×
          </span>{" "}
          {text}
        </li>
      ))}
    </ul>
  );
}
