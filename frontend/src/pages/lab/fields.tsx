/** Fields of the plan form: closed lists, numbers with their unit, and what a check says beside its row. */

import { type ReactNode, useEffect, useId, useState } from "react";
import { fractionOf, grouped, inPercent, numberOf } from "./numbers.ts";
import type { Option, PlanFinding } from "./shapes.ts";

type RowProps = {
  readonly title: string;
  readonly findings: readonly PlanFinding[];
  readonly children: ReactNode;
};

/** As a sentence, in words for a person where the server speaks of fields. */
export function said(says: string): string {
  if (says === "Field required") return "Not filled in yet.";
  const plain = says.replace(/^Input should be /, "Must be ").replace(/^Must be a valid (\w+).*/, "Must be a $1");
  return /[.?]$/.test(plain) ? plain : `${plain}.`;
}

const ORDER = { stop: 0, warn: 1, note: 2 } as const;

/** One row of the plan: its name, its fields, and what the check found there, worst first. */
export function Row({ title, findings, children }: RowProps) {
  const sorted = [...findings].sort((a, b) => ORDER[a.level] - ORDER[b.level]);
  return (
    <fieldset className="plan-row">
      <legend>{title}</legend>
      <div className="plan-fields">{children}</div>
      {sorted.length > 0 && (
        <ul className="plan-says">
          {sorted.map((finding) => (
            <li key={finding.id + finding.says} className={finding.level === "note" ? "note" : "note bad"}>
              {finding.level !== "note" && <span aria-hidden="true">× </span>}
              {finding.level === "stop" && <b>Settle first: </b>}
              {said(finding.says)}
            </li>
          ))}
        </ul>
      )}
    </fieldset>
  );
}

type ChoiceProps = {
  readonly label: string;
  readonly options: readonly Option[];
  readonly value: string | undefined;
  readonly onSet: (value: string) => void;
};

export function Choice({ label, options, value, onSet }: ChoiceProps) {
  const id = useId();
  return (
    <span className="plan-field">
      <label htmlFor={id}>{label}</label>
      <select id={id} className="field" value={value ?? ""} onChange={(event) => onSet(event.target.value)}>
        {value === undefined && <option value="">choose</option>}
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.label}
          </option>
        ))}
      </select>
    </span>
  );
}

type NumberProps = {
  readonly label: string;
  readonly unit?: string;
  readonly value: number | undefined;
  /** Shown and typed in percent, kept as a fraction. */
  readonly percent?: boolean;
  readonly width?: number;
  /** The whole name, where the printed one leans on what stands beside it. */
  readonly says?: string;
  readonly onSet: (value: number | null) => void;
};

export function NumberField({ label, unit, value, percent = false, width = 88, says, onSet }: NumberProps) {
  const id = useId();
  const shown = value === undefined ? "" : percent ? inPercent(value) : grouped(value);
  const [text, setText] = useState(shown);
  useEffect(
    () => setText((now) => ((percent ? fractionOf(now) : numberOf(now)) === value ? now : shown)),
    [shown, value, percent],
  );
  const read = percent ? fractionOf(text) : numberOf(text);
  const wrong = text.trim() !== "" && read === null;
  return (
    <span className="plan-field">
      <label htmlFor={id}>{label}</label>
      <span className="plan-number">
        <input
          id={id}
          className="field"
          aria-label={says}
          style={{ width }}
          inputMode="decimal"
          maxLength={20}
          value={text}
          aria-invalid={wrong}
          onBlur={() => setText(shown)}
          onChange={(event) => {
            setText(event.target.value);
            const next = percent ? fractionOf(event.target.value) : numberOf(event.target.value);
            if (event.target.value.trim() === "" || next !== null) onSet(next);
          }}
        />
        {(unit ?? percent) && <span className="unit">{unit ?? "%"}</span>}
      </span>
      {wrong && <span className="note bad">× not a number</span>}
    </span>
  );
}

type CheckProps = { readonly label: string; readonly checked: boolean; readonly onSet: (checked: boolean) => void };

export function Check({ label, checked, onSet }: CheckProps) {
  return (
    <label className="opt">
      <input type="checkbox" checked={checked} onChange={(event) => onSet(event.target.checked)} />
      {label}
    </label>
  );
}
