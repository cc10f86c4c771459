/** The report's shapes, by the names this page uses; generated from the server's models. */

import type { components } from "../../api/generated/schema.ts";

type Schemas = components["schemas"];
export type Page = Schemas["ReportPage"];
export type Pending = Schemas["Pending"];
export type Report = Schemas["Report"];
export type CompetencyReport = Schemas["CompetencyReport"];
export type ItemVerdict = Schemas["ItemVerdict"];
export type BarVerdict = Schemas["BarVerdict"];
export type Insight = Schemas["InsightHeard"];
export type Strip = Schemas["Strip"];
export type Quote = Schemas["Quote"];
export type Verdict = "reached" | "not_reached" | "withdrawn";
export type Bar = "execution" | "strategy";
