/**
 * The dialogue with the interviewer and the box to answer in.
 *
 * Why: what is said is graded, so what is sent, what is not and how long the question stands must be plain. Wrong when
 * an answer half typed is lost by a reload.
 */

import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { formatClock } from "../../live/clock.ts";
import type { Draft } from "../../live/drafts.ts";
import { TEXT_LIMIT } from "../../live/events.ts";
import type { Turn } from "../../live/fold.ts";
import { useEverySecond } from "../room/use-every-second.ts";
import { Caps } from "../shell/caps.tsx";

type TalkProps = {
  readonly turns: readonly Turn[];
  readonly probesLeft: number;
  readonly probesOf: number;
  readonly draft: Draft;
  readonly closed: "no" | "paused" | "finished";
  /** What else answers a question in this room; empty where nothing does. */
  readonly aside?: string;
  readonly elapsed: () => number;
  readonly onSay: (text: string) => void;
};

/** Turns shown before the older ones fold into one line. */
const OPEN_TURNS = 14;

export function Talk(props: TalkProps) {
  const { turns, probesLeft, probesOf } = props;
  return (
    <>
      <div className="toolbar">
        <h2 className="ptitle" id="pane-talk-title">
          Interviewer
        </h2>
        <span className="note end">
          {probesLeft} of {probesOf} probes left
        </span>
      </div>
      <Log turns={turns} />
      <Reply {...props} />
    </>
  );
}

function Log({ turns }: { readonly turns: readonly Turn[] }) {
  const [whole, setWhole] = useState(false);
  const end = useRef<HTMLDivElement>(null);
  const folded = whole ? [] : turns.slice(0, Math.max(0, turns.length - OPEN_TURNS));
  const shown = turns.slice(folded.length);
  const asked = turns.findLastIndex((turn) => turn.who === "interviewer");
  const standing = asked === turns.length - 1 ? turns[asked]?.key : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn is the trigger.
  useEffect(() => {
    const log = end.current;
    if (log) log.scrollTop = log.scrollHeight;
  }, [turns.length]);
  const first = folded[0];
  const last = folded.at(-1);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <div className="talk" tabIndex={0} role="log" aria-label="Dialogue" ref={end}>
      {first && last && (
        <p className="fold">
          <button type="button" className="link" onClick={() => setWhole(true)}>
            {formatClock(first.at_ms)} to {formatClock(last.at_ms)}, {folded.length} turns
          </button>
        </p>
      )}
      {shown.map((turn) => (
        <div key={turn.key} className={classOf(turn, standing)}>
          <span className="time">{formatClock(turn.at_ms)}</span>
          <p>
            <span className="vh">{turn.who === "interviewer" ? "Interviewer: " : "You: "}</span>
            {turn.text}
            {turn.who === "candidate" && !turn.sent && <span className="note"> not saved yet</span>}
          </p>
        </div>
      ))}
    </div>
  );
}

function classOf(turn: Turn, standing: string | undefined): string {
  if (turn.who === "candidate") return turn.sent ? "turn a" : "turn a unsent";
  return turn.key === standing ? "turn q open" : "turn q";
}

function Reply({ turns, draft, closed, aside = "or draw it", elapsed, onSay }: TalkProps) {
  const [text, setText] = useState(draft.read);
  const change = (next: string) => {
    setText(next);
    draft.write(next);
  };
  const send = () => {
    if (text.trim() === "" || closed !== "no") return;
    onSay(text.trim());
    change("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey) && !event.nativeEvent.isComposing) {
      event.preventDefault();
      send();
    }
  };
  return (
    <form
      className="reply"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label className="ui" htmlFor="answer">
        <b>Your answer</b> <Standing turns={turns} elapsed={elapsed} />
      </label>
      <textarea
        className="ruled"
        id="answer"
        data-first
        rows={4}
        maxLength={TEXT_LIMIT}
        value={text}
        onChange={(event) => change(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className="inline">
        <button type="submit" className="btn go" disabled={closed !== "no" || text.trim() === ""}>
          Send <Caps keys="mod+enter" />
        </button>
        <span className="note end">
          {closed === "paused" ? "Paused: resume to send" : closed === "finished" ? "The mock is finished" : aside}
        </span>
      </div>
    </form>
  );
}

/** How long the last question stands unanswered. Not announced: it changes every second. */
function Standing({ turns, elapsed }: Pick<TalkProps, "turns" | "elapsed">) {
  useEverySecond();
  const last = turns.at(-1);
  if (last?.who !== "interviewer") return null;
  const seconds = Math.max(0, Math.floor((elapsed() - last.at_ms) / 1000));
  const text = seconds < 100 ? `${seconds} s` : formatClock(seconds * 1000, "narrow");
  return <span className="dimmer">{text} since the question</span>;
}
