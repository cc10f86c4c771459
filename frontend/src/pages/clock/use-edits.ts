/** Edits of the plan with a way back: each is sent at once, the last one can be undone, and what happened is said. */

import { useState } from "react";
import { useEditPlan } from "../../api/queries.ts";
import type { Plan } from "../../api/types.ts";
import { type Edit, said } from "../../lib/agenda.ts";
import { freshId } from "../../lib/ids.ts";

export type Edits = {
  readonly send: (edit: Edit) => void;
  /** Take the last edit back; does nothing when there is none of this visit. */
  readonly undo: () => void;
  readonly canUndo: boolean;
  readonly said: string;
  readonly error: Error | null;
};

function titleOf(plan: Plan, edit: Edit): string {
  if (!("item" in edit)) return "";
  const items = plan.days.flatMap((day) => day.items);
  return (
    items.find((item) => item.id === edit.item)?.title ??
    plan.left_out.find((entry) => entry.item === edit.item)?.title ??
    edit.item
  );
}

export function useEdits(plan: Plan): Edits {
  const mutation = useEditPlan();
  const [count, setCount] = useState(0);
  const [text, setText] = useState("");
  return {
    send: (edit) =>
      mutation.mutate(
        { client_id: freshId(), ...edit },
        {
          onSuccess: () => {
            setText(said(edit, titleOf(plan, edit)));
            setCount((before) => before + 1);
          },
        },
      ),
    undo: () => {
      if (count === 0) return;
      mutation.mutate(
        { client_id: freshId(), kind: "undo" },
        {
          onSuccess: () => {
            setText("The last change is taken back.");
            setCount((before) => before - 1);
          },
        },
      );
    },
    canUndo: count > 0,
    said: text,
    error: mutation.error,
  };
}
