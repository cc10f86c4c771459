/** What the draft would do: weights by company, where the hours go, and two sentences. Asked again on every change. */

import { useQuery } from "@tanstack/react-query";
import type { CSSProperties } from "react";
import { queries } from "../../api/queries.ts";
import type { Goal, Preview, Tracks, Weights } from "../../api/types.ts";
import { counted, figures, level } from "../../lib/format.ts";
import { NumbersTable } from "../../widgets/plots/numbers-table.tsx";
import { type SlopeAxis, type SlopeLine, SlopePlot } from "../../widgets/plots/slope-plot.tsx";
import { Failure, Waiting } from "../../widgets/states/states.tsx";
import { EditWeights, Provenance } from "./weights.tsx";

const companyTitle = (tracks: Tracks, id: string): string =>
  tracks.companies.find((company) => company.id === id)?.title ?? id;

function axisOf(weights: Weights, tracks: Tracks): SlopeAxis {
  const archetype = tracks.archetypes.find((entry) => entry.id === weights.archetype)?.title ?? weights.archetype;
  const under = weights.company ? companyTitle(tracks, weights.company) : "none chosen";
  return { id: `${weights.archetype}-${weights.company}`, title: archetype, under, strong: weights.company !== null };
}

const percentOf = (weights: Weights, round: string): number =>
  Math.round((weights.shares.find((share) => share.round === round)?.value ?? 0) * 100);

/** A round is drawn the same way on every page and in every role. */
const STROKES: Readonly<Record<string, SlopeLine["stroke"]>> = {
  "ml-design": 0,
  "ml-coding": 1,
  statistics: 2,
  "ai-design": 3,
};

/** One line a round; the saved weights behind it where the same axis existed then. */
function linesOf(preview: Preview, saved: Preview | undefined, tracks: Tracks): readonly SlopeLine[] {
  const savedFor = (weights: Weights): Weights | undefined =>
    saved?.weights.find((other) => other.archetype === weights.archetype && other.company === weights.company) ??
    saved?.weights.find((other) => other.archetype === weights.archetype);
  const before = preview.weights.map(savedFor);
  const whole = before.every((weights) => weights !== undefined);
  return tracks.rounds.map((round) => ({
    id: round.id,
    title: round.short,
    stroke: STROKES[round.id] ?? 1,
    values: preview.weights.map((weights) => percentOf(weights, round.id)),
    before: whole ? before.map((weights) => (weights ? percentOf(weights, round.id) : 0)) : undefined,
  }));
}

type PaneProps = {
  readonly goal: Goal;
  readonly saved: Goal | null;
  readonly tracks: Tracks;
  readonly change: (part: Partial<Goal>) => void;
};

function WeightsFigure({
  goal,
  preview,
  before,
  tracks,
  change,
}: Omit<PaneProps, "saved"> & { readonly preview: Preview; readonly before: Preview | undefined }) {
  const axes = preview.weights.map((weights) => axisOf(weights, tracks));
  const lines = linesOf(preview, before, tracks);
  const edits = Object.keys(goal.weight_edits).length;
  const changed = lines.some((line) => line.before?.some((value, index) => value !== line.values[index]));
  return (
    <>
      <figure className="fig">
        <figcaption>
          <b id="preview-title">Weight of each round in the decision, %</b>
          <span>
            From The Loop guide; you have edited {edits === 0 ? "none of them" : counted(edits, "round")}.
            {changed && " Grey: as saved."}
          </span>
        </figcaption>
        <SlopePlot axes={axes} lines={lines} label="Weight of each round, percent, by kind of company" />
      </figure>
      <div className="beside weights-more">
        <NumbersTable
          caption="Weight of each round, percent"
          heads={["Round", ...axes.map((axis) => (axis.strong ? axis.under : axis.title))]}
          rows={lines.map((line) => ({ name: line.title, cells: line.values }))}
        />
        <Provenance weights={preview.weights} tracks={tracks} />
        <EditWeights goal={goal} weights={preview.weights} tracks={tracks} change={change} />
      </div>
    </>
  );
}

function Bar({ hours, most }: { readonly hours: number; readonly most: number }) {
  return (
    <span className="hbar">
      <i style={{ "--p": most > 0 ? (hours / most) * 40 : 0 } as CSSProperties} />
      <b>{figures(Math.round(hours * 10) / 10, 2)}</b>
    </span>
  );
}

function Hours({ preview, tracks }: { readonly preview: Preview; readonly tracks: Tracks }) {
  const most = Math.max(...preview.hours.flatMap((row) => Object.values(row.rounds)), 0);
  return (
    <>
      <h2 className="h splits-title">Where your {figures(preview.total_hours)} hours go</h2>
      <div className="scroll">
        <table className="splits">
          <thead>
            <tr>
              <th scope="col">
                <span className="vh">Company</span>
              </th>
              {tracks.rounds.map((round) => (
                <th key={round.id} scope="col">
                  {round.short}
                </th>
              ))}
              <th scope="col" className="r">
                At the bar tonight
              </th>
            </tr>
          </thead>
          <tbody>
            {preview.hours.map((row, index) => (
              <tr key={row.company} className={index === 0 ? "on" : undefined}>
                <th scope="row">{companyTitle(tracks, row.company)}</th>
                {tracks.rounds.map((round) => (
                  <td key={round.id}>
                    <Bar hours={row.rounds[round.id] ?? 0} most={most} />
                  </td>
                ))}
                <td className="r">
                  {row.at_bar ? (
                    <>
                      {level(row.at_bar.expected)} <span className="unit">of {row.at_bar.of}</span>
                    </>
                  ) : (
                    <span className="dimmer">none graded</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

export function PreviewPane({ goal, saved, tracks, change }: PaneProps) {
  const preview = useQuery(queries.preview(goal));
  const before = useQuery({ ...queries.preview(saved ?? goal), enabled: saved !== null });
  const { data } = preview;
  return (
    <section className="preview" aria-labelledby="preview-title">
      {preview.error && <Failure thrown={preview.error} again={() => void preview.refetch()} />}
      {!data && !preview.error && <Waiting says="Weighing the rounds." />}
      {!data && (
        <h2 className="vh" id="preview-title">
          Preview
        </h2>
      )}
      {data && (
        <>
          <WeightsFigure goal={goal} preview={data} before={before.data} tracks={tracks} change={change} />
          {data.hours.length > 0 && <Hours preview={data} tracks={tracks} />}
          <p className="read verdict" aria-live="polite">
            {data.verdict}
          </p>
          {data.hours.length > 0 && (
            <p className="note">
              “At the bar” is how many of the rounds you would pass tonight, weighted as above, from your own graded
              sessions. Within a round, hours go to the weakest competency.
            </p>
          )}
        </>
      )}
    </section>
  );
}
