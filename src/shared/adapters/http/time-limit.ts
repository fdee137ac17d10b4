/** Time limits of transfers: the limit of any request, and more for the bytes of a body. */

/** 500 kB/s: a connection below that is treated as broken. */
const MIN_BYTES_PER_MS = 500;

/** @param timeoutMs limit of a request without a body. */
export function transferTimeoutMs(timeoutMs: number, sizeBytes: number): number {
  return timeoutMs + Math.ceil(sizeBytes / MIN_BYTES_PER_MS);
}
