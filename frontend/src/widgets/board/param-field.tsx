/**
 * One number of the board: typed with its unit, or assumed and shown as such until it is confirmed.
 *
 * Why: an assumption is drawn differently from what the candidate wrote. Wrong when a default looks like a statement.
 */

import { type KeyboardEvent, useEffect, useId, useState } from "react";
import type { BoardAssumption } from "../../live/material.ts";
import { bareNumber } from "./bare-number.ts";

type ParamFieldProps = {
  readonly name: string;
  readonly value: string | number | undefined;
  readonly help?: string | undefined;
  /** How to write it: an example with its unit, empty for a plain number. */
  readonly example?: string | undefined;
  readonly assumed?: BoardAssumption | undefined;
  readonly wrong?: string | undefined;
  readonly onSet: (value: string | number | null) => void;
  readonly onConfirm?: () => void;
};

export function ParamField({ name, value, help, example, assumed, wrong, onSet, onConfirm }: ParamFieldProps) {
  const id = useId();
  const shown = value === undefined ? "" : String(value);
  const [text, setText] = useState(shown);
  useEffect(() => setText(shown), [shown]);
  const set = () => {
    if (text.trim() === shown) return;
    onSet(text.trim() === "" ? null : bareNumber(text));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") set();
    if (event.key === "Escape") {
      event.stopPropagation();
      setText(shown);
    }
  };
  const about = [help, assumed && `Assumed: ${assumed.reason}`, wrong].filter(Boolean).join(" ");
  return (
    <div className={assumed ? "param assumed" : "param"}>
      <label htmlFor={id}>{spaced(name)}</label>
      <input
        id={id}
        className="field"
        value={text}
        maxLength={80}
        placeholder={assumed?.value ?? example ?? ""}
        aria-describedby={about ? `${id}-about` : undefined}
        aria-invalid={wrong !== undefined}
        onChange={(event) => setText(event.target.value)}
        onBlur={set}
        onKeyDown={onKeyDown}
      />
      {assumed && onConfirm && (
        <button
          type="button"
          className="link note"
          aria-label={`Confirm ${spaced(name)} ${assumed.value}`}
          onClick={onConfirm}
        >
          confirm
        </button>
      )}
      {about && (
        <p className={wrong ? "note bad" : "note"} id={`${id}-about`}>
          {wrong && <span aria-hidden="true">× </span>}
          {wrong ?? assumed?.reason ?? help}
        </p>
      )}
    </div>
  );
}

/** `service_time` as people say it. */
export function spaced(name: string): string {
  return name.replaceAll("_", " ");
}
