/**
 * An attempt as `GET /api/attempts/{id}` gives it: the server's own type, with its events as the closed union.
 *
 * Why: the room needs its shape before its log is folded. Wrong when a shape is written by hand here.
 */

import type { components } from "../api/generated/schema.ts";
import type { LoggedEvent } from "./events.ts";

type Schemas = components["schemas"];

export type PhaseView = Schemas["PhaseView"];
export type HeardView = Schemas["Heard"];
export type AttemptView = Omit<Schemas["AttemptView"], "events"> & { readonly events: readonly LoggedEvent[] };
