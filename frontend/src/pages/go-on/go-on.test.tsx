import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { openPage, refused } from "../../testing/open-page.tsx";
import { Page } from "./page.tsx";

const ATTEMPT = { id: "a1", exercise: { slug: "x", kind: "problem", round: "ml-coding", title: "X" } };

it("an exercise goes on to its list with the form open", async () => {
  const opened = openPage(<Page params={{ slug: "free-unlock" }} />, "/exercises/free-unlock", {
    "GET /api/exercises": [{ slug: "free-unlock", kind: "case" }],
  });
  await waitFor(() => expect(opened.visited.at(-1)).toBe("/lab?begin=free-unlock"));
});

it("an unknown exercise is said to be unknown", async () => {
  openPage(<Page params={{ slug: "gone" }} />, "/exercises/gone", { "GET /api/exercises": [] });
  expect((await screen.findByRole("alert")).textContent).toContain("No exercise is called “gone”.");
});

it.each([
  ["paused", "/code/a1"],
  ["finished", "/reports/a1"],
])("an attempt that is %s goes on to %s", async (status, address) => {
  const opened = openPage(<Page params={{ attempt: "a1" }} />, "/attempts/a1", {
    "GET /api/attempts/a1": { ...ATTEMPT, status },
  });
  await waitFor(() => expect(opened.visited.at(-1)).toBe(address));
});

it("an attempt that does not exist is an error with what is safe", async () => {
  openPage(<Page params={{ attempt: "b" }} />, "/attempts/b", {
    "GET /api/attempts/b": refused(404, "not_found", "no attempt b"),
  });
  expect((await screen.findByRole("alert")).textContent).toContain("no attempt b Nothing was changed.");
});
