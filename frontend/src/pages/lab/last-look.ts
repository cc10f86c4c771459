/** The plan in eight lines, by the labels of the form, as it is read before it is sealed. Pure. */

import { figures, percent } from "../../lib/format.ts";
import { inPercent } from "./numbers.ts";
import type { CaseMaterial, Draft } from "./shapes.ts";

type Form = CaseMaterial["form"];
export type Line = { readonly name: string; readonly says: string };

const labelOf = (options: Form["units"], id: string | undefined): string =>
  options.find((one) => one.id === id)?.label ?? "not chosen";

export function lastLook(draft: Draft, form: Form): readonly Line[] {
  const hours = draft.unit === "city_time" ? `, ${draft.switchback_hours ?? 4} h` : "";
  const treated = draft.allocation ?? 0.5;
  const every = draft.looks_every_days ?? "once";
  const looks = every === "once" ? "One look" : every === 1 ? "A look every day" : `A look every ${every} days`;
  const even = typeof draft.break_even === "number" ? `above ${inPercent(draft.break_even)} %` : "not stated";
  return [
    {
      name: "Unit",
      says: `${labelOf(form.units, draft.unit)}${hours}, ${percent(treated)} / ${percent(1 - treated)}`,
    },
    { name: "Primary metric", says: labelOf(form.primary, draft.primary) },
    { name: "MDE and size", says: sizeOf(draft) },
    { name: "Duration", says: `${draft.duration_days ?? "no"} days from a ${capital(draft.starts_on ?? "monday")}` },
    { name: "Guardrails", says: guardrailsOf(draft, form) },
    { name: "Stopping rule", says: `${looks}. ${labelOf(form.stopping, draft.stopping ?? "fixed")}` },
    {
      name: "Analysis",
      says: `${labelOf(form.analyses, draft.analysis ?? "difference")}${draft.srm_check ? ", sample ratio checked" : ""}`,
    },
    { name: "Decision", says: `${labelOf(form.decisions, draft.decision ?? "significant")}. Launching pays ${even}` },
  ];
}

function sizeOf({ mde, units_per_arm, alpha, power }: Draft): string {
  const effect =
    mde === undefined ? "no MDE" : mde.kind === "absolute" ? figures(mde.value) : `${inPercent(mde.value)} %`;
  const units = units_per_arm === undefined ? "no size" : `${units_per_arm.toLocaleString("en-GB")} per arm`;
  return `${effect}, ${units}, alpha ${alpha ?? 0.05}, power ${power ?? 0.8}`;
}

function guardrailsOf({ guardrails }: Draft, form: Form): string {
  const named = (guardrails ?? []).map(
    (one) => `${labelOf(form.guardrails, one.metric)}, ${inPercent(one.threshold)} %`,
  );
  return named.join("; ") || "none";
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
