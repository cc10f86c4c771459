/** Senior insights: heard with their time, missed with the claim and its reason, undecided with what would decide. */

import { clock } from "../../lib/format.ts";
import type { Insight } from "./shapes.ts";

const phaseTitle = (id: string): string => id.charAt(0).toUpperCase() + id.slice(1);

function Claim({ insight }: { readonly insight: Insight }) {
  return (
    <p className="read senior">
      <span className="star" aria-hidden="true">
        ✦
      </span>
      <span className="hl">{insight.claim}</span> {insight.because}{" "}
      <span className="dimmer">Wrong when: {insight.wrong_when}</span>
    </p>
  );
}

export function Missed({ insights }: { readonly insights: readonly Insight[] }) {
  return (
    <ol className="missed-l">
      {insights.map((insight, index) => (
        <li key={insight.id}>
          <p className="time">
            <span className="missed">{index + 1}</span>{" "}
            {insight.at_ms === null || insight.at_ms === undefined ? "" : `${clock(insight.at_ms)}, `}
            {phaseTitle(insight.phase)}
          </p>
          {insight.asked && (
            <p className="ui">
              <span className="dimmer">They asked</span> “{insight.asked}”
            </p>
          )}
          {insight.quote && (
            <p className="ui">
              <span className="dimmer">You said</span> “{insight.quote.text}”
            </p>
          )}
          <Claim insight={insight} />
        </li>
      ))}
    </ol>
  );
}

export function Heard({ insights }: { readonly insights: readonly Insight[] }) {
  return (
    <ol className="heard-l">
      {insights.map((insight) => (
        <li key={insight.id}>
          <span className="star" aria-hidden="true">
            ✦
          </span>{" "}
          {insight.claim} <span className="note">{insight.reason}</span>
        </li>
      ))}
    </ol>
  );
}

export function Undecided({ insights }: { readonly insights: readonly Insight[] }) {
  return (
    <details className="data">
      <summary>{insights.length} more that nobody can decide yet</summary>
      <ul className="dash">
        {insights.map((insight) => (
          <li key={insight.id}>
            {phaseTitle(insight.phase)}: {insight.claim} <span className="note">{insight.reason}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
