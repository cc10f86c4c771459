import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { PLAN, TRACKS } from "../../testing/answers.ts";
import { openPage, refused } from "../../testing/open-page.tsx";
import { Page } from "./page.tsx";

const ANSWERS = { "GET /api/plan": PLAN, "GET /api/tracks": TRACKS, "POST /api/plan/edits": PLAN };
const EDITS = "POST /api/plan/edits";
const press = (key: string, more = {}): boolean => fireEvent.keyDown(document.body, { key, ...more });

it("without a plan it leads to Setup", async () => {
  openPage(<Page />, "/clock", { "GET /api/plan": null, "GET /api/tracks": TRACKS });
  expect((await screen.findByRole("link", { name: "Open Setup" })).getAttribute("href")).toBe("/setup");
});

it("is named by what the plan comes to", async () => {
  openPage(<Page />, "/clock", ANSWERS);
  expect((await screen.findByRole("heading", { level: 1 })).textContent).toBe("13 days, 2 hours left");
});

it("keeps all seven columns and marks today and the loop", async () => {
  openPage(<Page />, "/clock", ANSWERS);
  const table = await screen.findByRole("table", { name: "Minutes a day until the loop" });
  expect(table.querySelectorAll("thead th")).toHaveLength(7);
  expect(table.querySelector("[aria-current=date]")?.textContent).toContain("27");
  expect(table.querySelector(".loop")?.textContent).toContain("10");
});

it.each([
  ["x", {}, { kind: "done", item: "a~1" }],
  ["J", { shiftKey: true }, { kind: "move", item: "a~1", by_days: 1 }],
  ["K", { shiftKey: true }, { kind: "move", item: "a~1", by_days: -1 }],
  ["o", {}, { kind: "day_off", date: "2026-11-27" }],
])("%s edits the current item", async (key, more, edit) => {
  const opened = openPage(<Page />, "/clock", ANSWERS);
  await screen.findByText("Peeking drill");
  press(key, more);
  await waitFor(() => expect(opened.bodies(EDITS)).toEqual([{ client_id: expect.any(String), ...edit }]));
});

it("walks the items with j and k, and everything has a button too", async () => {
  const opened = openPage(<Page />, "/clock", ANSWERS);
  await screen.findByText("Peeking drill");
  press("j");
  press("j");
  expect(document.querySelector("li[aria-current=true]")?.textContent).toContain("Calibration");
  fireEvent.click(screen.getByRole("button", { name: "Home feed" }));
  expect(screen.getByRole("link", { name: "Open" }).getAttribute("href")).toBe("/exercises/home-feed");
  fireEvent.click(screen.getByRole("button", { name: /^Later/ }));
  await waitFor(() => expect(opened.bodies(EDITS)).toEqual([expect.objectContaining({ item: "b~1", by_days: 1 })]));
});

it("takes the last edit back, and only as often as there was one", async () => {
  const opened = openPage(<Page />, "/clock", ANSWERS);
  await screen.findByText("Peeking drill");
  press("z", { ctrlKey: true });
  press("x");
  expect(await screen.findByText("“Peeking drill” is done.")).toBeTruthy();
  press("z", { ctrlKey: true });
  expect(await screen.findByText("The last change is taken back.")).toBeTruthy();
  press("z", { ctrlKey: true });
  expect(opened.bodies(EDITS).map((body) => (body as { kind: string }).kind)).toEqual(["done", "undo"]);
});

it("sends every edit under its own id, so that none counts twice", async () => {
  const opened = openPage(<Page />, "/clock", ANSWERS);
  await screen.findByText("Peeking drill");
  press("x");
  press("o");
  await waitFor(() => expect(opened.bodies(EDITS)).toHaveLength(2));
  expect(new Set(opened.bodies(EDITS).map((body) => (body as { client_id: string }).client_id)).size).toBe(2);
});

it("asks what to do with an item that did not fit", async () => {
  const opened = openPage(<Page />, "/clock", ANSWERS);
  fireEvent.click(await screen.findByRole("button", { name: /Put it on tomorrow/ }));
  await waitFor(() =>
    expect(opened.bodies(EDITS)).toEqual([expect.objectContaining({ kind: "move", item: "d~1", date: "2026-11-28" })]),
  );
});

it("says why an edit was refused", async () => {
  openPage(<Page />, "/clock", { ...ANSWERS, [EDITS]: refused(409, "conflict", "28 November is full") });
  await screen.findByText("Peeking drill");
  press("J", { shiftKey: true });
  expect((await screen.findByRole("alert")).textContent).toContain("28 November is full");
});
