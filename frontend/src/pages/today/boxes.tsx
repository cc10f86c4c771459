/** The boxes of today, drawn to scale with their start times: 3.6 px a minute. */

import type { CSSProperties } from "react";
import { Link, useLocation } from "wouter";
import { useEditPlan } from "../../api/queries.ts";
import type { Box, Today } from "../../api/types.ts";
import { counted, sentence } from "../../lib/format.ts";
import { freshId } from "../../lib/ids.ts";
import { Go } from "../../widgets/rows/go.tsx";
import { type Rows, useRows } from "../../widgets/rows/use-rows.ts";
import { useKeys } from "../../widgets/shell/keyboard.ts";
import { Empty, Failure } from "../../widgets/states/states.tsx";

const isBreak = (box: Box): boolean => box.kind === "break";

/** A box without a room is worked elsewhere; its button says that it is done. */
const isTick = (box: Box): boolean => box.item !== "" && (box.action === null || box.action.verb === "Done");

function headOf(time: string): string {
  const hour = Number(time.slice(0, 2));
  return hour < 12 ? "This morning" : hour < 18 ? "This afternoon" : "Tonight";
}

function PhaseBits({ phases }: { readonly phases: Box["phases"] }) {
  const done = phases.filter((phase) => phase.done >= 1).length;
  return (
    <span className="phasebits" role="img" aria-label={`${sentence(counted(done, "phase"))} of ${phases.length} done`}>
      {phases.map((phase, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: phases have a fixed order.
        <span key={index} style={{ flexGrow: phase.share }}>
          <i style={{ width: `${phase.done * 100}%` }} />
        </span>
      ))}
    </span>
  );
}

type BoxRowProps = {
  readonly box: Box;
  readonly number: number;
  readonly rows: Rows;
  readonly done: (box: Box) => void;
};

function Action({ box, number, done }: Omit<BoxRowProps, "rows">) {
  const className = number === 0 ? "btn go" : "btn";
  const label = (
    <>
      {isTick(box) ? "Done" : box.action?.verb} <span className="vh">{box.title}</span>
      <kbd>{number === 0 ? "↵" : number + 1}</kbd>
    </>
  );
  if (isTick(box)) {
    return (
      <button type="button" className={className} onClick={() => done(box)}>
        {label}
      </button>
    );
  }
  if (!box.action) return null;
  return (
    <Go to={box.action.href} className={className}>
      {label}
    </Go>
  );
}

function BoxRow({ box, number, rows, done }: BoxRowProps) {
  const scale = { "--min": box.minutes } as CSSProperties;
  return (
    <li {...rows.row(number)} style={scale}>
      <span className="time">{box.start}</span>
      <span className="scale" />
      <div>
        <h3>{box.title}</h3>
        <p>{box.text}</p>
        {box.phases.length > 0 && <PhaseBits phases={box.phases} />}
      </div>
      <span className="act">
        <Action box={box} number={number} done={done} />
        <span className="time">{box.minutes} min</span>
      </span>
    </li>
  );
}

function Rest({ box }: { readonly box: Box }) {
  return (
    <li className="rest" style={{ "--min": box.minutes } as CSSProperties}>
      <span className="time">{box.start}</span>
      <span className="scale" />
      <div>
        <p>{box.title || box.text}</p>
      </div>
      <span className="act">
        <span className="time">{box.minutes} min</span>
      </span>
    </li>
  );
}

/** Marking a box done is an edit of the plan; the answer redraws Today. */
function useDone(): { readonly done: (box: Box | undefined) => void; readonly error: Error | null } {
  const edit = useEditPlan();
  return {
    done: (box) => {
      if (box?.item) edit.mutate({ client_id: freshId(), kind: "done", item: box.item });
    },
    error: edit.error,
  };
}

export function Boxes({ today }: { readonly today: Today }) {
  const [, go] = useLocation();
  const { done, error } = useDone();
  const work = today.boxes.filter((box) => !isBreak(box));
  const rows = useRows("Boxes of today", work.length, (index) => {
    const box = work[index];
    if (!box) return;
    if (isTick(box)) done(box);
    else if (box.action) go(box.action.href);
  });
  useKeys("Today", [{ keys: "x", does: "Done", run: () => done(work[rows.current]) }]);
  const minutes = work.reduce((sum, box) => sum + box.minutes, 0);
  return (
    <section className="tonight" aria-labelledby="tonight-title">
      <div className="mg">
        <h2 id="tonight-title">{headOf(today.time)}</h2>
        {work.length > 0 && (
          <p>
            {minutes} minutes in {counted(work.length, "box", "boxes")}. Stop at {today.stop_at}.
          </p>
        )}
        <p>
          <Link href="/clock">Move something</Link>
        </p>
      </div>
      <div>
        {error && <Failure thrown={error} />}
        {work.length === 0 ? (
          <Empty says={today.stop_text || "Nothing is planned for today. Go to bed."} />
        ) : (
          <ol className="boxes">
            {today.boxes.map((box) =>
              isBreak(box) ? (
                <Rest key={box.start} box={box} />
              ) : (
                <BoxRow key={box.start} box={box} number={work.indexOf(box)} rows={rows} done={done} />
              ),
            )}
            <li className="stop">
              <span className="time">{today.stop_at}</span>
              <span />
              <div>
                <p>{today.stop_text}</p>
              </div>
            </li>
          </ol>
        )}
      </div>
    </section>
  );
}
