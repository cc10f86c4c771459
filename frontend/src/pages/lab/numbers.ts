/** Numbers of the plan form: what is typed is kept as typed until it is a number, then as the plan wants it. */

/** A typed number, or null where it is none. Commas and thin spaces group digits. */
export function numberOf(text: string): number | null {
  const plain = text.replace(/[,\s\u2009]/g, "").replace("−", "-");
  if (!/^-?\d*\.?\d+$|^-?\d+\.$/.test(plain)) return null;
  return Number(plain);
}

/** A fraction shown in percent, without the dust of binary fractions. */
export const inPercent = (fraction: number): string => String(Number((100 * fraction).toPrecision(6)));

/** A typed percentage as a fraction, or null. */
export function fractionOf(text: string): number | null {
  const value = numberOf(text.replace("%", ""));
  return value === null ? null : Number((value / 100).toPrecision(8));
}

/** A number of the plan as the form shows it: thousands grouped, nothing rounded. */
export const grouped = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) >= 1000 ? value.toLocaleString("en-GB") : String(value);
