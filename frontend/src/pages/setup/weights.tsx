/** Where each weight comes from, and the candidate's own hand on it. An edited share holds for every loop. */

import type { Goal, Tracks, Weights } from "../../api/types.ts";
import { percent } from "../../lib/format.ts";

export function Provenance({ weights, tracks }: { readonly weights: readonly Weights[]; readonly tracks: Tracks }) {
  const roundTitle = (id: string): string => tracks.rounds.find((round) => round.id === id)?.title ?? id;
  const nameOf = (entry: Weights): string =>
    tracks.companies.find((company) => company.id === entry.company)?.title ??
    tracks.archetypes.find((archetype) => archetype.id === entry.archetype)?.title ??
    entry.archetype;
  return (
    <details className="data">
      <summary>Where the weights come from</summary>
      {weights.map((entry) => (
        <section key={`${entry.archetype}-${entry.company}`} className="says">
          <p className="says-name">{nameOf(entry)}</p>
          <dl>
            {entry.shares.map((share) => (
              <div key={share.round}>
                <dt>
                  {roundTitle(share.round)}, {percent(share.value)} %
                </dt>
                <dd>
                  <ul className="dash">
                    {share.says.map((line) => (
                      <li key={line}>{line}</li>
                    ))}
                  </ul>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </details>
  );
}

type EditProps = {
  readonly goal: Goal;
  readonly weights: readonly Weights[];
  readonly tracks: Tracks;
  readonly change: (part: Partial<Goal>) => void;
};

export function EditWeights({ goal, weights, tracks, change }: EditProps) {
  const first = weights.find((entry) => entry.company !== null) ?? weights[0];
  const set = (round: string, typed: string): void => {
    const { [round]: _, ...rest } = goal.weight_edits;
    const value = Number(typed);
    const given = typed !== "" && Number.isFinite(value);
    change({ weight_edits: given ? { ...rest, [round]: Math.min(100, Math.max(0, value)) / 100 } : rest });
  };
  const edited = Object.keys(goal.weight_edits).length > 0;
  return (
    <details className="data" open={edited || undefined}>
      <summary>Edit the weights</summary>
      <p className="edit-says">
        A share you give holds for every loop; the other rounds keep their proportions in what is left.
      </p>
      <div className="edit-weights">
        {tracks.rounds.map((round) => {
          const edit = goal.weight_edits[round.id];
          const computed = first?.shares.find((share) => share.round === round.id)?.value ?? 0;
          return (
            <label key={round.id}>
              <span>{round.short}, %</span>
              <input
                className="field"
                type="number"
                min={0}
                max={100}
                step={1}
                inputMode="numeric"
                placeholder={percent(computed)}
                value={edit === undefined ? "" : Math.round(edit * 100)}
                onChange={(event) => set(round.id, event.target.value)}
              />
            </label>
          );
        })}
        <button type="button" className="btn" disabled={!edited} onClick={() => change({ weight_edits: {} })}>
          Reset to the guide
        </button>
      </div>
    </details>
  );
}
