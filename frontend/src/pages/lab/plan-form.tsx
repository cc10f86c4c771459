/** The plan form: every field is a choice that the worlds can prove right or wrong. Checked while it is being filled in. */

import { Check, Choice, NumberField, Row } from "./fields.tsx";
import type { CaseMaterial, Draft, Option, PlanFinding } from "./shapes.ts";

const DAYS: readonly Option[] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].map(
  (id) => ({ id, label: id.charAt(0).toUpperCase() + id.slice(1) }),
);
const KINDS: readonly Option[] = [
  { id: "relative", label: "% of the mean" },
  { id: "absolute", label: "in the metric’s own unit" },
];

type FormProps = {
  readonly material: CaseMaterial;
  readonly draft: Draft;
  readonly findings: readonly PlanFinding[];
  readonly closed: boolean;
  readonly onChange: (draft: Draft) => void;
};

/** The draft with one field set, or without it. */
function withField(draft: Draft, name: keyof Draft, value: unknown): Draft {
  const { [name]: _, ...rest } = draft;
  return value === null ? rest : ({ ...rest, [name]: value } as Draft);
}

export function PlanForm({ material, draft, findings, closed, onChange }: FormProps) {
  const { form } = material;
  const set = (name: keyof Draft) => (value: unknown) => onChange(withField(draft, name, value));
  const about = (...fields: readonly string[]) =>
    findings.filter((finding) =>
      fields.some((field) => finding.field === field || finding.field.startsWith(`${field}.`)),
    );
  const relative = draft.mde?.kind !== "absolute";
  return (
    <fieldset className="plan-form" disabled={closed}>
      <legend className="vh">Your plan</legend>
      <Row title="Unit" findings={about("unit", "switchback_hours")}>
        <Choice label="Randomise by" options={form.units} value={draft.unit} onSet={set("unit")} />
        {draft.unit === "city_time" && (
          <NumberField label="Block" unit="h" value={draft.switchback_hours ?? 4} onSet={set("switchback_hours")} />
        )}
      </Row>
      <Row title="Allocation" findings={about("allocation")}>
        <NumberField label="Treated" percent value={draft.allocation} onSet={set("allocation")} />
      </Row>
      <Row title="Primary metric" findings={about("primary")}>
        <Choice label="Decides" options={form.primary} value={draft.primary} onSet={set("primary")} />
      </Row>
      <Row title="Effect and size" findings={about("mde", "power", "alpha", "units_per_arm")}>
        <NumberField
          label="Smallest effect worth finding"
          percent={relative}
          unit={relative ? "%" : "units"}
          value={draft.mde?.value}
          onSet={(value) => set("mde")(value === null ? null : { kind: draft.mde?.kind ?? "relative", value })}
        />
        <Choice
          label="Measured"
          options={KINDS}
          value={draft.mde?.kind ?? "relative"}
          onSet={(kind) => set("mde")({ ...draft.mde, kind })}
        />
        <NumberField label="Units per arm" width={120} value={draft.units_per_arm} onSet={set("units_per_arm")} />
        <NumberField label="Alpha, two-sided" value={draft.alpha ?? 0.05} onSet={set("alpha")} />
        <NumberField label="Power" value={draft.power ?? 0.8} onSet={set("power")} />
      </Row>
      <Row title="Duration" findings={about("duration_days", "starts_on")}>
        <NumberField label="Runs for" unit="days" value={draft.duration_days} onSet={set("duration_days")} />
        <Choice label="Starts on a" options={DAYS} value={draft.starts_on ?? "monday"} onSet={set("starts_on")} />
      </Row>
      <Guardrails material={material} draft={draft} findings={about("guardrails")} onSet={set("guardrails")} />
      <Row title="Looks and stopping" findings={about("looks_every_days", "stopping")}>
        <Check
          label="Look only at the end"
          checked={(draft.looks_every_days ?? "once") === "once"}
          onSet={(once) => set("looks_every_days")(once ? "once" : 1)}
        />
        {typeof draft.looks_every_days === "number" && (
          <NumberField
            label="Look every"
            unit="days"
            value={draft.looks_every_days}
            onSet={(value) => set("looks_every_days")(value ?? 1)}
          />
        )}
        <Choice label="Stop" options={form.stopping} value={draft.stopping ?? "fixed"} onSet={set("stopping")} />
      </Row>
      <Row title="Analysis" findings={about("analysis", "srm_check")}>
        <Choice
          label="Estimate"
          options={form.analyses}
          value={draft.analysis ?? "difference"}
          onSet={set("analysis")}
        />
        <Check
          label="Check the sample ratio before reading a result"
          checked={draft.srm_check ?? false}
          onSet={set("srm_check")}
        />
      </Row>
      <Row title="Decision" findings={about("break_even", "decision", "form", "plan")}>
        <NumberField
          label="Launching pays above"
          percent
          value={typeof draft.break_even === "number" ? draft.break_even : undefined}
          onSet={(value) => set("break_even")(value ?? "not_stated")}
        />
        <Choice label="Rule" options={form.decisions} value={draft.decision ?? "significant"} onSet={set("decision")} />
      </Row>
    </fieldset>
  );
}

type GuardrailsProps = {
  readonly material: CaseMaterial;
  readonly draft: Draft;
  readonly findings: readonly PlanFinding[];
  readonly onSet: (value: unknown) => void;
};

const USUAL_THRESHOLD = 0.05;

function Guardrails({ material, draft, findings, onSet }: GuardrailsProps) {
  const chosen = draft.guardrails ?? [];
  return (
    <Row title="Guardrails" findings={findings}>
      {material.form.guardrails.map((option) => {
        const held = chosen.find((guardrail) => guardrail.metric === option.id);
        const others = chosen.filter((guardrail) => guardrail.metric !== option.id);
        return (
          <span key={option.id} className="plan-guardrail">
            <Check
              label={option.label}
              checked={held !== undefined}
              onSet={(on) => onSet(on ? [...others, { metric: option.id, threshold: USUAL_THRESHOLD }] : others)}
            />
            {held && (
              <NumberField
                label="must not be missed above"
                says={`${option.label}: must not be missed above`}
                percent
                value={held.threshold}
                onSet={(threshold) => threshold !== null && onSet([...others, { metric: option.id, threshold }])}
              />
            )}
          </span>
        );
      })}
    </Row>
  );
}
