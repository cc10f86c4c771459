import { fireEvent, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { TRACKS } from "../../testing/answers.ts";
import { openPage } from "../../testing/open-page.tsx";
import { Page } from "./page.tsx";

const report = (attempt: string, title: string) => ({
  attempt,
  page: 31,
  title,
  round: "statistics",
  exercise: "Free unlock",
  level: "L6",
  finished_at: "2026-11-24T12:00:00Z",
  graded_at: "2026-11-24T12:01:00Z",
  decided_share: 0.9,
  executed_share: 0.64,
});

it("says what will be here and what writes it", async () => {
  openPage(<Page />, "/reports", { "GET /api/reports": [], "GET /api/tracks": TRACKS });
  expect(await screen.findByRole("heading", { name: "No reports yet" })).toBeTruthy();
  expect(screen.getByRole("link", { name: "Begin a mock" })).toBeTruthy();
});

it("names every report by its finding, and opens it by its link or by Enter", async () => {
  const opened = openPage(<Page />, "/reports", {
    "GET /api/reports": [report("a2", "The tail is a queue"), report("a1", "One arm was counted")],
    "GET /api/tracks": TRACKS,
  });
  expect((await screen.findByRole("link", { name: "The tail is a queue" })).getAttribute("href")).toBe("/reports/a2");
  expect(screen.getByRole("heading", { name: "Two reports, the last of 24 Nov" })).toBeTruthy();
  fireEvent.keyDown(document.body, { key: "j" });
  fireEvent.keyDown(document.body, { key: "Enter" });
  expect(opened.visited.at(-1)).toBe("/reports/a1");
});

it("says how much was decided by execution", async () => {
  openPage(<Page />, "/reports", { "GET /api/reports": [report("a2", "x")], "GET /api/tracks": TRACKS });
  const row = (await screen.findByRole("rowheader", { name: "x" })).closest("tr");
  expect(row?.textContent).toContain("64 %");
  expect(row?.textContent).toContain("Statistics");
});
