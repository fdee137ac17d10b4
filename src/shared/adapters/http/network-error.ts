/** A request without a usable response: no connection, a time limit, a body that ends early. */

/** The request may have had its effect all the same. */
export class NetworkError extends Error {}

/** The innermost cause says what happened: fetch itself only says "fetch failed" or "terminated". */
export function describeNetworkError(error: unknown, timeoutMs: number): string {
  let innermost = error;
  while (innermost instanceof Error && innermost.cause !== undefined) innermost = innermost.cause;
  if (!(innermost instanceof Error)) return String(innermost);
  if (innermost.name === 'TimeoutError') return `no complete answer within ${timeoutMs / 1000} s`;
  if (innermost instanceof AggregateError) return innermost.errors.map(String).join(', ');
  return innermost.message;
}
