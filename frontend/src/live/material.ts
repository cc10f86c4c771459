/**
 * What a room shows of its exercise, and the checks it asks for while the candidate works: the server's own types.
 *
 * Why: rooms and widgets name them in one place. Wrong when a shape is written by hand here.
 */

import type { components } from "../api/generated/schema.ts";
import type { JsonObject } from "./events.ts";
import type { Outcome } from "./transport.ts";

type Schemas = components["schemas"];

/** Something the room asks the candidate to commit: a number with its unit, one of several, or a sentence. */
export type CommitmentField = Schemas["CommitmentMaterial"];
export type NodeType = Schemas["NodeType"];
export type DesignMaterial = Schemas["DesignMaterial"];
export type ProblemMaterial = Schemas["ProblemMaterial"];
/** What every kind of room shows. */
export type Material = Pick<DesignMaterial, "title" | "prompt_html" | "phases" | "commitments">;

export type BoardCheck = Schemas["BoardCheck"];
export type BoardAssumption = Schemas["Assumption"];
export type NapkinCheck = Schemas["Napkin"];
export type NapkinResult = Schemas["NapkinValue"];

export type Checks = {
  readonly board: (slug: string, board: JsonObject) => Promise<Outcome<BoardCheck>>;
  readonly napkin: (
    lines: readonly { readonly name: string; readonly formula: string }[],
  ) => Promise<Outcome<NapkinCheck>>;
};
