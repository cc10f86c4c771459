/** The board in words: for the live region, the toolbar and the names of things. Pure. */

import type { BoardCheck, NodeType } from "../../live/material.ts";
import { type BoardDoc, type BoardEdge, type BoardNode, edgeOf, nodeOf, type Selection, UNTYPED } from "./model.ts";
import { readingOrder } from "./place.ts";

export function titleOf(types: readonly NodeType[], type: string): string {
  if (type === UNTYPED) return "not said yet";
  return types.find((held) => held.type === type)?.title ?? type;
}

/** What a screen reader hears when something is selected: name, kind, place in the order, arrows. */
export function describe(doc: BoardDoc, what: Selection, types: readonly NodeType[]): string {
  switch (what.kind) {
    case "none":
      return "Nothing is selected.";
    case "node": {
      const node = nodeOf(doc, what.id);
      if (!node) return "";
      const order = readingOrder(doc);
      const ins = doc.edges.filter((edge) => edge.to === node.id).map((edge) => labelOf(doc, edge.from));
      const outs = doc.edges.filter((edge) => edge.from === node.id).map((edge) => labelOf(doc, edge.to));
      return [
        `${node.label || "unnamed"}, ${titleOf(types, node.type)}, box ${order.indexOf(node) + 1} of ${order.length}.`,
        ins.length > 0 ? `In from ${ins.join(", ")}.` : "Nothing comes in.",
        outs.length > 0 ? `Out to ${outs.join(", ")}.` : "Nothing goes out.",
      ].join(" ");
    }
    case "edge": {
      const edge = edgeOf(doc, what.id);
      return edge ? `Arrow from ${labelOf(doc, edge.from)} to ${labelOf(doc, edge.to)}, ${edge.kind}.` : "";
    }
    case "text":
      return `Text: ${doc.texts.find((text) => text.id === what.id)?.text ?? ""}`;
    case "group":
      return `Frame ${doc.groups.find((group) => group.id === what.id)?.label ?? ""}.`;
  }
}

/** One line about the selected box for the toolbar: "Rank: ranker, in 300, out 60". */
export function summary(doc: BoardDoc, what: Selection, types: readonly NodeType[]): string {
  if (what.kind !== "node") return what.kind === "none" ? "" : describe(doc, what, types);
  const node = nodeOf(doc, what.id);
  if (!node) return "";
  const arriving = doc.edges
    .filter((edge) => edge.to === node.id && edge.kind === "sync")
    .map((edge) => nodeOf(doc, edge.from)?.params.keep)
    .find((keep) => keep !== undefined);
  const parts = [titleOf(types, node.type)];
  if (arriving !== undefined) parts.push(`in ${arriving}`);
  if (node.params.keep !== undefined) parts.push(`out ${node.params.keep}`);
  return `${node.label || "unnamed"}: ${parts.join(", ")}`;
}

export function labelOf(doc: BoardDoc, id: string): string {
  return nodeOf(doc, id)?.label || id;
}

export function assumedOf(check: BoardCheck, node: BoardNode) {
  return check.assumptions.filter(
    (assumption) => assumption.node === node.id && node.params[assumption.name] === undefined,
  );
}

/** The findings about one part; an arrow is named by its ends, "a->b". */
export function findingsOf(check: BoardCheck, part: BoardNode | BoardEdge) {
  const name = "from" in part ? `${part.from}->${part.to}` : part.id;
  return check.findings.filter((finding) => ("from" in part ? finding.edge : finding.node) === name);
}
