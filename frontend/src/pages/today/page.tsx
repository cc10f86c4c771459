/** Today: what to do in the next hour and a half, and why; how it stands against the bar. */

import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { queries } from "../../api/queries.ts";
import type { Today } from "../../api/types.ts";
import { longDay } from "../../lib/dates.ts";
import { usePage } from "../../widgets/shell/page-info.ts";
import { Empty, Loaded } from "../../widgets/states/states.tsx";
import { Boxes } from "./boxes.tsx";
import { Ready } from "./ready.tsx";
import { Ruler } from "./ruler.tsx";
import "../../styles/today.css";

const daysLeft = (days: number): string => (days === 0 ? "Today" : days === 1 ? "1 day" : `${days} days`);

function NoGoal() {
  usePage({ title: "No loop yet" });
  return (
    <header className="title">
      <p className="mg">
        <span>Today</span>
      </p>
      <div>
        <h1 className="h-title">No loop yet, so there is nothing to plan</h1>
        <Empty says="Here will be what to do tonight, box by box. Setup writes it: who you are meeting, when, and how many hours a week you have.">
          <p className="inline">
            <Link className="btn go" href="/setup">
              Open Setup
            </Link>
            <Link className="ui" href="/design">
              Or begin a mock without a plan
            </Link>
          </p>
        </Empty>
      </div>
    </header>
  );
}

function Heading({ today }: { readonly today: Today }) {
  return (
    <header className="title today-title">
      <p className="mg">
        <span>{longDay(today.date)}</span> <span>{today.time}</span>
      </p>
      <div>
        <h1 className="display">{daysLeft(today.days_left)}</h1>
        <p className="lede">{today.lede}</p>
      </div>
    </header>
  );
}

function Planned({ today }: { readonly today: Today }) {
  usePage({
    title: `${daysLeft(today.days_left)} to ${today.loop.title}`,
    hints: [
      { keys: ["j", "k"], does: "move" },
      { keys: ["enter"], does: "begin" },
      { keys: ["x"], does: "done" },
      { keys: ["g"], does: "then a letter to go" },
    ],
  });
  return (
    <>
      <Heading today={today} />
      <Ruler days={today.ruler} />
      <div className="today-grid">
        <Boxes today={today} />
        <Ready />
      </div>
    </>
  );
}

export function Page() {
  const today = useQuery(queries.today);
  return (
    <Loaded query={today} waiting="Reading the plan.">
      {(data) => (data === null ? <NoGoal /> : <Planned today={data} />)}
    </Loaded>
  );
}
