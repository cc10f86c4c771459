/**
 * One failed visible test: what happened, the line it points at, and on request input, expected and got.
 *
 * Why: the first difference is what is mended; the arrays are only looked up. Wrong when it shows a hidden test's input.
 */

import { type Failure, saysOf } from "./judged.ts";
import { Printed } from "./printed.tsx";

type FailureProps = {
  readonly id: string;
  readonly failure: Failure;
  readonly onLine: (key: string) => void;
};

export function FailureEntry({ id, failure, onLine }: FailureProps) {
  const { difference, line } = failure;
  const parts = [
    { name: "Input", text: failure.input },
    { name: "Expected", text: failure.expected },
    { name: "Got", text: failure.got },
    { name: "Traceback", text: failure.traceback },
  ].filter(({ text }) => text !== "");
  return (
    <div className="failure ui" data-failure={id} tabIndex={-1}>
      <p>
        <span className="cross" aria-hidden="true">
          ×
        </span>{" "}
        <b>{failure.case}</b>: {saysOf(failure)}
        {line != null && (
          <button type="button" className="link time" onClick={() => onLine(id)}>
            line {line}
          </button>
        )}
      </p>
      {difference && (
        <p className="note">
          First difference at <span className="mono">{difference.at}</span>: expected{" "}
          <span className="mono">{difference.expected}</span>, got <span className="mono bad">{difference.got}</span>
        </p>
      )}
      {parts.length > 0 && (
        <details className="data">
          <summary>{listed(parts.map(({ name }) => name))}</summary>
          {parts.map(({ name, text }) => (
            <div key={name}>
              <p>{name}</p>
              <Printed text={text} label={`${name} of ${failure.case}`} />
            </div>
          ))}
        </details>
      )}
    </div>
  );
}

/** Input, expected and got. */
function listed(names: readonly string[]): string {
  const words = names.map((name, index) => (index === 0 ? name : name.toLowerCase()));
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
