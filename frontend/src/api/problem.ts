/**
 * What went wrong, as the reader needs it: what is true, what is safe. Wrong when a stack trace or `[object Object]` is shown.
 */

export type ProblemKind =
  | "unreachable"
  | "usage"
  | "not_found"
  | "conflict"
  | "too_large"
  | "storage_full"
  | "storage_busy"
  | "fault";

export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    readonly kind: ProblemKind,
    message: string,
    /** What is safe, in one sentence. */
    readonly safe: string,
  ) {
    super(message);
  }

  /** The problem that an error body of the server describes; a body of another shape is a fault that names the status. */
  static from(body: unknown, status: number): Problem {
    const error = isRecord(body) && isRecord(body.error) ? body.error : {};
    const { kind, message, safe } = error;
    if (isKind(kind) && typeof message === "string") {
      return new Problem(kind, message, typeof safe === "string" ? safe : "");
    }
    return new Problem("fault", `The server answered with status ${status}.`, "What was saved stays saved.");
  }
}

const KINDS: readonly string[] = [
  "usage",
  "not_found",
  "conflict",
  "too_large",
  "storage_full",
  "storage_busy",
  "fault",
];

export function unreachable(): Problem {
  return new Problem(
    "unreachable",
    "The Loop's server does not answer.",
    "What was saved is on this machine. This page goes on by itself when the server is back.",
  );
}

/** Any thrown thing as a problem. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new Problem("fault", `This page stopped: ${message}`, "What was saved stays saved.");
}

function isKind(value: unknown): value is ProblemKind {
  return typeof value === "string" && KINDS.includes(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
