/**
 * What the live layer asks of the server, and the one implementation over fetch.
 *
 * Why: tests drop, repeat and delay answers through a fake of `Transport`. Wrong when a lost connection and a refusal
 * look the same: the first is retried for ever, the second never.
 */

import type { AttemptView } from "./attempt.ts";
import type { LoggedEvent, NewEvent } from "./events.ts";
import type { BoardCheck, Checks, NapkinCheck } from "./material.ts";

/** An answer that is final, or none: `unreachable` means "ask again", `refused` means "never as it is". */
export type Outcome<T> =
  | { readonly kind: "ok"; readonly value: T }
  | { readonly kind: "refused"; readonly status: number; readonly message: string }
  | { readonly kind: "unreachable"; readonly message: string };

export type Appended = { readonly events: readonly LoggedEvent[]; readonly last_seq: number };
export type RanResult = Appended & { readonly result: unknown };

export type Transport = {
  readonly attempt: (id: string) => Promise<Outcome<AttemptView>>;
  readonly append: (id: string, events: readonly NewEvent[], how: "now" | "leaving") => Promise<Outcome<Appended>>;
  readonly tick: (id: string) => Promise<Outcome<Appended>>;
  readonly run: (id: string) => Promise<Outcome<RanResult>>;
  readonly finish: (id: string) => Promise<Outcome<{ readonly report: "pending" | "ready" }>>;
};

/** Chromium and Firefox refuse a keepalive body above 64 KiB. */
const KEEPALIVE_LIMIT = 60_000;
const TIMEOUT_MS = 15_000;
/** A simulation may take a few seconds, and longer on a busy machine. */
const RUN_TIMEOUT_MS = 120_000;

export function httpTransport(fetcher: typeof fetch, base = "/api"): Transport {
  const at = (id: string, rest: string) => `${base}/attempts/${encodeURIComponent(id)}${rest}`;
  const post = <T>(url: string, body: unknown, options: { timeout?: number; keepalive?: boolean } = {}) => {
    const text = JSON.stringify(body);
    return ask<T>(fetcher, url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: text,
      keepalive: options.keepalive === true && text.length < KEEPALIVE_LIMIT,
      signal: AbortSignal.timeout(options.timeout ?? TIMEOUT_MS),
    });
  };
  return {
    attempt: (id) => ask<AttemptView>(fetcher, at(id, ""), { signal: AbortSignal.timeout(TIMEOUT_MS) }),
    append: (id, events, how) => post<Appended>(at(id, "/events"), { events }, { keepalive: how === "leaving" }),
    tick: (id) => post<Appended>(at(id, "/tick"), {}),
    run: (id) => post<RanResult>(at(id, "/run"), {}, { timeout: RUN_TIMEOUT_MS }),
    finish: (id) => post<{ report: "pending" | "ready" }>(at(id, "/finish"), {}, { timeout: RUN_TIMEOUT_MS }),
  };
}

/** The checks of the rooms over fetch. A newer question makes an older one's answer useless: callers drop it. */
export function httpChecks(fetcher: typeof fetch, base = "/api"): Checks {
  const post = <T>(url: string, body: unknown) =>
    ask<T>(fetcher, url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  return {
    board: (slug, board) => post<BoardCheck>(`${base}/designs/${encodeURIComponent(slug)}/board`, { board }),
    napkin: (lines) => post<NapkinCheck>(`${base}/napkin`, { lines }),
  };
}

async function ask<T>(fetcher: typeof fetch, url: string, init: RequestInit): Promise<Outcome<T>> {
  let response: Response;
  try {
    response = await fetcher(url, { ...init, credentials: "same-origin" });
  } catch {
    return silence();
  }
  // A proxy in front of a stopped server answers for it.
  if (response.status === 502 || response.status === 504) return silence();
  try {
    const body: unknown = await response.json();
    if (response.ok) return { kind: "ok", value: body as T };
    return failure<T>(response.status, messageIn(body));
  } catch {
    return failure<T>(response.status, null);
  }
}

function silence<T>(): Outcome<T> {
  return { kind: "unreachable", message: "The server on this machine does not answer." };
}

function failure<T>(status: number, message: string | null): Outcome<T> {
  const said = message ?? `The server answered ${status} without a reason.`;
  // 5xx, too early and too many are the server's state, not the event's: the same request may succeed later.
  if (status >= 500 || status === 408 || status === 425 || status === 429 || status < 400) {
    return { kind: "unreachable", message: said };
  }
  return { kind: "refused", status, message: said };
}

function messageIn(body: unknown): string | null {
  if (typeof body !== "object" || body === null || !("error" in body)) return null;
  const { error } = body;
  if (typeof error !== "object" || error === null || !("message" in error)) return null;
  const { message } = error;
  const safe = "safe" in error && typeof error.safe === "string" ? error.safe : "";
  return typeof message === "string" ? [message, safe].filter(Boolean).join(" ") : null;
}
