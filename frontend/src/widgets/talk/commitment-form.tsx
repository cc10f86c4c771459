/**
 * One commitment: a number with its unit, a choice, or a sentence, with its reason where one is asked for.
 *
 * Why: what is committed is checked, and counts with the time at which it was. Wrong when leaving the field loses it, or
 * when half a thought is committed while it is typed.
 */

import { type KeyboardEvent, useId, useState } from "react";
import type { Commitment } from "../../live/fold.ts";
import type { Checks, CommitmentField } from "../../live/material.ts";

type CommitmentFormProps = {
  readonly field: CommitmentField;
  readonly held?: Commitment;
  readonly disabled?: boolean;
  readonly ask: Checks["napkin"];
  readonly onCommit: (value: string, reason: string) => void;
};

export function CommitmentForm({ field, held, disabled, ask, onCommit }: CommitmentFormProps) {
  const id = useId();
  const [value, setValue] = useState(held?.value ?? "");
  const [reason, setReason] = useState(held?.reason ?? "");
  const [wrong, setWrong] = useState("");
  const wantsReason = field.with_reason === true;

  const commit = async (next: { value: string; reason: string }) => {
    const text = next.value.trim();
    const because = next.reason.trim();
    const same = text === (held?.value ?? "") && because === (held?.reason ?? "");
    if (text === "" || same || (wantsReason && because === "")) return;
    if (field.kind === "quantity") {
      const outcome = await ask([{ name: field.label, formula: text }]);
      const error = outcome.kind === "ok" ? (outcome.value.lines[0]?.error ?? "") : "";
      setWrong(error);
      if (error !== "") return;
    }
    onCommit(text, because);
  };
  const onLeave = () => void commit({ value, reason });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && !(field.kind === "text" && event.shiftKey)) {
      event.preventDefault();
      onLeave();
    }
  };
  const shared = { id, disabled, "aria-describedby": `${id}-help`, "aria-invalid": wrong !== "" } as const;
  return (
    <div className="commit">
      <label htmlFor={id}>{field.label}</label>
      {field.kind === "choice" ? (
        <select
          {...shared}
          className="field"
          value={value}
          onChange={(event) => {
            setValue(event.target.value);
            void commit({ value: event.target.value, reason });
          }}
        >
          <option value="">choose</option>
          {field.choices?.map((choice) => (
            <option key={choice.id} value={choice.id}>
              {choice.label}
            </option>
          ))}
        </select>
      ) : field.kind === "text" ? (
        <textarea
          {...shared}
          className="field"
          rows={2}
          maxLength={2_000}
          placeholder={field.example}
          value={value}
          onChange={(event) => setValue(event.target.value)}
          onBlur={onLeave}
          onKeyDown={onKeyDown}
        />
      ) : (
        <input
          {...shared}
          className="field"
          maxLength={200}
          placeholder={field.example ?? field.unit ?? ""}
          value={value}
          onChange={(event) => setValue(event.target.value)}
          onBlur={onLeave}
          onKeyDown={onKeyDown}
        />
      )}
      {wantsReason && (
        <input
          className="field"
          aria-label={`Reason for ${field.label}`}
          placeholder="because"
          maxLength={4_000}
          disabled={disabled}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          onBlur={onLeave}
          onKeyDown={onKeyDown}
        />
      )}
      <p className={wrong === "" ? "note" : "note bad"} id={`${id}-help`}>
        {wrong === "" ? (field.help ?? "") : `× ${wrong}`}
      </p>
    </div>
  );
}
