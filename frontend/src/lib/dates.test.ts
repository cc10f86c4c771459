import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  agendaDay,
  daysBetween,
  isDay,
  localDay,
  localTime,
  longDay,
  shortDay,
  weekdayIndex,
  weeks,
} from "./dates.ts";

const someDay = fc
  .integer({ min: 0, max: 40_000 })
  .map((number) => new Date(number * 86_400_000).toISOString().slice(0, 10));

describe("a day", () => {
  it("is named as people name it", () => {
    expect(shortDay("2026-12-10")).toBe("10 Dec");
    expect(longDay("2026-12-10")).toBe("Thursday 10 December");
    expect([agendaDay("2026-12-02"), agendaDay("2026-12-01")]).toEqual(["Wed 2", "Tue 1 Dec"]);
  });

  it("must exist", () => {
    expect(["2026-02-28", "2028-02-29"].every(isDay)).toBe(true);
    expect(["2026-02-29", "2026-13-01", "26-1-1", "", "2026-12-10T00:00"].some(isDay)).toBe(false);
  });

  it("comes back when days are added and counted", () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: -800, max: 800 }), (day, count) => {
        expect(daysBetween(day, addDays(day, count))).toBe(count);
      }),
    );
  });

  it("has the weekday that the platform's own calendar gives it", () => {
    fc.assert(
      fc.property(someDay, (day) => {
        expect(weekdayIndex(day)).toBe((new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7);
      }),
    );
  });

  it("is not moved by a change to summer time", () => {
    expect(daysBetween("2026-03-28", "2026-03-30")).toBe(2);
    expect(addDays("2026-10-24", 2)).toBe("2026-10-26");
  });
});

it("weeks begin on Mondays, have seven days and cover both ends", () => {
  fc.assert(
    fc.property(someDay, fc.integer({ min: 0, max: 90 }), (from, length) => {
      const to = addDays(from, length);
      const grid = weeks(from, to);
      expect(grid.every((week) => week.length === 7 && weekdayIndex(week[0] ?? "") === 0)).toBe(true);
      expect(grid.flat()).toContain(from);
      expect(grid.at(-1)).toContain(to);
    }),
  );
});

it("an instant is read in the reader's own zone", () => {
  const instant = new Date(2026, 10, 27, 21, 5);
  expect(localDay(instant)).toBe("2026-11-27");
  expect(localTime(instant)).toBe("21:05");
});
