import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import type { ExerciseSummary } from "../../api/types.ts";
import { GOAL, TRACKS } from "../../testing/answers.ts";
import { openPage, refused } from "../../testing/open-page.tsx";
import { Page } from "./page.tsx";

const exercise = (
  slug: string,
  kind: ExerciseSummary["kind"],
  last: ExerciseSummary["last"] = null,
): ExerciseSummary => ({
  slug,
  kind,
  round: "ml-design",
  title: slug,
  summary: `about ${slug}`,
  minutes: 45,
  levels: ["L5", "L6"],
  attempts: last ? 1 : 0,
  last,
});

const PAUSED: ExerciseSummary["last"] = {
  id: "a1",
  page: 3,
  exercise: { slug: "home-feed", kind: "design", round: "ml-design", title: "home-feed" },
  level: "L6",
  company: null,
  company_title: "",
  minutes: 45,
  status: "paused",
  elapsed_ms: 1_104_000,
  started_at: "2026-11-27T20:00:00Z",
  last_at: "2026-11-27T20:20:00Z",
};

const ANSWERS = {
  "GET /api/exercises": [
    exercise("home-feed", "design", PAUSED),
    exercise("search", "design"),
    exercise("attention", "problem"),
  ],
  "GET /api/goal": GOAL,
  "GET /api/tracks": TRACKS,
};

it("lists the exercises of its kind alone, and is named by how many are under way", async () => {
  openPage(<Page />, "/design", ANSWERS);
  expect(await screen.findByRole("heading", { name: "Two designs, one session under way" })).toBeTruthy();
  expect(screen.queryByText("attention")).toBeNull();
});

it("resumes what is paused, at the time it stands", async () => {
  openPage(<Page />, "/design", ANSWERS);
  expect((await screen.findByRole("link", { name: /Resume home-feed/ })).getAttribute("href")).toBe("/design/a1");
  expect(screen.getByText(/paused at 18:24/)).toBeTruthy();
});

it("begins with the goal's level and company, and goes to the room", async () => {
  const opened = openPage(<Page />, "/design", { ...ANSWERS, "POST /api/attempts": { id: "a2" } });
  fireEvent.click(await screen.findByRole("button", { name: /Begin search/ }));
  fireEvent.click(await screen.findByLabelText("60 min"));
  fireEvent.click(screen.getByRole("button", { name: "Begin ↵" }));
  await waitFor(() => expect(opened.visited.at(-1)).toBe("/design/a2"));
  expect(opened.bodies("POST /api/attempts")).toEqual([
    { exercise: "search", level: "L6", company: "meta", minutes: 60 },
  ]);
});

it("says why a session could not begin, and what is safe", async () => {
  openPage(<Page />, "/design", {
    ...ANSWERS,
    "POST /api/attempts": refused(507, "storage_full", "the disk is full", "Your sessions are safe."),
  });
  fireEvent.click(await screen.findByRole("button", { name: /Begin search/ }));
  fireEvent.click(await screen.findByRole("button", { name: "Begin ↵" }));
  expect((await screen.findByRole("alert")).textContent).toContain("the disk is full Your sessions are safe.");
});

it("says where exercises come from when there are none", async () => {
  openPage(<Page />, "/lab", ANSWERS);
  expect(await screen.findByText(/No cases are installed/)).toBeTruthy();
});
