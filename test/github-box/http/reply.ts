/** Answers of a route, and the refusals that GitHub words in its own way. */

export interface Reply {
  readonly status: number;
  /** Sent as JSON; undefined: no body. */
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly raw?: { readonly bytes: Buffer; readonly contentType: string };
  readonly headers?: Readonly<Record<string, string>>;
}

export interface FieldError {
  readonly resource?: string;
  readonly field?: string;
  readonly code: string;
  readonly message?: string;
}

/** Thrown by a route that says no; the API server turns it into its reply. */
export class Refusal extends Error {
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(`HTTP ${reply.status}: ${JSON.stringify(reply.body)}`);
    this.name = 'Refusal';
    this.reply = reply;
  }
}

const DOCUMENTATION = 'https://docs.github.com/rest';

export const ok = (body: unknown, headers?: Readonly<Record<string, string>>): Reply =>
  headers === undefined ? { status: 200, body } : { status: 200, body, headers };

export const created = (body: unknown, location?: string): Reply =>
  location === undefined ? { status: 201, body } : { status: 201, body, headers: { location } };

export const noContent = (): Reply => ({ status: 204 });

export const redirect = (location: string): Reply => ({ status: 302, headers: { location } });

/** The plain error of GitHub: message, documentation, status. */
export function refuse(status: number, message: string, headers?: Readonly<Record<string, string>>): Refusal {
  const body = { message, documentation_url: DOCUMENTATION, status: String(status) };
  return new Refusal(headers === undefined ? { status, body } : { status, body, headers });
}

export const notFound = (): Refusal => refuse(404, 'Not Found');

/** 422 `Validation Failed` with its list of fields. */
export function validationFailed(...errors: readonly FieldError[]): Refusal {
  const body = { message: 'Validation Failed', errors, documentation_url: DOCUMENTATION, status: '422' };
  return new Refusal({ status: 422, body });
}

/** 422 with a sentence instead of fields. */
export const unprocessable = (message: string): Refusal => refuse(422, message);
