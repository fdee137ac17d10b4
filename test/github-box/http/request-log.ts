/** Every request that reached the API, in order: tests assert on it. */

export interface LoggedRequest {
  readonly method: string;
  /** Route template, such as `/repos/{owner}/{repo}/git/refs`; undefined: no such operation. */
  readonly route: string | undefined;
  /** Path without `/api/v3` or `/api/uploads`, still encoded. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** JSON, or the number of bytes of another body. */
  readonly body: unknown;
  /** Login behind the token; undefined: anonymous. */
  readonly login: string | undefined;
  /** May change something. */
  readonly isWrite: boolean;
  /** Status that was sent, or would have been; undefined while in flight or when the connection was cut before. */
  status: number | undefined;
}

export interface RequestLog {
  readonly entries: readonly LoggedRequest[];
  add(entry: LoggedRequest): void;
  clear(): void;
  /** `POST /repos/{owner}/{repo}/git/refs 201`, one line a request: what most tests want to compare. */
  lines(): readonly string[];
  /** Requests that may change something. */
  writes(): readonly LoggedRequest[];
}

export function createRequestLog(): RequestLog {
  const entries: LoggedRequest[] = [];
  return {
    entries,
    add: (entry) => void entries.push(entry),
    clear: () => void entries.splice(0),
    lines: () =>
      entries.map(({ method, route, path, status }) => `${method} ${route ?? path} ${status ?? '-'}`),
    writes: () => entries.filter(({ isWrite }) => isWrite),
  };
}
