/** One call of GitHub's REST API as the adapters describe it, and the reply to it. */

export interface Call {
  /** What is being done, for messages: `comment on #7`. */
  readonly purpose: string;
  /** Method and path template of GitHub's REST description; `{owner}` and `{repo}` are filled in. */
  readonly route: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** The line under `permissions:` that the call needs, or several of which one is enough. Used where GitHub names none. */
  readonly permission?: string | readonly string[];
}

/** One query of GitHub's GraphQL API. It changes nothing, so it may be sent again. */
export interface Query {
  /** What is being done, for messages. */
  readonly purpose: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** The line under `permissions:` that the query needs. */
  readonly permission?: string;
}

export interface Reply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly data: unknown;
}

/** GitHub's message for a refusal, with its list of errors; empty where there is none. */
export function replyMessage(reply: Reply): string {
  const { data } = reply;
  if (typeof data !== 'object' || data === null) return '';
  const errors = 'errors' in data && Array.isArray(data.errors) ? data.errors : [];
  const details = errors.map((error: unknown) => describeError(error)).filter((text) => text !== '');
  // GraphQL sends the list alone.
  const message = 'message' in data ? [String(data.message)] : [];
  return [...message, ...(details.length === 0 ? [] : [details.join(', ')])].join(': ');
}

function describeError(error: unknown): string {
  if (typeof error === 'string') return error;
  if (typeof error !== 'object' || error === null) return '';
  if ('message' in error && typeof error.message === 'string') return error.message;
  return ['resource', 'field', 'code']
    .map((key) => (error as Record<string, unknown>)[key])
    .filter((part) => typeof part === 'string')
    .join(' ');
}
