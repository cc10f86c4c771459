/** Opens a page in its frame against a server that answers from a table. The page, the client and the cache are the real ones. */

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { vi } from "vitest";
import { Router } from "wouter";
import { memoryLocation } from "wouter/memory-location";
import { match } from "../lib/routes.ts";
import { Shell } from "../widgets/shell/shell.tsx";

/** Answers by `METHOD /path`; a function sees the request's body. What is absent is never answered. */
export type Answers = Readonly<Record<string, unknown>>;
export type Asked = { readonly call: string; readonly body: unknown };

export type Opened = {
  /** Addresses visited, oldest first. */
  readonly visited: readonly string[];
  /** Requests sent, oldest first. */
  readonly asked: readonly Asked[];
  /** Bodies of the requests of one call. */
  readonly bodies: (call: string) => readonly unknown[];
};

type Refusal = { readonly status: number; readonly body: unknown };

export const refused = (status: number, kind: string, message: string, safe = "Nothing was changed."): Refusal => ({
  status,
  body: { error: { kind, message, safe } },
});

const isRefusal = (value: unknown): value is Refusal =>
  typeof value === "object" && value !== null && "status" in value && "body" in value;

export function openPage(page: ReactNode, path: string, answers: Answers): Opened {
  const asked: Asked[] = [];
  const serve = async (request: Request): Promise<Response> => {
    const call = `${request.method} ${new URL(request.url).pathname}`;
    const text = await request.text();
    const body: unknown = text ? JSON.parse(text) : undefined;
    asked.push({ call, body });
    if (!(call in answers)) return new Promise(() => {});
    const given = answers[call];
    const answer: unknown = typeof given === "function" ? given(body) : given;
    const [status, content] = isRefusal(answer) ? [answer.status, answer.body] : [200, answer];
    return new Response(JSON.stringify(content), { status, headers: { "content-type": "application/json" } });
  };
  vi.stubGlobal("fetch", vi.fn(serve));
  const memory = memoryLocation({ path, searchPath: path.split("?")[1] ?? "", record: true });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: "always" } } });
  render(
    <QueryClientProvider client={client}>
      <Router hook={memory.hook} searchHook={memory.searchHook}>
        <Shell nav={match(path.split("?")[0] ?? "")?.route.nav ?? null} chrome="page">
          {page}
        </Shell>
      </Router>
    </QueryClientProvider>,
  );
  return {
    visited: memory.history,
    asked,
    bodies: (call) => asked.filter((one) => one.call === call).map((one) => one.body),
  };
}
