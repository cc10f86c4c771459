/**
 * Napkin math: one named line, one formula, one value with a unit, checked while it is typed.
 *
 * Why: arithmetic that carries its units catches the error a whiteboard hides. Wrong when a line without a value looks
 * like one that agrees.
 */

import { type KeyboardEvent, useRef } from "react";
import type { NapkinResult } from "../../live/material.ts";
import { platform } from "../shell/keyboard.ts";
import { EMPTY, figureAndUnit, letterOf, quantityText, withTail } from "./lines.ts";
import type { NapkinEditor } from "./use-napkin.ts";

type NapkinProps = {
  readonly editor: NapkinEditor;
  /** Write a line's value beside the selected box; the name of that box, or null when none is selected. */
  readonly target: string | null;
  readonly onCopy: (text: string) => void;
};

export function Napkin({ editor, target, onCopy }: NapkinProps) {
  const sheet = useRef<HTMLDivElement>(null);
  const rows = withTail(editor.lines);
  const { result, problem } = editor;
  const go = (index: number, column: string) => {
    sheet.current?.querySelector<HTMLInputElement>(`[data-at="${index}-${column}"]`)?.focus();
  };
  const onKeyDown = (index: number, column: "name" | "formula") => (event: KeyboardEvent<HTMLInputElement>) => {
    const mod = event.metaKey || event.ctrlKey;
    if (mod && event.key.toLowerCase() === "d") {
      const text = quantityText(result.lines[index]);
      if (text !== null && target !== null) onCopy(text);
    } else if (event.key === "Enter") {
      if (column === "name") go(index, "formula");
      else go(index + 1, "name");
    } else if (event.key === "ArrowDown") go(index + 1, column);
    else if (event.key === "ArrowUp") go(index - 1, column);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="toolbar">
        <h2 className="ptitle" id="pane-math-title">
          Napkin
        </h2>
        <span className={result.agree ? "note" : "note bad"} role="status">
          {problem !== "" ? (
            problem
          ) : result.lines.length === 0 ? (
            "Units are checked as you type."
          ) : (
            <>
              <span className={result.agree ? "tick" : "cross"} aria-hidden="true">
                {result.agree ? "✓" : "×"}
              </span>{" "}
              {result.summary}
            </>
          )}
        </span>
        <span className="note end">
          {target === null ? "Select a box to copy a line to it" : `Copy a line to ${target}`}{" "}
          <kbd>{platform() === "mac" ? "⌘ D" : "Ctrl D"}</kbd>
        </span>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset draws a frame that quad paper does not have. */}
      <div className="napkin quad" role="group" aria-label="Napkin math" ref={sheet}>
        {rows.map((line, index) => {
          const letter = letterOf(index);
          const held = result.lines[index];
          const wrong = held?.error ?? null;
          return (
            <div key={letter} className={wrong === null ? "napkin-line" : "napkin-line wrong"}>
              <i aria-hidden="true">{letter}</i>
              <input
                data-at={`${index}-name`}
                aria-label={`Line ${letter}, name`}
                value={line.name}
                maxLength={200}
                placeholder={index === 0 && line === EMPTY ? "daily users" : ""}
                onChange={(event) => editor.set(index, { name: event.target.value })}
                onKeyDown={onKeyDown(index, "name")}
              />
              <input
                className="napkin-formula"
                data-at={`${index}-formula`}
                aria-label={`Line ${letter}, formula`}
                aria-invalid={wrong !== null}
                aria-describedby={`napkin-${letter}`}
                spellCheck={false}
                autoCapitalize="off"
                value={line.formula}
                maxLength={400}
                placeholder={index === 0 && line === EMPTY ? "60 M users" : ""}
                onChange={(event) => editor.set(index, { formula: event.target.value })}
                onKeyDown={onKeyDown(index, "formula")}
              />
              <Value id={`napkin-${letter}`} result={held} />
              {wrong !== null && <p className="napkin-error bad">{wrong}</p>}
            </div>
          );
        })}
      </div>
    </>
  );
}

function Value({ id, result }: { readonly id: string; readonly result: NapkinResult | undefined }) {
  if (result?.error) {
    return (
      <output id={id} className="bad">
        × <span className="vh">{result.error}</span>
        <u>{result.unit ?? "unit"}</u>
      </output>
    );
  }
  const text = quantityText(result);
  if (text === null) return <output id={id} />;
  const { figure, unit } = figureAndUnit(text);
  return (
    <output id={id}>
      {figure} {unit && <u>{unit}</u>}
    </output>
  );
}
