/** The API as this page speaks to it: one function, and one kind of error that says what can be done. */

/**
 * - `network`: no answer came
 * - `session`: the token is over or is none
 * - `forbidden`: the token may not do this
 * - `gone`: it is not there (any more)
 * - `refused`: a value or a state stands against it
 * - `busy`: later, after `seconds`
 * - `broken`: the other side failed
 */
export type Kind = "network" | "session" | "forbidden" | "gone" | "refused" | "busy" | "broken";

export class Problem extends Error {
  constructor(
    readonly kind: Kind,
    readonly code = "",
    readonly field = "",
    readonly seconds = 0,
    /** The service's own words about the value that it refused, in English. */
    readonly detail = "",
  ) {
    super(`${kind} ${code}`.trim());
  }
}

export type Token = () => string;
export type Extra = { "Idempotency-Key"?: string; "If-Match"?: string };
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export class Api {
  constructor(
    private readonly url: string,
    private readonly token: Token,
    private readonly ended: () => void,
  ) {}

  /** The address of a path, for a link to what anybody may read. */
  address(path: string): string {
    return this.url + path;
  }

  /** What anybody may read, asked for without a token. Raises `Problem`. */
  async open<Answer>(path: string): Promise<Answer> {
    const answer = await fetch(this.url + path, { credentials: "omit" }).catch(() => {
      throw new Problem("network");
    });
    if (!answer.ok) throw new Problem("broken");
    return (await answer.json()) as Answer;
  }

  /** One call; the body of the answer. Raises `Problem`. */
  async call<Answer>(method: Method, path: string, body?: unknown, more: Extra = {}): Promise<Answer> {
    const headers: Record<string, string> = { Authorization: `Bearer ${this.token()}`, ...more };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const asked: RequestInit = { method, headers, credentials: "omit", cache: "no-store" };
    if (body !== undefined) asked.body = JSON.stringify(body);
    const answer = await fetch(this.url + path, asked).catch(() => {
      throw new Problem("network");
    });
    if (answer.status === 204) return undefined as Answer;
    const told: unknown = await answer.json().catch(() => ({}));
    if (answer.ok) return told as Answer;
    const problem = problemOf(answer, told as Told);
    if (problem.kind === "session") this.ended();
    throw problem;
  }
}

interface Told {
  type?: string;
  field?: string;
  detail?: string;
}

const KINDS: Record<number, Kind> = { 401: "session", 403: "forbidden", 404: "gone", 429: "busy" };

function problemOf(answer: Response, told: Told): Problem {
  const kind = KINDS[answer.status] ?? (answer.status < 500 ? "refused" : "broken");
  const code = (told.type ?? "").split(":").at(-1) ?? "";
  return new Problem(kind, code, told.field, Number(answer.headers.get("Retry-After") ?? 0), told.detail);
}

export function kindOf(error: unknown): Kind {
  return error instanceof Problem ? error.kind : "broken";
}
