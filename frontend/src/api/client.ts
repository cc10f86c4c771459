/**
 * The one typed client of the API. Every call goes through `take`, which turns every failure into a `Problem`.
 * Wrong when a component calls fetch by itself.
 */

import createClient, { type Middleware } from "openapi-fetch";
import { answered, didNotAnswer, now, savedAt } from "./connection.ts";
import { Problem, unreachable } from "./problem.ts";
import type { Paths } from "./types.ts";

const watch: Middleware = {
  onResponse: ({ request, response }) => {
    // A proxy in front of a stopped server answers 502 to 504: that is silence, too.
    if (response.status >= 502 && response.status <= 504 && response.status !== 503) didNotAnswer();
    else answered();
    if (response.ok && request.method !== "GET" && !request.url.endsWith("/preview")) savedAt.set(now());
  },
  onError: ({ error }) => {
    if (error instanceof DOMException && error.name === "AbortError") return;
    didNotAnswer();
  },
};

// The base is this page's own origin; tests run without one.
export const api = createClient<Paths>({
  baseUrl: globalThis.location?.origin ?? "",
  fetch: (request) => globalThis.fetch(request),
});
api.use(watch);

type Taken<Data> = { data?: Data; error?: unknown; response: Response };

/** The data of an answer, or a thrown `Problem`. */
export async function take<Data>(answer: Promise<Taken<Data>>): Promise<Data> {
  let taken: Taken<Data>;
  try {
    taken = await answer;
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === "AbortError") throw thrown;
    throw unreachable();
  }
  if (taken.response.ok && taken.error === undefined) return taken.data as Data;
  if ([502, 504].includes(taken.response.status)) throw unreachable();
  throw Problem.from(taken.error, taken.response.status);
}
