import fc from "fast-check";
import { expect, it } from "vitest";
import { href, kindOf, match, ROUTES } from "./routes.ts";

it("every route is found by an address of its own pattern", () => {
  for (const route of ROUTES) {
    const found = match(route.pattern.replace(/:(\w+)/g, "x-$1"));
    expect(found?.route).toBe(route);
  }
});

it("a trailing slash changes nothing, and an unknown address is nowhere", () => {
  expect(match("/clock/")?.route.page).toBe("clock");
  expect(match("/")?.route.page).toBe("today");
  expect(match("/clock/more")).toBeNull();
  expect(match("/nothing")).toBeNull();
});

it("an id survives the address, whatever is in it", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (id) => {
      expect(match(href.room("problem", id))?.params.attempt).toBe(id);
      expect(match(href.report(id))?.params.attempt).toBe(id);
    }),
  );
});

it("a broken escape in an address is taken as it is", () => {
  expect(match("/reports/%E0%A4%A")?.params.attempt).toBe("%E0%A4%A");
});

it("each kind of exercise has a list that shows that kind", () => {
  for (const kind of ["design", "problem", "case"] as const) {
    expect(kindOf(match(href.list(kind))?.route.nav ?? null)).toBe(kind);
  }
  expect(kindOf("setup")).toBeNull();
});

it("rooms have no page chrome", () => {
  expect(match("/design/a1")?.route.chrome).toBe("room");
  expect(match("/design")?.route.chrome).toBe("page");
});
