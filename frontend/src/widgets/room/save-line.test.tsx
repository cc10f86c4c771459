import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { Clock } from "./room-head.tsx";
import { sayOf } from "./save-line.tsx";

describe("the status line", () => {
  it("says when it was saved, to the second", () => {
    const at = new Date(2026, 10, 24, 21, 39, 5).getTime();
    expect(sayOf({ kind: "saved", at })).toBe("Saved 21:39:05");
  });

  it("says where unsaved changes are, and when closing the tab would lose them", () => {
    const waiting = { kind: "waiting", count: 3, message: "Silence.", kept: true } as const;
    expect(sayOf(waiting)).toBe("Not saved yet: 3 changes are kept in this browser, reconnecting. Silence.");
    expect(sayOf({ ...waiting, kept: false })).toContain("do not close it");
  });
});

describe("the clock of a room", () => {
  const total = 45 * 60_000;

  it("stops at the end and counts the time over it", () => {
    render(<Clock now={total + 22_000} total={total} status="running" />);
    expect(screen.getByRole("timer").textContent).toMatch(/^45:00 \/ 45:00 .*\+0:22$/);
  });

  it("prints what is left in the last two minutes, and only then", () => {
    const { rerender } = render(<Clock now={total - 121_000} total={total} status="running" />);
    expect(screen.getByRole("timer").textContent).not.toContain("left");
    rerender(<Clock now={total - 119_000} total={total} status="running" />);
    expect(screen.getByRole("timer").textContent).toContain("1:59 left");
  });

  it("says that it is paused in a word", () => {
    render(<Clock now={1_000} total={total} status="paused" />);
    expect(screen.getByRole("timer").textContent).toContain("paused");
  });
});
