/** Arrows point down: pages -> widgets -> live, api -> lib. No page imports a page. The checker is shown a planted violation. */

import { readdirSync, readFileSync } from "node:fs";
import { join, posix, relative } from "node:path";
import { expect, it } from "vitest";

const ROOT = import.meta.dirname;
const RANK: Readonly<Record<string, number>> = { lib: 0, api: 1, live: 1, widgets: 2, pages: 3 };

type Source = { readonly path: string; readonly text: string };

const layerOf = (path: string): string => path.split("/")[0] ?? "";
const pageOf = (path: string): string => path.split("/")[1] ?? "";

/** Every import that points up, or from one page into another, as `from -> to`. */
function violations(sources: readonly Source[]): readonly string[] {
  return sources.flatMap(({ path, text }) => {
    const from = RANK[layerOf(path)];
    if (from === undefined) return [];
    const targets = [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map(([, spec = ""]) =>
      posix.normalize(posix.join(posix.dirname(path), spec)),
    );
    return targets
      .filter((target) => {
        const to = RANK[layerOf(target)];
        if (to === undefined) return !target.startsWith("styles/");
        return to > from || (layerOf(path) === "pages" && to === from && pageOf(target) !== pageOf(path));
      })
      .map((target) => `${path} -> ${target}`);
  });
}

function sources(folder = ROOT): readonly Source[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    if (!/\.tsx?$/.test(entry.name) || /\.test\.tsx?$/.test(entry.name)) return [];
    return [{ path: relative(ROOT, path).replaceAll("\\", "/"), text: readFileSync(path, "utf8") }];
  });
}

it("no arrow points up and no page sees a page", () => {
  expect(violations(sources())).toEqual([]);
});

it("the check looks at something", () => {
  expect(sources().filter((source) => source.path.startsWith("pages/")).length).toBeGreaterThan(10);
});

it.each([
  ["lib/a.ts", 'import { x } from "../api/client.ts";'],
  ["api/a.ts", 'import { x } from "../widgets/shell/shell.tsx";'],
  ["widgets/plots/a.tsx", 'import { x } from "../../pages/today/boxes.tsx";'],
  ["pages/setup/a.tsx", 'import { x } from "../today/boxes.tsx";'],
  ["pages/setup/a.tsx", 'const page = import("../today/page.tsx");'],
  ["lib/a.ts", 'import { App } from "../app.tsx";'],
])("a planted violation in %s is seen", (path, text) => {
  expect(violations([{ path, text }])).toHaveLength(1);
});

it("arrows down and within a page are allowed", () => {
  const text =
    'import { a } from "./part.ts"; import { b } from "../../lib/dates.ts"; import "../../styles/setup.css";';
  expect(violations([{ path: "pages/setup/a.tsx", text }])).toEqual([]);
});
