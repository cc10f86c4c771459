/** The Lab's shapes by short names; generated from the server's models. */

import type { components } from "../../api/generated/schema.ts";
import type { JsonObject } from "../../live/events.ts";

type Schemas = components["schemas"];
export type CaseMaterial = Schemas["CaseMaterial"];
export type Option = Schemas["Option"];
export type Plan = Schemas["Plan"];
export type PlanFinding = Schemas["PlanFinding"];
export type WorldsResult = Schemas["WorldsResult"];
export type DesignFigures = Schemas["DesignFigures"];
export type Quantity = Schemas["Quantity"];

/** A plan as the form holds it: the server's model, some of it perhaps not filled in yet. */
export type Draft = Partial<Plan>;

/** The log keeps plain JSON; the server wrote this result from its own model. */
export const worldsOf = (result: JsonObject): WorldsResult => result as unknown as WorldsResult;
export const draftOf = (plan: JsonObject | Readonly<Record<string, unknown>>): Draft => plan as Draft;
export const jsonOf = (draft: Draft): JsonObject => draft as unknown as JsonObject;
