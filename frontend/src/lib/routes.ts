/**
 * Every address of the product, in one table: the URL is state, so a link must mean the same tomorrow.
 * Wrong when an address is spelled anywhere else; build them with `href`.
 */

export type NavId = "today" | "design" | "code" | "lab" | "reports" | "clock" | "setup";

export type Chrome = "page" | "room";

export type Route = {
  readonly pattern: string;
  /** Folder under src/pages whose page.tsx exports `Page`. */
  readonly page: string;
  readonly chrome: Chrome;
  readonly nav: NavId | null;
};

export type Params = Readonly<Record<string, string>>;

export type Match = { readonly route: Route; readonly params: Params };

const route = (pattern: string, page: string, nav: NavId | null, chrome: Chrome = "page"): Route => ({
  pattern,
  page,
  nav,
  chrome,
});

export const ROUTES: readonly Route[] = [
  route("/", "today", "today"),
  route("/setup", "setup", "setup"),
  route("/clock", "clock", "clock"),
  route("/readiness", "readiness", "today"),
  route("/reports", "reports", "reports"),
  route("/reports/:attempt", "report", "reports"),
  route("/design", "exercises", "design"),
  route("/code", "exercises", "code"),
  route("/lab", "exercises", "lab"),
  route("/design/:attempt", "design-room", "design", "room"),
  route("/designs/run/:attempt", "design-report", "design"),
  route("/code/:attempt", "code-room", "code", "room"),
  route("/lab/:attempt", "lab", "lab", "room"),
  // What the server may link to without knowing a room: these find the right list or room and go on.
  route("/exercises/:slug", "go-on", null),
  route("/attempts/:attempt", "go-on", null),
];

export type Kind = "design" | "problem" | "case";

const LIST: Readonly<Record<Kind, NavId>> = { design: "design", problem: "code", case: "lab" };
const KIND: Readonly<Partial<Record<NavId, Kind>>> = { design: "design", code: "problem", lab: "case" };

export const href = {
  list: (kind: Kind): string => `/${LIST[kind]}`,
  begin: (kind: Kind, slug: string): string => `/${LIST[kind]}?begin=${encodeURIComponent(slug)}`,
  room: (kind: Kind, attempt: string): string => `/${LIST[kind]}/${encodeURIComponent(attempt)}`,
  report: (attempt: string): string => `/reports/${encodeURIComponent(attempt)}`,
};

/** The kind of exercise that a list page shows. */
export function kindOf(nav: NavId | null): Kind | null {
  return (nav && KIND[nav]) ?? null;
}

/** The route of a path, with its parameters decoded; null when nothing lives there. A trailing slash does not matter. */
export function match(path: string): Match | null {
  const wanted = path.split("/").filter(Boolean);
  for (const candidate of ROUTES) {
    const pattern = candidate.pattern.split("/").filter(Boolean);
    if (pattern.length !== wanted.length) continue;
    const params: Record<string, string> = {};
    const fits = pattern.every((part, index) => {
      const given = wanted[index] ?? "";
      if (!part.startsWith(":")) return part === given;
      params[part.slice(1)] = decode(given);
      return true;
    });
    if (fits) return { route: candidate, params };
  }
  return null;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
