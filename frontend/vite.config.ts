import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const OUT = "../src/theloop/web/static";
const PACKED = /\.(js|css|svg|html)$/;

/** Leave a `.gz` beside every text asset: the server sends it as it is and compresses nothing itself. */
function packed(): Plugin {
  const pack = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) pack(path);
      else if (PACKED.test(entry.name) && entry.name !== "index.html") {
        writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
      }
    }
  };
  return { name: "packed", apply: "build", closeBundle: () => pack(join(import.meta.dirname, OUT)) };
}

export default defineConfig({
  base: "/",
  plugins: [react(), packed()],
  build: {
    outDir: OUT,
    emptyOutDir: true,
    manifest: true,
    target: "es2022",
    // light-dark() and nesting stay as written; older browsers are not served.
    cssTarget: ["chrome123", "firefox121", "safari17.5"],
    // The policy forbids inline anything: no data: assets, no injected preload script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      output: {
        // A page's chunk is called after its folder; the budget of Today reads these names.
        chunkFileNames: (chunk) => {
          const page = /\/pages\/([^/]+)\/page\.tsx$/.exec(chunk.facadeModuleId ?? "")?.[1];
          return `assets/${page ?? chunk.name}-[hash].js`;
        },
      },
    },
  },
  server: { proxy: { "/api": { target: process.env.THELOOP_API ?? "http://127.0.0.1:8421", ws: true } } },
  test: {
    restoreMocks: true,
    // Only what renders pays for a document.
    projects: [
      {
        extends: true,
        test: {
          name: "pure",
          environment: "node",
          include: ["src/**/*.test.ts"],
          setupFiles: ["./src/testing/setup-node.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "page",
          environment: "jsdom",
          include: ["src/**/*.test.tsx"],
          setupFiles: ["./src/testing/setup-page.ts"],
        },
      },
    ],
  },
});
