/**
 * The head of a room: a way out, the phases with their budgets, and the clock.
 *
 * Why: when the clock runs, the navigation is gone; what remains must be read in a glance. Wrong when it moves by itself
 * or counts what a pause should have stopped.
 */

import { formatClock } from "../../live/clock.ts";
import { spentIn } from "../../live/fold.ts";
import type { RoomSnapshot } from "../../live/session.ts";
import { useEverySecond } from "./use-every-second.ts";

type RoomHeadProps = {
  readonly snapshot: RoomSnapshot;
  readonly elapsed: () => number;
  readonly onLeave: () => void;
  readonly onPhase: (id: string) => void;
  readonly onPause: () => void;
  readonly onFinish: () => void;
};

/** The last two minutes are bold, with the time left beside them. */
const LAST_MS = 120_000;

export function RoomHead({ snapshot, elapsed, onLeave, onPhase, onPause, onFinish }: RoomHeadProps) {
  useEverySecond();
  const { view, state } = snapshot;
  const now = elapsed();
  const { status } = state;
  const company = view.company_title ? `, ${view.company_title}` : "";
  return (
    <header className="rhead">
      <div className="rtitle">
        <button type="button" className="link ui" onClick={onLeave}>
          Leave
        </button>
        <h1>{view.exercise.title}</h1>
        <span className="note">
          {view.level}
          {company}
        </span>
      </div>
      <Phases snapshot={snapshot} now={now} onPhase={onPhase} />
      <div className="rclock">
        <Clock now={now} total={view.minutes * 60_000} status={status} />
        {status === "finished" ? null : (
          <button type="button" className="btn" onClick={onPause}>
            {status === "paused" ? "Resume" : "Pause"}
          </button>
        )}
        {status !== "finished" && (
          <button
            type="button"
            className={now >= view.minutes * 60_000 ? "btn go" : "btn finish"}
            disabled={snapshot.busy !== "none"}
            onClick={onFinish}
          >
            {snapshot.busy === "finishing" ? "Finishing" : "Finish"}
          </button>
        )}
      </div>
    </header>
  );
}

type ClockProps = { readonly now: number; readonly total: number; readonly status: "running" | "paused" | "finished" };

export function Clock({ now, total, status }: ClockProps) {
  const over = now - total;
  const left = total - now;
  const last = left > 0 && left <= LAST_MS && status === "running";
  const names = ["clock", status === "paused" && "paused", last && "last"].filter(Boolean).join(" ");
  return (
    <span className={names} role="timer" aria-label="Elapsed">
      {formatClock(Math.min(now, total))} <small>/ {formatClock(total)}</small>
      {over >= 1000 && (
        <small className="bad">
          {" "}
          <span className="vh">over by </span>+{formatClock(over, "narrow")}
        </small>
      )}
      {last && <small className="left"> {formatClock(left, "narrow")} left</small>}
      {status === "paused" && <small> paused</small>}
      {status === "finished" && <small> finished</small>}
    </span>
  );
}

type PhasesProps = {
  readonly snapshot: RoomSnapshot;
  readonly now: number;
  readonly onPhase: (id: string) => void;
};

function Phases({ snapshot, now, onPhase }: PhasesProps) {
  const { phases, state } = snapshot;
  return (
    <ol className="phases" aria-label="Phases">
      {phases.map((phase) => {
        const current = phase.id === state.phase && state.status !== "finished";
        const spent = spentIn(state, phase.id, now);
        const over = Math.max(0, spent - phase.budget_ms);
        const minutes = Math.round(phase.budget_ms / 60_000);
        return (
          <li
            key={phase.id}
            className={spent > 0 && !current ? "done" : undefined}
            aria-current={current ? "step" : undefined}
            style={{ flexGrow: minutes }}
          >
            <button
              type="button"
              disabled={current || state.status !== "running"}
              title={over >= 1000 ? `${formatClock(over, "narrow")} over` : undefined}
              onClick={() => onPhase(phase.id)}
            >
              <b>{phase.title}</b>
              <span className={over >= 1000 ? "time bad" : "time"}>{timeOf(spent, minutes, current)}</span>
              <PhaseTrack spent={spent} budget={phase.budget_ms} current={current} />
            </button>
          </li>
        );
      })}
    </ol>
  );
}

function timeOf(spent: number, minutes: number, current: boolean): string {
  if (current) return `${formatClock(spent)} of ${minutes}`;
  return spent > 0 ? formatClock(spent, "narrow") : String(minutes);
}

type TrackProps = { readonly spent: number; readonly budget: number; readonly current: boolean };

function PhaseTrack({ spent, budget, current }: TrackProps) {
  const share = budget > 0 ? Math.min(1, spent / budget) : 0;
  const over = budget > 0 ? Math.min(0.4, Math.max(0, spent - budget) / spent || 0) : 0;
  return (
    <span className={current ? "track pen" : "track"} aria-hidden="true">
      {spent > 0 && <i style={{ "--v": share.toFixed(3) } as React.CSSProperties} />}
      {over > 0.002 && <i className="over" style={{ "--o": `${(over * 100).toFixed(1)}%` } as React.CSSProperties} />}
    </span>
  );
}
