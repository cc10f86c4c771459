/** The agenda by stage. One item is current: the keys and the row of buttons under it act on it. */

import { useState } from "react";
import { Link } from "wouter";
import type { Plan, PlanDay, PlanItem, Tracks } from "../../api/types.ts";
import { firstColumn, stageRuns, wasMissed } from "../../lib/agenda.ts";
import { agendaDay, daysBetween, longDay, shortDay } from "../../lib/dates.ts";
import { Caps } from "../../widgets/shell/caps.tsx";
import { useKeys } from "../../widgets/shell/keyboard.ts";
import type { Edits } from "./use-edits.ts";

const SHOWN_BEFORE = 2;

type Cursor = { readonly item: PlanItem; readonly day: PlanDay };
type Actions = {
  readonly current: Cursor | undefined;
  readonly choose: (id: string) => void;
  readonly move: (by: number) => void;
  readonly done: () => void;
  readonly dayOff: () => void;
};

const elementId = (item: string): string => `item-${item}`;

function useActions(days: readonly PlanDay[], edits: Edits): Actions {
  const rows = days.flatMap((day) =>
    day.items.filter((item) => item.status !== "moved").map((item) => ({ item, day })),
  );
  const [chosen, setChosen] = useState<string | null>(null);
  const found = rows.findIndex((row) => row.item.id === chosen);
  const at = Math.max(found, 0);
  const current = rows[at];
  const step = (by: number): void => {
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
    if (!next) return;
    setChosen(next.item.id);
    document.getElementById(elementId(next.item.id))?.scrollIntoView({ block: "nearest" });
  };
  const act = (run: (cursor: Cursor) => void) => () => current && run(current);
  const move = (by: number): void =>
    act(({ item }) => {
      setChosen(item.id);
      edits.send({ kind: "move", item: item.id, by_days: by });
    })();
  const done = act(({ item }) => {
    setChosen(item.id);
    edits.send({ kind: item.status === "done" ? "undone" : "done", item: item.id });
  });
  const dayOff = act(({ day }) => edits.send({ kind: day.off ? "day_on" : "day_off", date: day.date }));
  useKeys("Agenda", [
    { keys: "j", does: "Next item", run: () => step(1) },
    { keys: "k", does: "Previous item", run: () => step(-1) },
    { keys: "shift+j", does: "Move a day later", run: () => move(1) },
    { keys: "shift+k", does: "Move a day earlier", run: () => move(-1) },
    { keys: "x", does: "Done, or open again", run: done },
    { keys: "o", does: "Day off, or not", run: dayOff },
    { keys: "mod+z", does: "Undo", run: edits.undo },
  ]);
  return { current, choose: setChosen, move, done, dayOff };
}

function aside(item: PlanItem): string {
  if (item.status === "moved") return item.moved_to ? `to ${agendaDay(item.moved_to)}` : "moved";
  if (item.status === "done") return "done";
  if (item.status === "missed") return "missed";
  if (item.moved_from) return `from ${agendaDay(item.moved_from)}`;
  return item.fixed ? "fixed" : "";
}

function ItemActions({
  item,
  day,
  actions,
}: {
  readonly item: PlanItem;
  readonly day: PlanDay;
  readonly actions: Actions;
}) {
  return (
    <div className="item-actions">
      <p className="note">{item.why}</p>
      <div className="inline">
        {item.exercise && (
          <Link className="btn" href={`/exercises/${item.exercise}`}>
            Open
          </Link>
        )}
        <button type="button" className="btn" onClick={actions.done}>
          {item.status === "done" ? "Not done" : "Done"} <Caps keys="x" />
        </button>
        <button type="button" className="btn" onClick={() => actions.move(-1)}>
          Earlier <Caps keys="shift+k" />
        </button>
        <button type="button" className="btn" onClick={() => actions.move(1)}>
          Later <Caps keys="shift+j" />
        </button>
        <button type="button" className="btn" onClick={actions.dayOff}>
          {day.off ? "Not a day off" : "Day off"} <Caps keys="o" />
        </button>
      </div>
    </div>
  );
}

