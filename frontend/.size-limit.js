// Budgets of what a page has to load, packed. Today's files are read from the manifest, so that a new shared chunk counts.
import { readFileSync } from "node:fs";

const OUT = "../src/theloop/web/static";
const manifest = JSON.parse(readFileSync(`${OUT}/.vite/manifest.json`, "utf8"));

/** Every script and sheet that an entry of the manifest needs, itself included. */
function needed(key, seen = new Set()) {
  if (seen.has(key)) return [];
  seen.add(key);
  const entry = manifest[key];
  if (!entry) throw new Error(`the manifest has no ${key}; build first`);
  return [entry.file, ...(entry.css ?? []), ...(entry.imports ?? []).flatMap((other) => needed(other, seen))];
}

const files = [...new Set([...needed("index.html"), ...needed("src/pages/today/page.tsx")])];
const of = (ending) => files.filter((file) => file.endsWith(ending)).map((file) => `${OUT}/${file}`);

export default [
  { name: "Script that Today needs", path: of(".js"), limit: "120 kB", gzip: true },
  { name: "Style sheets that Today needs", path: of(".css"), limit: "20 kB", gzip: true },
];
