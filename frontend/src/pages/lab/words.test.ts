import { describe, expect, it } from "vitest";
import type { CaseMaterial, DesignFigures, Plan, Quantity, WorldsResult } from "./shapes.ts";
import { errorOf, LINES, looksAxis, shareTick, tickText, wroteOf } from "./words.ts";

const FORM = {
  units: [
    { id: "user", label: "Rider" },
    { id: "city_time", label: "City and hours" },
  ],
  primary: [{ id: "rides", label: "Rides per rider" }],
  guardrails: [{ id: "walk", label: "Walk to a bike" }],
} as unknown as CaseMaterial["form"];
const PLAN = { unit: "user", primary: "rides", guardrails: [{ metric: "walk", threshold: 0.03 }] } as unknown as Plan;
const row = (name: string, wrote: string) => ({ row: name, wrote }) as unknown as WorldsResult["rows"][number];
const q = (value: number, low = value, high = value): Quantity => ({ value, low, high, unit: "1", class: "simulated" });

describe("what was written", () => {
  it("uses the form's labels, not the engine's names", () => {
    expect(wroteOf(row("unit", "User"), PLAN, FORM)).toBe("Rider");
    expect(wroteOf(row("unit", "x"), { ...PLAN, unit: "city_time", switchback_hours: 6 }, FORM)).toBe(
      "City and hours, 6 h",
    );
    expect(wroteOf(row("primary_metric", "Rides"), PLAN, FORM)).toBe("Rides per rider");
    expect(wroteOf(row("guardrails", "Walk"), PLAN, FORM)).toBe("Walk to a bike, 3 %");
  });

  it("keeps the engine's sentence where the form has no label, and where nothing was chosen", () => {
    expect(wroteOf(row("duration", "14 days"), PLAN, FORM)).toBe("14 days");
    expect(wroteOf(row("guardrails", "None"), { ...PLAN, guardrails: [] }, FORM)).toBe("None");
  });
});

describe("figures with the luck of the simulation", () => {
  it("prints half of the interval at one digit, and nothing without an interval", () => {
    expect(errorOf(q(2, 1.98, 2.02))).toBe("0.02");
    expect(errorOf(q(2))).toBe("");
    expect(errorOf({ value: 2, low: null, high: null, unit: "%", class: "declared" })).toBe("");
  });

  it("prints the error of a percentage in percent", () => {
    const line = LINES.find((one) => one.name === "Would ship where it pays");
    const design = { ships_when_it_pays: q(0.83, 0.823, 0.837) } as unknown as DesignFigures;
    expect(line?.of(design, {} as WorldsResult)).toEqual({ says: "83 %", error: "0.7", wrong: false });
  });

  it("marks as wrong only what luck cannot explain", () => {
    const line = LINES.find((one) => one.name === "False positives");
    const result = { plan: { alpha: 0.05 } } as unknown as WorldsResult;
    const design = (low: number) => ({ false_positives: q(0.06, low, 0.07) }) as unknown as DesignFigures;
    expect(line?.of(design(0.048), result).wrong).toBe(false);
    expect(line?.of(design(0.055), result).wrong).toBe(true);
  });

  it("marks a launch below break-even, not one that pays", () => {
    const line = LINES.find((one) => one.name === "Worlds that ship");
    const design = { ships: q(0.9) } as unknown as DesignFigures;
    const world = (truth: number) => ({ truth: q(truth), break_even: q(2) }) as unknown as WorldsResult;
    expect(line?.of(design, world(1)).wrong).toBe(true);
    expect(line?.of(design, world(3)).wrong).toBe(false);
  });
});

describe("axes", () => {
  it("prints as many decimals as the step needs", () => {
    expect([tickText(2, 1), tickText(-0.5, 0.5), tickText(0, 1)]).toEqual(["+2", "−0.5", "0"]);
    expect([shareTick(0.05, 0.05), shareTick(0.025, 0.025), shareTick(0.2, 0.2), shareTick(1, 0.2)]).toEqual([
      ".05",
      ".025",
      ".2",
      "1",
    ]);
  });

  it("says how often was looked", () => {
    expect(looksAxis(PLAN)).toBe("one look, at the end");
    expect(looksAxis({ ...PLAN, looks_every_days: 7 })).toBe("looks taken, one every 7 days");
  });
});
