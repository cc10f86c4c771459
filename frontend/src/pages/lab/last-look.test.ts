import { describe, expect, it } from "vitest";
import { lastLook } from "./last-look.ts";
import type { CaseMaterial } from "./shapes.ts";

const FORM = {
  units: [{ id: "city_time", label: "City and hours" }],
  primary: [{ id: "rides", label: "Rides per rider" }],
  guardrails: [{ id: "walk", label: "Walk to a bike" }],
  analyses: [{ id: "cluster_robust", label: "Errors by cell" }],
  stopping: [{ id: "fixed", label: "Decide at the end" }],
  decisions: [{ id: "significant", label: "Ship if significant" }],
} as unknown as CaseMaterial["form"];

const says = (...given: Parameters<typeof lastLook>) =>
  new Map(lastLook(...given).map((line) => [line.name, line.says]));

describe("the last look before the seal", () => {
  it("reads the plan in the labels of the form", () => {
    const read = says(
      {
        unit: "city_time",
        switchback_hours: 6,
        allocation: 0.3,
        primary: "rides",
        mde: { value: 0.013, kind: "relative" },
        units_per_arm: 3360,
        duration_days: 28,
        guardrails: [{ metric: "walk", threshold: 0.03 }],
        looks_every_days: 7,
        stopping: "fixed",
        break_even: 0.02,
        decision: "significant",
      },
      FORM,
    );
    expect(read.get("Unit")).toBe("City and hours, 6 h, 30 / 70");
    expect(read.get("MDE and size")).toBe("1.3 %, 3,360 per arm, alpha 0.05, power 0.8");
    expect(read.get("Guardrails")).toBe("Walk to a bike, 3 %");
    expect(read.get("Stopping rule")).toBe("A look every 7 days. Decide at the end");
    expect(read.get("Decision")).toBe("Ship if significant. Launching pays above 2 %");
  });

  it("names what is not there instead of leaving it out", () => {
    const read = says({}, FORM);
    expect(read.get("Unit")).toContain("not chosen");
    expect(read.get("Guardrails")).toBe("none");
    expect(read.get("Decision")).toContain("not stated");
  });
});
