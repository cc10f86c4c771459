import { describe, expect, it } from "vitest";
import type { LoggedEvent } from "./events.ts";
import { FakeServer } from "./fakes.ts";
import { emptyLog, hasGap, merge, rebase } from "./log.ts";

function events(count: number): readonly LoggedEvent[] {
  const server = new FakeServer();
  for (let i = 0; i < count; i += 1) server.add({ kind: "asked", text: `${i}`, why: "probe", about: null });
  return server.log;
}

describe("the log", () => {
  it("is the same in every order of arrival and however often an event comes", () => {
    const all = events(6);
    const orders = [
      [0, 1, 2, 3, 4, 5],
      [5, 4, 3, 2, 1, 0],
      [2, 2, 0, 5, 1, 0, 4, 3, 5],
    ];
    for (const order of orders) {
      const log = order.reduce((held, i) => merge(held, all.slice(i, i + 1)), emptyLog);
      expect(log.events).toEqual(all);
      expect(hasGap(log)).toBe(false);
    }
  });

  it("holds back what comes after a gap", () => {
    const all = events(3);
    const log = merge(emptyLog, [...all.slice(0, 1), ...all.slice(2)]);
    expect(log.upTo).toBe(1);
    expect(hasGap(log)).toBe(true);
  });

  it("accepts a view that leaves out what was replaced, and goes on after its last seq", () => {
    const all = events(5);
    const view = [...all.slice(0, 1), ...all.slice(3, 4)];
    const log = merge(rebase(merge(emptyLog, all.slice(4)), view, 4), []);
    expect(log.events.map((event) => event.seq)).toEqual([1, 4, 5]);
    expect(log.upTo).toBe(5);
  });

  it("ignores a view that is older than what it holds", () => {
    const all = events(4);
    const log = merge(emptyLog, all);
    expect(rebase(log, all.slice(0, 2), 2)).toBe(log);
  });
});
