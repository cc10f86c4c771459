/** The hidden threat, opened: what it was, where the brief gave it away, how it works, and what to do instead. */

import { useQuery } from "@tanstack/react-query";
import { api, take } from "../../api/client.ts";
import { Loaded } from "../../widgets/states/states.tsx";
import type { Threat as ThreatData } from "./shapes.ts";

function Links({ threat }: { readonly threat: ThreatData }) {
  return (
    <ul className="links-l" aria-label="Who acts on whom">
      {threat.links.map((link) => (
        <li key={link.source + link.target + link.says} className={link.kind === "assumed" ? "assumed" : undefined}>
          <b>{link.source}</b> <span aria-hidden="true">{link.kind === "assumed" ? "⇢" : "→"}</span>{" "}
          <span className={link.kind === "assumed" ? "dimmer" : "bad"}>{link.says}</span>{" "}
          <span aria-hidden="true">{link.kind === "assumed" ? "⇢" : "→"}</span> <b>{link.target}</b>
          {link.kind === "assumed" && <span className="note"> what the split assumes</span>}
        </li>
      ))}
    </ul>
  );
}

export function Threat({ attempt }: { readonly attempt: string }) {
  const query = useQuery({
    queryKey: ["seal", attempt],
    queryFn: ({ signal }) => take(api.GET("/api/attempts/{attempt}/seal", { params: { path: { attempt } }, signal })),
  });
  return (
    <section className="sec" aria-labelledby="lab-threat">
      <div className="mg">
        <h2 id="lab-threat">The hidden threat</h2>
        <p>Sealed with the brief. Opened when your plan had run.</p>
      </div>
      <Loaded query={query} waiting="Opening the seal.">
        {(threat) => (
          <div className="threat">
            <h3 className="h-title">{threat.title}</h3>
            <div className="read">
              {threat.what.map((sentence) => (
                <p key={sentence}>{sentence}</p>
              ))}
            </div>
            <h4 className="h">{threat.hints.length} hints stood in the brief</h4>
            <ul className="dash ui">
              {threat.hints.map((hint) => (
                <li key={hint.quote}>
                  “{hint.quote}” <span className="dimmer">{hint.meant}</span>
                </li>
              ))}
            </ul>
            <Links threat={threat} />
            <div className="read">
              {threat.redesign.map((sentence) => (
                <p key={sentence} className="senior">
                  <span className="star" aria-hidden="true">
                    ✦
                  </span>
                  <span className="hl">{sentence}</span>
                </p>
              ))}
            </div>
            <p className="note">{threat.returns_as}</p>
          </div>
        )}
      </Loaded>
    </section>
  );
}
