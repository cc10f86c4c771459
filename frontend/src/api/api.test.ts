import { afterEach, describe, expect, it, vi } from "vitest";
import { api, take } from "./client.ts";
import { clockSpeed, connection, heardTime, now, savedAt } from "./connection.ts";
import { asProblem, Problem } from "./problem.ts";

const answer = (status: number, body: unknown): Response =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });

function serve(reply: () => Response | Promise<Response>): void {
  vi.stubGlobal(
    "fetch",
    vi.fn(async () => reply()),
  );
}

const caught = async (call: Promise<unknown>): Promise<Problem> =>
  call.then(
    () => {
      throw new Error("it did not fail");
    },
    (thrown: unknown) => asProblem(thrown),
  );

const meta = () => take(api.GET("/api/meta", { baseUrl: "http://here", fetch: globalThis.fetch }));

afterEach(() => {
  vi.unstubAllGlobals();
  connection.set({ kind: "up" });
  savedAt.set(null);
});

describe("an answer", () => {
  it("is its data", async () => {
    serve(() => answer(200, { version: "1" }));
    await expect(meta()).resolves.toEqual({ version: "1" });
  });

  it("of null is null, not an error", async () => {
    serve(() => answer(200, null));
    await expect(take(api.GET("/api/goal", { baseUrl: "http://here", fetch: globalThis.fetch }))).resolves.toBeNull();
  });
});

describe("a failure", () => {
  it("keeps the server's kind, line and what is safe", async () => {
    serve(() =>
      answer(409, { error: { kind: "conflict", message: "two loops share a date", safe: "Nothing was changed." } }),
    );
    const problem = await caught(meta());
    expect([problem.kind, problem.message, problem.safe]).toEqual([
      "conflict",
      "two loops share a date",
      "Nothing was changed.",
    ]);
    expect(connection.get().kind).toBe("up");
  });

  it("of an unknown shape names its status", async () => {
    serve(() => answer(500, "<html>"));
    expect((await caught(meta())).message).toContain("500");
  });

  it("to reach the server is no answer: the connection is down until the next answer", async () => {
    serve(() => Promise.reject(new TypeError("Failed to fetch")));
    expect((await caught(meta())).kind).toBe("unreachable");
    expect(connection.get().kind).toBe("down");
    serve(() => answer(200, { version: "1" }));
    await meta();
    expect(connection.get().kind).toBe("up");
  });

  it("that somebody aborted is passed on and is no silence", async () => {
    serve(() => Promise.reject(new DOMException("gone", "AbortError")));
    await expect(meta()).rejects.toThrow("gone");
    expect(connection.get().kind).toBe("up");
  });
});

it("anything thrown becomes a problem that says what is safe", () => {
  const problem = new Problem("usage", "a", "b");
  expect(asProblem(problem)).toBe(problem);
  expect(asProblem(new Error("x is not a function")).message).toContain("x is not a function");
  expect(asProblem("text").safe).toContain("saved");
});

it("the time is the server's, at the server's speed", () => {
  heardTime({ now: "2026-11-27T21:40:00Z", clock_speed: 1000 }, performance.now());
  expect(clockSpeed()).toBe(1000);
  expect(Math.abs(now().getTime() - Date.parse("2026-11-27T21:40:00Z"))).toBeLessThan(60_000);
});

it("a change that was taken is saved, a question is not", async () => {
  serve(() => answer(200, { version: "1" }));
  await meta();
  expect(savedAt.get()).toBeNull();
  await take(
    api.POST("/api/plan/edits", {
      baseUrl: "http://here",
      fetch: globalThis.fetch,
      body: { client_id: "a", kind: "undo" },
    }),
  );
  expect(savedAt.get()).toBeInstanceOf(Date);
});
