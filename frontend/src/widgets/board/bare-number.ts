/** Numbers as people type them into a board. Wrong when a unit is taken for a scale, or a scale for a unit. */

const SCALE: Readonly<Record<string, number>> = { "": 1, k: 1e3, M: 1e6, B: 1e9, T: 1e12, "%": 0.01 };

/** A number without a unit as a number, as the blueprint wants it ("2,000", "200 M", "80 %"); anything else as written. */
export function bareNumber(text: string): string | number {
  const match = /^(-?\d+(?:\.\d+)?(?:e-?\d+)?)\s*([kMBT%]?)$/.exec(text.trim().replace(/(?<=\d),(?=\d{3})/g, ""));
  if (!match) return text.trim();
  // Multiplying by .01 would leave 7 % as .07000000000000001.
  return Number((Number(match[1]) * (SCALE[match[2] ?? ""] ?? 1)).toPrecision(12));
}
