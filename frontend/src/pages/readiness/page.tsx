/** Readiness in detail: per round twenty dots, per competency an estimate with its interval and what it rests on. */

import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { queries } from "../../api/queries.ts";
import type { CompetencyBelief, Readiness, RoundBelief } from "../../api/types.ts";
import { counted, level, percent } from "../../lib/format.ts";
import { LevelInterval } from "../../widgets/plots/level-interval.tsx";
import { LevelAxis, QuantileDots } from "../../widgets/plots/quantile-dots.tsx";
import { Expected } from "../../widgets/readiness/belief.tsx";
import { usePage } from "../../widgets/shell/page-info.ts";
import { Empty, Loaded } from "../../widgets/states/states.tsx";
import "../../styles/lists.css";
import "../../styles/today.css";

function titleOf(readiness: Readiness): string {
  if (readiness.sessions === 0) return "Nothing is graded yet, so nothing is claimed";
  const scored = readiness.rounds.filter((round) => round.of_20 !== null);
  const weakest = [...scored].sort((a, b) => (a.of_20 ?? 0) - (b.of_20 ?? 0))[0];
  return weakest
    ? `${weakest.title} is furthest from the ${readiness.bar} bar: ${weakest.of_20} of 20`
    : "No round is graded yet";
}

function lastSeen(competency: CompetencyBelief): string {
  if (competency.evidence === 0) return "none yet";
  const sessions = counted(competency.evidence, "session");
  if (competency.last_days === null) return sessions;
  return `${sessions}, last ${competency.last_days === 0 ? "today" : `${counted(competency.last_days, "day")} ago`}`;
}

type Scored = CompetencyBelief & { readonly mean: number; readonly low: number; readonly high: number };

const isScored = (competency: CompetencyBelief): competency is Scored =>
  competency.mean !== null && competency.low !== null && competency.high !== null;

function CompetencyRow({ competency, bar }: { readonly competency: CompetencyBelief; readonly bar: number }) {
  return (
    <tr>
      <th scope="row">{competency.title}</th>
      {isScored(competency) ? (
        <>
          <td className="interval">
            <LevelInterval
              mean={competency.mean}
              low={competency.low}
              high={competency.high}
              bar={bar}
              label={`${competency.title}: ${level(competency.mean)}, 90 percent from ${level(competency.low)} to ${level(competency.high)}`}
            />
          </td>
          <td className="mono nb">
            {level(competency.mean)} <span className="unit">± {level((competency.high - competency.low) / 2)}</span>
          </td>
        </>
      ) : (
        <td colSpan={2} className="dimmer">
          {competency.why_unscored ?? "Not graded."}
        </td>
      )}
      <td className="dim" data-l="evidence">
        {lastSeen(competency)}
      </td>
    </tr>
  );
}

function RoundSection({ round, readiness }: { readonly round: RoundBelief; readonly readiness: Readiness }) {
  const { bar, bar_at: at } = readiness;
  const id = `round-${round.round}`;
  return (
    <section className="sec" aria-labelledby={id}>
      <div className="mg">
        <h2 id={id}>{round.title}</h2>
        <p>
          {percent(round.share)} % of this loop. {round.of_20 === null ? "" : `${round.of_20} of 20 dots at the bar.`}
        </p>
      </div>
      <div>
        {round.of_20 === null ? (
          <p className="ui dim">{round.why_unscored ?? "Not graded yet."}</p>
        ) : (
          <div className="round-dots">
            <QuantileDots
              dots={round.dots}
              bar={at}
              label={`${round.title}: ${round.of_20} of 20 dots at or above the ${bar} bar`}
            />
            <LevelAxis bar={at} />
          </div>
        )}
        <table className="stack competencies">
          <caption className="vh">Competencies of {round.title}</caption>
          <thead>
            <tr>
              <th scope="col">Competency</th>
              <th scope="col">Levels 4 to 7, lines at L5 and the {bar} bar</th>
              <th scope="col">Estimate</th>
              <th scope="col">Evidence</th>
            </tr>
          </thead>
          <tbody>
            {round.competencies.map((competency) => (
              <CompetencyRow key={competency.id} competency={competency} bar={at} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

export function Page() {
  const readiness = useQuery(queries.readiness);
  usePage({ title: readiness.data ? titleOf(readiness.data) : "Readiness" });
  return (
    <Loaded query={readiness} waiting="Reading the graded sessions.">
      {(data) => (
        <>
          <header className="title">
            <p className="mg">
              <span>Readiness</span> <span>{data.bar} bar</span>
            </p>
            <div>
              <h1 className="h-title">{titleOf(data)}</h1>
              <p className="lede">
                {data.sessions === 0
                  ? "The first report puts twenty dots on each line below."
                  : `From ${counted(data.sessions, "graded session")}. Older evidence widens the interval; more of it narrows it.`}
              </p>
              <Expected readiness={data} />
            </div>
          </header>
          {data.sessions === 0 && (
            <div className="list">
              <Empty says="A session is graded when you finish it.">
                <Link className="btn go" href="/design">
                  Begin a mock
                </Link>
              </Empty>
            </div>
          )}
          {data.rounds.map((round) => (
            <RoundSection key={round.round} round={round} readiness={data} />
          ))}
        </>
      )}
    </Loaded>
  );
}
