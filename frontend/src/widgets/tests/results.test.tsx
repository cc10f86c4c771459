import { fireEvent, render, screen, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { Results } from "./results.tsx";
import { mixedRun } from "./samples.ts";

const nothing = { time: null, memory: null };
const growth = {
  variable: "T",
  sizes: [128, 512],
  yours: { seconds: [0.001, 0.016], mib: [0, 4], time: { slope: 2, low: 1.9, high: 2.1 }, memory: null },
  reference: { seconds: [0.001, 0.016], mib: [0, 4], time: null, memory: null },
  unit: "score matrix",
  copies: 0.0004,
};

describe("the results of a run", () => {
  it("name the verdict first, and each group with its count", () => {
    render(<Results result={mixedRun} claims={nothing} edited={false} onLine={() => {}} />);
    expect(screen.getByRole("heading", { name: /Runtime error/ })).toBeTruthy();
    const groups = within(screen.getByRole("list", { name: "Groups of tests" })).getAllByRole("listitem");
    expect(groups.map((item) => item.querySelector(".r")?.textContent)).toEqual(["4 of 4", "2 of 4", "1 of 3"]);
    expect(screen.queryByText(/edited the source/)).toBeNull();
  });

  it("show of a hidden test that it failed, and of one not reached that it was not", () => {
    render(<Results result={mixedRun} claims={nothing} edited={false} onLine={() => {}} />);
    expect(screen.getByText(/1 hidden test fails/)).toBeTruthy();
    expect(screen.getByText(/1 not reached/)).toBeTruthy();
  });

  it("lead from a failure to its line, where it has one", () => {
    const onLine = vi.fn();
    render(<Results result={mixedRun} claims={nothing} edited={false} onLine={onLine} />);
    const links = screen.getAllByRole("button", { name: /^line/ });
    expect(links.map((link) => link.textContent)).toEqual(["line 5"]);
    for (const link of links) fireEvent.click(link);
    expect(onLine).toHaveBeenCalledWith("edges.0");
  });

  it("say the first difference and what is allowed", () => {
    render(<Results result={mixedRun} claims={nothing} edited={false} onLine={() => {}} />);
    expect(screen.getByText(/First difference at/).textContent).toBe(
      "First difference at dtype: expected float32, got float64",
    );
    expect(screen.getByText(/times the reference/).textContent).toContain("13.3 times the reference's CPU time");
  });

  it("say when the source is not the one that ran", () => {
    render(<Results result={mixedRun} claims={nothing} edited onLine={() => {}} />);
    expect(screen.getByText(/edited the source since/)).toBeTruthy();
  });

  it("set the claim beside the measured slope, and every number under the plot", () => {
    const claims = { time: "O(T^2 d)", memory: null };
    render(<Results result={{ ...mixedRun, growth }} claims={claims} edited={false} onLine={() => {}} />);
    expect(screen.getByRole("img", { name: /Time grows as T\^2/ })).toBeTruthy();
    const time = screen.getByRole("row", { name: /^Time/ });
    expect(time.textContent).toContain("2.00");
    expect(time.textContent).toContain("1.90 to 2.10");
    expect(time.textContent).toContain("O(T^2 d)");
    expect(screen.getByRole("row", { name: /^512/ }).textContent).toContain("16 ms");
    expect(screen.getByText(/less than 0.1/)).toBeTruthy();
  });
});
