/** What every part of the form is given: the draft and how to change it. */

import type { Goal, Tracks } from "../../api/types.ts";
import type { Day } from "../../lib/dates.ts";

export type Part = {
  readonly goal: Goal;
  readonly change: (part: Partial<Goal>) => void;
  readonly tracks: Tracks;
  readonly today: Day;
};
