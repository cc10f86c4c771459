import { describe, expect, it, vi } from "vitest";
import { find } from "./find.ts";
import { freshId, idFrom } from "./ids.ts";
import { onAxis } from "./levels.ts";
import { serverNow, syncFrom } from "./server-time.ts";
import { createStore } from "./store.ts";

describe("the server's time", () => {
  const sync = syncFrom({ now: "2026-11-27T21:40:00Z", clock_speed: 10 }, 1_000, 1_200);
  const at = Date.parse("2026-11-27T21:40:00Z");

  it("is what the server said in the middle of the round trip", () => expect(serverNow(sync, 1_100)).toBe(at));
  it("runs as fast as the server's clock", () => expect(serverNow(sync, 1_200)).toBe(at + 1_000));
});

describe("a store", () => {
  it("tells its listeners once per change, and not when nothing changed", () => {
    const store = createStore(1);
    const heard = vi.fn();
    store.subscribe(heard);
    store.set(2);
    store.set(2);
    expect(heard).toHaveBeenCalledTimes(1);
    expect(store.get()).toBe(2);
  });

  it("lets a listener leave while it is told", () => {
    const store = createStore(0);
    const second = vi.fn();
    const leave = store.subscribe(() => leave());
    store.subscribe(second);
    store.set(1);
    store.set(2);
    expect(second).toHaveBeenCalledTimes(2);
  });
});

describe("find", () => {
  const places = ["Home feed ranking", "Ranking with bandits", "Clock"].map((title) => ({
    title,
    what: "page",
    to: title,
  }));
  const titles = (typed: string): string[] => find(places, typed).map((place) => place.title);

  it("shows everything before anything is typed", () => expect(titles("  ")).toHaveLength(3));
  it("puts the beginning of a title first", () =>
    expect(titles("rank")).toEqual(["Ranking with bandits", "Home feed ranking"]));
  it("needs every word", () => expect(titles("feed rank")).toEqual(["Home feed ranking"]));
  it("finds nothing where there is nothing", () => expect(titles("xyz")).toEqual([]));
});

it("ids fit what the server takes, and are not repeated", () => {
  const ids = Array.from({ length: 200 }, freshId);
  expect(ids.every((id) => /^[A-Za-z0-9_.:-]{22}$/.test(id))).toBe(true);
  expect(new Set(ids).size).toBe(200);
  expect(idFrom(new Uint8Array(16))).toBe("AAAAAAAAAAAAAAAAAAAAAA");
});

it("a level outside the axis is drawn at its end", () => {
  expect([onAxis(3.2), onAxis(5.5), onAxis(9)]).toEqual([4, 5.5, 7]);
});
