import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { GOAL, PREVIEW, TRACKS } from "../../testing/answers.ts";
import { openPage, refused } from "../../testing/open-page.tsx";
import { Page } from "./page.tsx";

const ANSWERS = { "GET /api/tracks": TRACKS, "GET /api/goal": GOAL, "POST /api/preview": PREVIEW };

it("shows the weights before a company is chosen, and cannot be saved", async () => {
  const opened = openPage(<Page />, "/setup", { ...ANSWERS, "GET /api/goal": null });
  const save = await screen.findByRole("button", { name: /Build the plan/ });
  expect((save as HTMLButtonElement).disabled).toBe(true);
  await waitFor(() => expect(opened.bodies("POST /api/preview").at(-1)).toMatchObject({ loops: [] }));
});

it("previews every change at once", async () => {
  const opened = openPage(<Page />, "/setup", ANSWERS);
  fireEvent.click(await screen.findByLabelText("L5"));
  await waitFor(() => expect(opened.bodies("POST /api/preview").at(-1)).toEqual({ ...GOAL, level: "L5" }));
  expect(await screen.findByText("Moves nine items, drops none.")).toBeTruthy();
  expect(opened.bodies("PUT /api/goal")).toEqual([]);
});

it("gives a second company its own loop on its own date", async () => {
  const opened = openPage(<Page />, "/setup", ANSWERS);
  fireEvent.click(await screen.findByLabelText("Stripe", { selector: "input[type=checkbox]" }));
  await waitFor(() =>
    expect(opened.bodies("POST /api/preview").at(-1)).toMatchObject({
      loops: [...GOAL.loops, { company: "stripe", date: "2026-12-17" }],
    }),
  );
  fireEvent.click(screen.getByRole("button", { name: "Move Stripe up" }));
  await waitFor(() =>
    expect(opened.bodies("POST /api/preview").at(-1)).toMatchObject({
      loops: [{ company: "stripe" }, { company: "meta" }],
    }),
  );
});

it("saves with ⌘↵ even from a field, and can take it back", async () => {
  const opened = openPage(<Page />, "/setup", {
    ...ANSWERS,
    "PUT /api/goal": (goal: unknown) => ({ goal, plan_change: PREVIEW.change }),
  });
  fireEvent.change(await screen.findByLabelText("Hours a week", { selector: "input" }), { target: { value: "14" } });
  fireEvent.keyDown(screen.getByLabelText("A single day off"), { key: "Enter", ctrlKey: true });
  expect(await screen.findByText("The plan is rebuilt.")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Undo" }));
  await waitFor(() =>
    expect(opened.bodies("PUT /api/goal")).toEqual([expect.objectContaining({ hours_per_week: 14 }), GOAL]),
  );
});

it("edits a weight in percent and resets it", async () => {
  const opened = openPage(<Page />, "/setup", ANSWERS);
  const field = await screen.findByLabelText("Statistics, %");
  fireEvent.change(field, { target: { value: "55" } });
  await waitFor(() =>
    expect(opened.bodies("POST /api/preview").at(-1)).toMatchObject({ weight_edits: { statistics: 0.55 } }),
  );
  expect(screen.getByText(/you have edited one round/)).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Reset to the guide" }));
  await waitFor(() => expect(screen.getByText(/you have edited none of them/)).toBeTruthy());
});

it("shows the words that every weight came from", async () => {
  openPage(<Page />, "/setup", ANSWERS);
  expect(await screen.findByText("Role: primary")).toBeTruthy();
});

it("says where the hours go, and that nothing is graded", async () => {
  openPage(<Page />, "/setup", ANSWERS);
  const row = (await screen.findByRole("rowheader", { name: "Meta" })).closest("tr");
  expect(within(row as HTMLElement).getByText("12")).toBeTruthy();
  expect(within(row as HTMLElement).getByText("none graded")).toBeTruthy();
});

it("keeps the form when a goal is refused, and says what to mend", async () => {
  openPage(<Page />, "/setup", { ...ANSWERS, "PUT /api/goal": refused(409, "conflict", "two loops share 2026-12-10") });
  fireEvent.click(await screen.findByLabelText("L5"));
  fireEvent.click(screen.getByRole("button", { name: /Rebuild the plan/ }));
  expect((await screen.findByRole("alert")).textContent).toContain("two loops share 2026-12-10");
  expect((screen.getByLabelText("L5") as HTMLInputElement).checked).toBe(true);
});
