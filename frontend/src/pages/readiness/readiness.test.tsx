import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { Readiness } from "../../api/types.ts";
import { UNGRADED } from "../../testing/answers.ts";
import { openPage } from "../../testing/open-page.tsx";
import { Page } from "./page.tsx";

const dots = Array.from({ length: 20 }, (_, index) => ({ level: 5 + index * 0.08, filled: index >= 13 }));
const GRADED: Readiness = {
  ...UNGRADED,
  sessions: 3,
  rounds: [
    {
      round: "statistics",
      title: "Statistics",
      share: 0.4,
      of_20: 7,
      dots,
      mean: 5.6,
      low: 5,
      high: 6.2,
      evidence: 3,
      why_unscored: null,
      competencies: [
        {
          id: "statistics.power",
          title: "Power",
          mean: 5.6,
          low: 5,
          high: 6.2,
          chance: 0.3,
          evidence: 3,
          last_days: 2,
          why_unscored: null,
        },
        {
          id: "statistics.causal",
          title: "Causal",
          mean: null,
          low: null,
          high: null,
          chance: null,
          evidence: 0,
          last_days: null,
          why_unscored: "No session decided it.",
        },
      ],
    },
  ],
  expected: { value: 1.5, of: 4, scored: 1, says: "", before: 0.9 },
};

it("claims nothing while nothing is graded, and leads to a mock", async () => {
  openPage(<Page />, "/readiness", { "GET /api/readiness": UNGRADED });
  expect(await screen.findByRole("heading", { name: "Nothing is graded yet, so nothing is claimed" })).toBeTruthy();
  expect(screen.getByRole("link", { name: "Begin a mock" }).getAttribute("href")).toBe("/design");
});

it("is named by the round that is furthest from the bar", async () => {
  openPage(<Page />, "/readiness", { "GET /api/readiness": GRADED });
  expect(await screen.findByRole("heading", { name: "Statistics is furthest from the L6 bar: 7 of 20" })).toBeTruthy();
  expect(screen.getByText("1.5 of 4")).toBeTruthy();
});

it("gives a competency its interval and evidence, and an ungraded one its reason instead of a number", async () => {
  openPage(<Page />, "/readiness", { "GET /api/readiness": GRADED });
  const power = (await screen.findByRole("rowheader", { name: "Power" })).closest("tr") as HTMLElement;
  expect(power.textContent).toContain("5.6 ± 0.6");
  expect(power.textContent).toContain("three sessions, last two days ago");
  expect(within(power).getByRole("img", { name: "Power: 5.6, 90 percent from 5.0 to 6.2" })).toBeTruthy();
  expect(screen.getByRole("rowheader", { name: "Causal" }).closest("tr")?.textContent).toContain(
    "No session decided it.",
  );
});
