/**
 * What a run of a design says: the server's own type, and how to read it out of a `ran` event.
 *
 * Why: the room and the report page read the same result. Wrong when it takes another engine's result for a design's.
 */

import type { components } from "../api/generated/schema.ts";
import type { JsonObject } from "./events.ts";

type Schemas = components["schemas"];

export type Quantity = Schemas["Quantity"];
export type Latency = Schemas["Latency"];
export type Stage = Schemas["Stage"];
export type LoadPoint = Schemas["LoadPoint"];
export type TailPoint = Schemas["TailPoint"];
export type RecallStep = Schemas["RecallStep"];
export type WhatIf = Schemas["WhatIf"];
export type SimulationReport = Schemas["SimulationReport"];

/** The result of a run as a report; null when it is the result of another engine. */
export function readReport(result: JsonObject): SimulationReport | null {
  const whole = result.engine === "systems" && Array.isArray(result.stages) && typeof result.finding === "string";
  // The log holds engine results as plain JSON; the engine's name is the promise of its shape.
  return whole ? (result as unknown as SimulationReport) : null;
}
