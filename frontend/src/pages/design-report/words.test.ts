import { describe, expect, it } from "vitest";
import type { SimulationReport, Stage } from "../../live/simulation.ts";
import { offBy } from "./predictions.tsx";
import { niceMax, ticks } from "./scale.ts";
import { costTitle, latencyTitle, loadTitle, said, tailTitle, utilisationTitle } from "./words.ts";

const quantity = (value: number, unit: string) => ({ value, unit, class: "simulated" as const });
const stage = (label: string, utilisation: number, tail: number, wait = 0): Stage => ({
  node: label,
  label,
  type: "service",
  units: 1,
  unit_name: "machines",
  latency: { p50: quantity(1, "ms"), p95: quantity(2, "ms"), p99: quantity(3, "ms") },
  utilisation: quantity(utilisation, ""),
  on_path: true,
  tail_share: tail,
  wait_share: wait,
});

describe("a quantity as it is read", () => {
  it.each([
    [quantity(349, "ms"), "349 ms"],
    [quantity(24_300, "req/s"), "24.3 k req/s"],
    [quantity(0.7, ""), ".70"],
    [quantity(3_179_000, "USD/year"), "$3.18 M"],
    [quantity(7_800, "s"), "2.17 h"],
    [quantity(900, "s"), "15 min"],
    [quantity(4, "s"), "4 s"],
  ])("%o is %s", (held, text) => {
    expect(said(held)).toBe(text);
  });
});

describe("titles are findings", () => {
  it("name the stage that makes the tail, and whether it waits", () => {
    expect(latencyTitle([stage("Rank", 0.5, 0.1), stage("Store", 0.96, 0.72, 0.8)])).toBe(
      "Store takes 72 % of the slowest requests, most of it waiting",
    );
    expect(latencyTitle([stage("Store", 1.2, 0)])).toBe("Everything waits behind Store");
  });

  it("say whether the peak fits", () => {
    const report = { max_load: quantity(23_100, "req/s"), judged_load: quantity(24_300, "req/s") } as SimulationReport;
    expect(loadTitle(report)).toBe("The budget ends at 23.1 k req/s; the peak is 24.3 k req/s");
    expect(loadTitle({ ...report, max_load: quantity(41_000, "req/s") })).toContain("You have the budget");
  });

  it("count the late in percent, whichever way they come", () => {
    const late = (value: number, unit: string) => tailTitle({ late: quantity(value, unit) } as SimulationReport);
    expect(late(9.1, "%")).toBe(late(0.091, ""));
    expect(late(0.01, "%")).toBe("Fewer than 1 request in 2,000 is late");
  });

  it("name what is too busy only when something is", () => {
    expect(utilisationTitle([stage("Rank", 0.5, 0)])).toBe("Nothing is above .80");
    expect(utilisationTitle([stage("Rank", 0.5, 0), stage("Store", 0.9, 0)])).toBe("Store sets the limit");
  });

  it("blame the line that costs more than the reference's", () => {
    const line = (label: string, value: number) => ({
      node: label,
      label,
      count: 1,
      machine: "m",
      per_year: quantity(value, "USD/year"),
    });
    const report = {
      cost: { per_year: quantity(3e6, "USD/year"), lines: [line("Store", 1.3e6), line("Rank", 1.7e6)] },
      reference: { cost_lines: [line("Store", 4e5), line("Rank", 1.7e6)] },
    } as unknown as SimulationReport;
    expect(costTitle(report)).toBe("Store costs $900 k a year more than it must");
  });
});

describe("axes", () => {
  it("end on a tick that holds the largest value", () => {
    for (const max of [0.3, 7, 24.3, 349, 24_300, 41_000]) {
      const end = niceMax(max);
      expect(end).toBeGreaterThanOrEqual(max);
      expect(ticks(end).at(-1)).toBeCloseTo(end, 6);
      expect(ticks(end).length).toBeLessThanOrEqual(7);
    }
  });
});

describe("a prediction", () => {
  it("is off by a ratio, with its direction", () => {
    expect(offBy(0.5)).toBe("2 × too low");
    expect(offBy(1.6)).toBe("1.6 × too high");
    expect(offBy(1.02)).toBe("within 5 %");
    expect(offBy(null)).toBe("not comparable");
  });
});
