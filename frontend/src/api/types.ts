/** Short names for the server's own types. They are generated; nothing here is typed by hand. */

import type { components, paths } from "./generated/schema.ts";

export type Paths = paths;

type Schemas = components["schemas"];

export type Goal = Schemas["Goal"];
export type PlanChange = Schemas["PlanChange"];
export type Tracks = Schemas["TracksView"];
export type Preview = Schemas["Preview"];
export type Weights = Schemas["WeightColumn"];
export type Plan = Schemas["PlanView"];
export type PlanDay = Schemas["PlanDay"];
export type PlanItem = Schemas["PlanItem"];
export type PlanEdit = Schemas["PlanEdit"];
export type Today = Schemas["TodayPage"];
export type Box = Schemas["TodayBox"];
export type RulerDay = Schemas["RulerDay"];
export type Readiness = Schemas["ReadinessView"];
export type RoundBelief = Schemas["RoundBelief"];
export type CompetencyBelief = Schemas["CompetencyBelief"];
export type ExerciseSummary = Schemas["ExerciseLine"];
export type NewAttempt = Schemas["StartIn"];
export type ReportSummary = Schemas["ReportLine"];

export type Level = Goal["level"];
