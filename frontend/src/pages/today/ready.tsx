/** Readiness on Today: twenty dots a round, and the one competency that is worth the next hour. */

import { useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "wouter";
import { queries } from "../../api/queries.ts";
import type { Readiness } from "../../api/types.ts";
import { counted, level } from "../../lib/format.ts";
import { Belief, BeliefNumbers, Expected } from "../../widgets/readiness/belief.tsx";
import { useKeys } from "../../widgets/shell/keyboard.ts";
import { Loaded } from "../../widgets/states/states.tsx";

function NextWeak({ weak }: { readonly weak: NonNullable<Readiness["next_weak"]> }) {
  const [, go] = useLocation();
  const { drill } = weak;
  useKeys("Next weak competency", drill ? [{ keys: "d", does: "Drill it", run: () => go(drill.href) }] : []);
  return (
    <>
      <h2 className="h weak-title">Next weak competency</h2>
      <div className="weak">
        <p className="read">{weak.title}</p>
        <dl className="kv">
          <div>
            <dt>You</dt>
            <dd className="you">
              {level(weak.mean)} <span className="unit">± {level(weak.plus_minus)}</span>
            </dd>
          </div>
          <div>
            <dt>Bar</dt>
            <dd>{level(weak.bar)}</dd>
          </div>
          <div>
            <dt>Evidence</dt>
            <dd>{weak.evidence === 0 ? "none yet" : counted(weak.evidence, "session")}</dd>
          </div>
        </dl>
        <p className="dim ui">{weak.text}</p>
        {drill && (
          <p className="ui">
            <Link href={drill.href}>
              {drill.title}, {drill.minutes} minutes
            </Link>{" "}
            <kbd>d</kbd>
          </p>
        )}
      </div>
    </>
  );
}

export function Ready() {
  const readiness = useQuery(queries.readiness);
  return (
    <section className="ready" aria-labelledby="ready-title">
      <Loaded query={readiness} waiting="Reading the graded sessions.">
        {(data) => (
          <>
            <h2 className="h" id="ready-title">
              <Link href="/readiness">Readiness against the {data.bar} bar</Link>
            </h2>
            <p className="note">
              {data.sessions === 0
                ? "No graded session yet. The first report puts twenty dots here."
                : `Twenty dots show what ${counted(data.sessions, "graded session")} ${data.sessions === 1 ? "says" : "say"} about you. A filled dot is a version of you that passes.`}
            </p>
            <div className="qrows">
              <Belief readiness={data} />
            </div>
            <div className="beside sum-row">
              <Expected readiness={data} />
              <BeliefNumbers readiness={data} />
            </div>
            {data.next_weak && <NextWeak weak={data.next_weak} />}
          </>
        )}
      </Loaded>
    </section>
  );
}
