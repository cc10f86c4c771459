import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { describe, expect, it, vi } from "vitest";
import { Router } from "wouter";
import { memoryLocation } from "wouter/memory-location";
import { connection } from "../../api/connection.ts";
import { useRows } from "../rows/use-rows.ts";
import { Boundary } from "./boundary.tsx";
import { useKeys } from "./keyboard.ts";
import { setSingleKeys } from "./preferences.ts";
import { Shell } from "./shell.tsx";

function open(children: ReactNode, path = "/", chrome: "page" | "room" = "page") {
  vi.stubGlobal(
    "fetch",
    vi.fn(() => new Promise(() => {})),
  );
  const memory = memoryLocation({ path, record: true });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <Router hook={memory.hook}>
        <Shell nav="today" chrome={chrome}>
          {children}
        </Shell>
      </Router>
    </QueryClientProvider>,
  );
  return memory;
}

const type = (key: string, target: Element = document.body, more = {}): void => {
  fireEvent.keyDown(target, { key, ...more });
};

function Rows({ onOpen }: { readonly onOpen: (index: number) => void }) {
  const rows = useRows("Things", 3, onOpen);
  return (
    <ul>
      {["a", "b", "c"].map((name, index) => (
        <li key={name} {...rows.row(index)}>
          {name}
        </li>
      ))}
    </ul>
  );
}

function PageWithKey() {
  useKeys("This page", [{ keys: "x", does: "Mark it done", run: () => {} }]);
  return null;
}

function Broken(): ReactNode {
  throw new Error("the plan has no days");
}

describe("the keyboard", () => {
  it("goes somewhere with g and a letter", () => {
    const memory = open(null);
    type("g");
    type("k");
    expect(memory.history.at(-1)).toBe("/clock");
  });

  it("does not go anywhere from inside a field", () => {
    const memory = open(<input aria-label="name" />);
    type("g", screen.getByLabelText("name"));
    type("k", screen.getByLabelText("name"));
    expect(memory.history).toEqual(["/"]);
  });

  it("does not navigate in a room: there the letters belong to the tools", () => {
    const memory = open(null, "/design/a1", "room");
    type("g");
    type("k");
    expect(memory.history).toEqual(["/design/a1"]);
    expect(screen.queryByRole("navigation")).toBeNull();
  });

  it("opens the key map with every binding in force, and can switch single keys off there", () => {
    const memory = open(<PageWithKey />);
    type("?");
    expect(screen.getByRole("heading", { name: "Keys" })).toBeTruthy();
    expect(screen.getByText("Mark it done")).toBeTruthy();
    fireEvent.click(screen.getByLabelText("Single-key shortcuts"));
    fireEvent.click(screen.getByRole("button", { name: /Close/ }));
    type("g");
    type("k");
    expect(memory.history).toEqual(["/"]);
    act(() => setSingleKeys(true));
  });

  it("flips day and night", () => {
    open(null);
    type("\\");
    const first = document.documentElement.dataset.theme;
    type("\\");
    expect([first, document.documentElement.dataset.theme].sort()).toEqual(["dark", "light"]);
  });

  it("finds a page by a few letters and goes there", () => {
    const memory = open(null);
    type("k", document.body, { ctrlKey: true });
    const field = screen.getByRole("combobox");
    fireEvent.change(field, { target: { value: "setu" } });
    fireEvent.keyDown(field, { key: "Enter" });
    expect(memory.history.at(-1)).toBe("/setup");
  });
});

describe("a list", () => {
  it("is walked with j and k, stays within its ends, and opens with Enter or a number", () => {
    const opened: number[] = [];
    open(<Rows onOpen={(index) => opened.push(index)} />);
    const current = (): string | null => document.querySelector('li[aria-current="true"]')?.textContent ?? null;
    type("k");
    expect(current()).toBe("a");
    for (let step = 0; step < 5; step += 1) type("j");
    expect(current()).toBe("c");
    type("Enter");
    type("2");
    type("4");
    expect(opened).toEqual([2, 1]);
  });
});

describe("the frame", () => {
  it("says since when the server is silent, and what is still true", () => {
    open(null);
    act(() => connection.set({ kind: "down", since: new Date(2026, 10, 27, 21, 12) }));
    expect(screen.getByText(/No answer from the server since 21:12/)).toBeTruthy();
    act(() => connection.set({ kind: "up" }));
    expect(screen.queryByText(/No answer from the server/)).toBeNull();
  });

  it("keeps standing when a page throws, and says what is safe", () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    open(
      <Boundary>
        <Broken />
      </Boundary>,
    );
    expect(screen.getByRole("alert").textContent).toContain("the plan has no days");
    expect(screen.getByRole("alert").textContent).toContain("What was saved stays saved");
    expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy();
    expect(screen.getAllByRole("navigation").length).toBeGreaterThan(0);
  });
});