function ItemRow({
  item,
  day,
  actions,
}: {
  readonly item: PlanItem;
  readonly day: PlanDay;
  readonly actions: Actions;
}) {
  const current = actions.current?.item.id === item.id && actions.current.day.date === day.date;
  const struck = item.status === "moved" || item.status === "missed" || item.status === "done";
  return (
    <li id={item.status === "moved" ? undefined : elementId(item.id)} aria-current={current ? "true" : undefined}>
      <span className="min">{item.minutes}</span>
      {item.status === "moved" ? (
        <p className="struck">{item.title}</p>
      ) : (
        <button type="button" className={struck ? "pick struck" : "pick"} onClick={() => actions.choose(item.id)}>
          {item.title}
        </button>
      )}
      <span className="to">{aside(item)}</span>
      {current && <ItemActions item={item} day={day} actions={actions} />}
    </li>
  );
}

function DayRow({ day, today, actions }: { readonly day: PlanDay; readonly today: string; readonly actions: Actions }) {
  const missed = wasMissed(day, today);
  const note = day.date === today ? "today" : missed ? "missed" : day.off ? "day off" : "";
  const names = [day.date === today && "today", missed && "missed-day"];
  return (
    <li className={names.filter(Boolean).join(" ") || undefined}>
      <p className="day">
        {agendaDay(day.date)} {note && <span>{note}</span>}
      </p>
      <ol>
        {day.items.map((item) => (
          <ItemRow key={`${item.id}-${item.status}`} item={item} day={day} actions={actions} />
        ))}
        {day.items.length === 0 && <li className="dimmer">{day.off ? "Free." : "Nothing planned."}</li>}
      </ol>
    </li>
  );
}

type BlockProps = {
  readonly stage: string;
  readonly days: readonly PlanDay[];
  readonly tracks: Tracks;
  readonly today: string;
  readonly actions: Actions;
};

function StageBlock({ stage, days, tracks, today, actions }: BlockProps) {
  const known = tracks.stages.find((entry) => entry.id === stage);
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return null;
  const span = first === last ? longDay(first.date) : `${shortDay(first.date)} to ${shortDay(last.date)}`;
  return (
    <section className={days.some((day) => day.loop) ? "stage-block loop-block" : "stage-block"}>
      <header>
        <h3 className="h-serif">{known?.title ?? stage}</h3>
        <p>
          {span}.{known?.summary ? ` ${known.summary}` : ""}
        </p>
      </header>
      <ol>
        {days.map((day) => (
          <DayRow key={day.date} day={day} today={today} actions={actions} />
        ))}
      </ol>
    </section>
  );
}

type AgendaProps = { readonly plan: Plan; readonly tracks: Tracks; readonly today: string; readonly edits: Edits };

/** Days shown: today and later, and what was missed in the two days before. */
export function Agenda({ plan, tracks, today, edits }: AgendaProps) {
  const shown = plan.days.filter(
    (day) => day.date >= today || (daysBetween(day.date, today) <= SHOWN_BEFORE && wasMissed(day, today)),
  );
  const actions = useActions(shown, edits);
  const runs = stageRuns(shown);
  const split = firstColumn(runs);
  const block = (run: (typeof runs)[number]) => (
    <StageBlock key={`${run.stage}-${run.days[0]?.date}`} {...run} tracks={tracks} today={today} actions={actions} />
  );
  return (
    <section className="sec" aria-labelledby="agenda-title">
      <div className="mg">
        <h2 id="agenda-title">Agenda</h2>
        <p>Missed items move to the next day with room, at most twice. Then you decide.</p>
        <p role="status">{edits.said}</p>
        {edits.canUndo && (
          <p>
            <button type="button" className="link" onClick={edits.undo}>
              Undo
            </button>{" "}
            <Caps keys="mod+z" />
          </p>
        )}
      </div>
      <div className="agenda">
        <div>{runs.slice(0, split).map(block)}</div>
        <div>{runs.slice(split).map(block)}</div>
      </div>
    </section>
  );
}
