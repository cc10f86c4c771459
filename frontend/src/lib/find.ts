/** Find by a few letters: every typed word must begin a word of the title, or be inside it. Better places come first. */

export type Found = { readonly title: string; readonly what: string; readonly to: string };

function rank(text: string, word: string): number {
  if (text.startsWith(word)) return 0;
  if (text.includes(` ${word}`)) return 1;
  return text.includes(word) ? 2 : Number.POSITIVE_INFINITY;
}

/** Places that match `typed`, best first; ties keep their order. Nothing typed matches everything. */
export function find(places: readonly Found[], typed: string): readonly Found[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return places
    .map((place) => {
      const text = `${place.title} ${place.what}`.toLowerCase();
      return { place, score: words.reduce((sum, word) => sum + rank(text, word), 0) };
    })
    .filter((entry) => Number.isFinite(entry.score))
    .sort((a, b) => a.score - b.score)
    .map((entry) => entry.place);
}
