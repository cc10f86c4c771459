import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { PLAN, TODAY, TRACKS, UNGRADED } from "../../testing/answers.ts";
import { openPage, refused } from "../../testing/open-page.tsx";
import { Page } from "./page.tsx";
import { spans } from "./spans.ts";

const ANSWERS = { "GET /api/today": TODAY, "GET /api/readiness": UNGRADED, "GET /api/tracks": TRACKS };
const press = (key: string): boolean => fireEvent.keyDown(document.body, { key });

it("without a loop it says so and leads to Setup", async () => {
  openPage(<Page />, "/", { "GET /api/today": null });
  const setup = await screen.findByRole("link", { name: "Open Setup" });
  expect(setup.getAttribute("href")).toBe("/setup");
});

it("shows the days left, the boxes with their times, and when to stop", async () => {
  openPage(<Page />, "/", ANSWERS);
  expect((await screen.findByRole("heading", { level: 1 })).textContent).toBe("13 days");
  expect(screen.getByText("60 minutes in two boxes. Stop at 22:45.")).toBeTruthy();
  expect(screen.getByRole("link", { name: /Open Home feed/ }).getAttribute("href")).toBe("/exercises/home-feed");
});

it("marks a box without a room done by its button", async () => {
  const opened = openPage(<Page />, "/", { ...ANSWERS, "POST /api/plan/edits": PLAN });
  fireEvent.click(await screen.findByRole("button", { name: /Done Peeking drill/ }));
  await waitFor(() =>
    expect(opened.bodies("POST /api/plan/edits")).toEqual([expect.objectContaining({ kind: "done", item: "a~1" })]),
  );
  await waitFor(() => expect(opened.bodies("GET /api/today").length).toBeGreaterThan(1));
});

it("opens the box that was picked by its number, and breaks have none", async () => {
  const opened = openPage(<Page />, "/", ANSWERS);
  await screen.findByRole("heading", { name: "Home feed" });
  press("2");
  expect(opened.visited.at(-1)).toBe("/exercises/home-feed");
});

it("marks the current box done with x", async () => {
  const opened = openPage(<Page />, "/", { ...ANSWERS, "POST /api/plan/edits": PLAN });
  await screen.findByRole("heading", { name: "Home feed" });
  press("j");
  press("x");
  await waitFor(() =>
    expect(opened.bodies("POST /api/plan/edits")).toEqual([expect.objectContaining({ item: "b~1" })]),
  );
});

it("says why an edit was refused, and keeps the boxes", async () => {
  openPage(<Page />, "/", { ...ANSWERS, "POST /api/plan/edits": refused(409, "conflict", "the day is over") });
  fireEvent.click(await screen.findByRole("button", { name: /Done Peeking drill/ }));
  expect((await screen.findByRole("alert")).textContent).toContain("the day is over Nothing was changed.");
  expect(screen.getByRole("heading", { name: "Home feed" })).toBeTruthy();
});

it("claims no number for a round that nobody graded", async () => {
  openPage(<Page />, "/", ANSWERS);
  expect(await screen.findByText("No graded session of this round.")).toBeTruthy();
  expect(screen.queryByText(/of 20$/)).toBeNull();
});

it("says in one sentence what the ruler shows", async () => {
  openPage(<Page />, "/", ANSWERS);
  const ruler = await screen.findByRole("img", { name: /3 days/ });
  expect(ruler.getAttribute("aria-label")).toContain("one day missed: Thursday 26 November");
});

it("runs of a stage are one span, and the day of the loop is its own", () => {
  const days = ["a", "a", "b", "b"].map((stage, index) => ({ stage, loop: index === 3 }));
  expect(spans(days)).toEqual([
    { stage: "a", loop: false, from: 1, to: 3 },
    { stage: "b", loop: false, from: 3, to: 4 },
    { stage: "b", loop: true, from: 4, to: 5 },
  ]);
});
