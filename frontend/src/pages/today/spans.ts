/** Runs of days with the same stage, as columns of the ruler's grid (1-based, end exclusive). A loop day is its own run. */

export type Span = { readonly stage: string; readonly loop: boolean; readonly from: number; readonly to: number };

export function spans(days: readonly { readonly stage: string; readonly loop: boolean }[]): readonly Span[] {
  const found: Span[] = [];
  days.forEach((day, index) => {
    const last = found.at(-1);
    if (last && last.stage === day.stage && last.loop === day.loop)
      found[found.length - 1] = { ...last, to: index + 2 };
    else found.push({ stage: day.stage, loop: day.loop, from: index + 1, to: index + 2 });
  });
  return found;
}
