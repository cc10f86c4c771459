/**
 * Explain aloud: the questions that come with the code, one card each, answered in your own words.
 *
 * Why: an answer is `said` about its question, so the report can quote it beside the question. Wrong when an answer half
 * typed is lost by choosing another card.
 */

import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { formatClock } from "../../live/clock.ts";
import { draftOf } from "../../live/drafts.ts";
import { TEXT_LIMIT } from "../../live/events.ts";
import type { Turn } from "../../live/fold.ts";
import { browserShelf } from "../../live/keep.ts";
import type { ProblemMaterial } from "../../live/material.ts";
import { Caps } from "../../widgets/shell/caps.tsx";

type Question = ProblemMaterial["aloud"][number];
type Answer = Extract<Turn, { readonly who: "candidate" }>;

type AloudProps = {
  readonly attempt: string;
  readonly questions: readonly Question[];
  readonly turns: readonly Turn[];
  readonly closed: boolean;
  readonly onSay: (text: string, about: string) => void;
};

export function Aloud({ attempt, questions, turns, closed, onSay }: AloudProps) {
  const answers = new Map<string, Answer>();
  for (const turn of turns) if (turn.who === "candidate" && turn.about) answers.set(turn.about, turn);
  const open = questions.find((question) => !answers.has(question.about));
  const [picked, setPicked] = useState<string | null>(null);
  const current = picked ?? open?.about ?? null;
  const said = questions.filter((question) => answers.has(question.about)).length;
  const list = useRef<HTMLOListElement>(null);
  const moved = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the card that is open now is the trigger.
  useEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    const box = list.current?.querySelector<HTMLElement>("[data-first]");
    (box ?? list.current?.closest<HTMLElement>("[data-pane]"))?.focus();
  }, [current]);
  return (
    <>
      <div className="toolbar">
        <h2 className="ptitle" id="pane-aloud-title">
          Explain aloud
        </h2>
        <span className="note end">
          {said} of {questions.length} said
        </span>
      </div>
      <ol className="aloud" ref={list}>
        {questions.map((question) => (
          <Card
            key={question.about}
            attempt={attempt}
            question={question}
            answer={answers.get(question.about)}
            current={question.about === current}
            closed={closed}
            onPick={() => {
              moved.current = true;
              setPicked(question.about);
            }}
            onSay={(text) => {
              // The next open card follows by itself, and the cursor with it.
              moved.current = true;
              setPicked(null);
              onSay(text, question.about);
            }}
          />
        ))}
      </ol>
    </>
  );
}

type CardProps = {
  readonly attempt: string;
  readonly question: Question;
  readonly answer: Answer | undefined;
  readonly current: boolean;
  readonly closed: boolean;
  readonly onPick: () => void;
  readonly onSay: (text: string) => void;
};

function Card({ attempt, question, answer, current, closed, onPick, onSay }: CardProps) {
  if (current) {
    return (
      <li aria-current="true">
        <AnswerBox attempt={attempt} question={question} again={answer !== undefined} closed={closed} onSay={onSay} />
      </li>
    );
  }
  return (
    <li className={answer ? "answered" : undefined}>
      <button type="button" className="card" onClick={onPick}>
        <span className="asked">{question.prompt}</span>
        {answer && <span className="note quote">“{answer.text}”</span>}
        <span className="time">
          {answer ? `${formatClock(answer.at_ms)}${answer.sent ? "" : ", not saved yet"}` : "open"}
        </span>
      </button>
    </li>
  );
}

type AnswerBoxProps = Pick<CardProps, "attempt" | "question" | "closed" | "onSay"> & { readonly again: boolean };

function AnswerBox({ attempt, question, again, closed, onSay }: AnswerBoxProps) {
  const draft = useMemo(() => draftOf(browserShelf(), attempt, question.about), [attempt, question.about]);
  const [text, setText] = useState(draft.read);
  const change = (next: string) => {
    setText(next);
    draft.write(next);
  };
  const send = () => {
    if (text.trim() === "" || closed) return;
    onSay(text.trim());
    change("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey) && !event.nativeEvent.isComposing) {
      event.preventDefault();
      send();
    }
  };
  const id = `say-${question.id}`;
  return (
    <form
      className="say"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label className="asked" htmlFor={id}>
        {question.prompt}
      </label>
      <textarea
        className="field"
        id={id}
        data-first
        rows={2}
        maxLength={TEXT_LIMIT}
        placeholder={again ? "Say more" : "Say it as you would aloud"}
        value={text}
        onChange={(event) => change(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <button type="submit" className="btn" disabled={closed || text.trim() === ""}>
        Say <Caps keys="mod+enter" />
      </button>
    </form>
  );
}
