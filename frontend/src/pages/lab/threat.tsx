/** The hidden threat, opened: what it was, where the brief gave it away, how it works, and what to do instead. */

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { api, take } from "../../api/client.ts";
import { counted, sentence } from "../../lib/format.ts";
import { Loaded } from "../../widgets/states/states.tsx";
import { LinksDiagram } from "../../widgets/worlds/links-diagram.tsx";

type ThreatProps = {
  readonly attempt: string;
  /** Stands at the right, under the diagram. */
  readonly beside: ReactNode;
};

export function Threat({ attempt, beside }: ThreatProps) {
  const query = useQuery({
    queryKey: ["seal", attempt],
    queryFn: ({ signal }) => take(api.GET("/api/attempts/{attempt}/seal", { params: { path: { attempt } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Loaded query={query} waiting="Opening the seal.">
      {(threat) => (
        <div className="threat">
          <div>
            <p className="h-title">{threat.title}</p>
            <div className="read">
              {threat.what.map((line) => (
                <p key={line}>{line}</p>
              ))}
            </div>
            <h4 className="h">
              {sentence(counted(threat.hints.length, "hint"))} {threat.hints.length === 1 ? "was" : "were"} in the brief
            </h4>
            <ul className="dash ui">
              {threat.hints.map((hint) => (
                <li key={hint.quote}>
                  <q>{hint.quote}</q> <span className="dim">{hint.meant}</span>
                </li>
              ))}
            </ul>
            <h4 className="h">Redesign</h4>
            <ul className="dash ui">
              {threat.redesign.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
            <p className="note">{threat.returns_as}</p>
          </div>
          <div>
            <LinksDiagram links={threat.links} />
            {beside}
          </div>
        </div>
      )}
    </Loaded>
  );
}
