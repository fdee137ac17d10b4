/** `AbortSignal.timeout`, whose limits pass when the test says so: how long a machine takes decides nothing. */
import { vi } from 'vitest';

export interface HeldLimit {
  readonly afterMs: number;
  pass(): void;
}

/** @returns the limits that are set from now on, in their order; `vi.restoreAllMocks` puts the real ones back. */
export function holdTimeLimits(): readonly HeldLimit[] {
  const held: HeldLimit[] = [];
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((afterMs) => {
    const limit = new AbortController();
    held.push({
      afterMs,
      pass: () => {
        limit.abort(new DOMException('The operation timed out', 'TimeoutError'));
      },
    });
    return limit.signal;
  });
  return held;
}
