import { describe, expect, it } from "vitest";
import { httpTransport } from "./transport.ts";

const answers = (status: number, body: unknown) =>
  httpTransport(async () => new Response(typeof body === "string" ? body : JSON.stringify(body), { status }));
const problem = (kind: string, message: string, safe = "") => ({ error: { kind, message, safe } });

describe("an answer of the server", () => {
  it("is final for what the event itself is", async () => {
    for (const [status, kind] of [
      [400, "usage"],
      [404, "not_found"],
      [409, "conflict"],
      [413, "too_large"],
    ] as const) {
      const outcome = await answers(status, problem(kind, "No.", "What was saved is safe.")).append("a", [], "now");
      expect(outcome).toEqual({ kind: "refused", status, message: "No. What was saved is safe." });
    }
  });

  it("is to be asked for again for what the server is", async () => {
    for (const status of [429, 500, 502, 503, 504, 507]) {
      const outcome = await answers(status, problem("fault", "Full.")).append("a", [], "now");
      expect(outcome.kind).toBe("unreachable");
    }
  });

  it("names the status when it has no reason, and takes silence for silence", async () => {
    expect(await answers(500, "<html>").tick("a")).toMatchObject({
      message: "The server answered 500 without a reason.",
    });
    const silent = httpTransport(async () => {
      throw new TypeError("failed to fetch");
    });
    expect(await silent.tick("a")).toMatchObject({ kind: "unreachable" });
  });

  it("keeps the request alive past the page only when it is small enough to be", async () => {
    const sent: RequestInit[] = [];
    const transport = httpTransport(async (_url, init) => {
      sent.push(init ?? {});
      return new Response(JSON.stringify({ events: [], last_seq: 0 }));
    });
    const event = (text: string) => ({ client_id: "c", at_ms: 0, body: { kind: "said", text, about: null } as const });
    await transport.append("a", [event("short")], "leaving");
    await transport.append("a", [event("x".repeat(70_000))], "leaving");
    expect(sent.map((init) => init.keepalive)).toEqual([true, false]);
  });
});
