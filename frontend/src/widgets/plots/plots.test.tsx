import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { LevelInterval } from "./level-interval.tsx";
import { NumbersTable } from "./numbers-table.tsx";
import { QuantileDots } from "./quantile-dots.tsx";
import { SlopePlot } from "./slope-plot.tsx";

describe("quantile dots", () => {
  const dots = Array.from({ length: 20 }, (_, index) => ({ level: 5 + index * 0.1, filled: index >= 10 }));

  it("draw every dot, filled where it passes, and say it in one sentence", () => {
    const { container } = render(<QuantileDots dots={dots} bar={6} label="10 of 20 dots at the bar" />);
    expect(container.querySelectorAll("circle.f-you")).toHaveLength(10);
    expect(container.querySelectorAll("circle.o-you")).toHaveLength(10);
    expect(screen.getByRole("img", { name: "10 of 20 dots at the bar" })).toBeTruthy();
  });

  it("keep every dot inside the picture when all stand on one level", () => {
    const same = dots.map(() => ({ level: 6.2, filled: true }));
    const { container } = render(<QuantileDots dots={same} bar={6} label="all" />);
    const height = Number(container.querySelector("svg")?.getAttribute("viewBox")?.split(" ")[3]);
    for (const circle of container.querySelectorAll("circle")) {
      const y = Number(circle.getAttribute("cy"));
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(height);
    }
  });
});

describe("a score with its interval", () => {
  it("is filled from the bar on and open below it", () => {
    const { container, rerender } = render(<LevelInterval mean={6} low={5.5} high={6.5} bar={6} label="at" />);
    expect(container.querySelector("circle")?.getAttribute("class")).toBe("f-you");
    rerender(<LevelInterval mean={5.9} low={5.5} high={6.5} bar={6} label="below" />);
    expect(container.querySelector("circle")?.getAttribute("class")).toBe("o-you");
  });
});

describe("the slope plot", () => {
  const axes = ["faang", "product"].map((id) => ({ id, title: id, under: "", strong: true }));
  const line = (before?: number[]) => [{ id: "a", title: "Coding", stroke: 1 as const, values: [40, 20], before }];

  it("shows the saved weights only where they differ", () => {
    const { container, rerender } = render(<SlopePlot axes={axes} lines={line([40, 20])} label="w" />);
    expect(container.querySelector(".ghost")).toBeNull();
    rerender(<SlopePlot axes={axes} lines={line([40, 25])} label="w" />);
    expect(container.querySelector(".ghost")).not.toBeNull();
  });

  it("prints each weight once an axis", () => {
    render(<SlopePlot axes={axes} lines={line()} label="w" />);
    expect(screen.getByText("40")).toBeTruthy();
    expect(screen.getByText("20")).toBeTruthy();
  });
});

it("the numbers behind a plot are a table with named rows and columns", () => {
  render(<NumbersTable caption="Minutes a day" heads={["Day", "Done"]} rows={[{ name: "27 Nov", cells: [94] }]} />);
  const table = document.querySelector("table");
  expect(table?.querySelector("caption")?.textContent).toBe("Minutes a day");
  expect([...(table?.querySelectorAll("th[scope=col]") ?? [])].map((head) => head.textContent)).toEqual([
    "Day",
    "Done",
  ]);
  expect(table?.querySelector("th[scope=row]")?.textContent).toBe("27 Nov");
});
