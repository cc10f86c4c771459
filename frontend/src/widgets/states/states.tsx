/**
 * The states that every screen has besides its content. Loading shows nothing for 300 ms, then one line.
 * Wrong when a blank screen can mean both "empty" and "broken".
 */

import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { asProblem } from "../../api/problem.ts";

const PATIENCE_MS = 300;

/** Nothing for 300 ms, then `says`. */
export function Waiting({ says }: { readonly says: string }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p className="waiting" role="status">
      {late ? says : ""}
    </p>
  );
}

/** What will be here and what writes it; children: one action. */
export function Empty({ says, children }: { readonly says: string; readonly children?: ReactNode }) {
  return (
    <div className="state">
      <p className="state-title">{says}</p>
      {children}
    </div>
  );
}

type FailureProps = {
  readonly thrown: unknown;
  readonly again?: (() => void) | undefined;
  readonly children?: ReactNode;
};

/** What is true, what is safe, what to press. */
export function Failure({ thrown, again, children }: FailureProps) {
  const problem = asProblem(thrown);
  return (
    <div className="problem" role="alert">
      <p>
        <span className="cross" aria-hidden="true">
          ×
        </span>{" "}
        {problem.message} {problem.safe}
      </p>
      <div className="inline">
        {again && (
          <button type="button" className="btn" onClick={again}>
            Try again
          </button>
        )}
        {children}
      </div>
    </div>
  );
}

type LoadedProps<Data> = {
  readonly query: UseQueryResult<Data, Error>;
  readonly waiting: string;
  readonly children: (data: Data) => ReactNode;
};

/** The content of a query once there is some; an error does not hide content that is already there. */
export function Loaded<Data>({ query, waiting, children }: LoadedProps<Data>) {
  const again = (): void => void query.refetch();
  if (query.data !== undefined) {
    return (
      <>
        {query.error && <Failure thrown={query.error} again={again} />}
        {children(query.data)}
      </>
    );
  }
  return query.error ? <Failure thrown={query.error} again={again} /> : <Waiting says={waiting} />;
}
