/**
 * The Actions cache, through `@actions/cache`, which reads and writes absolute paths, and waits without a limit for an
 * answer that does not come, or not whole. Other jobs write to the cache: callers verify the digest of what they restore.
 */
import type { FileCache } from '../../../ports/workspace.ts';
import type { Log } from '../../../ports/runner.ts';
import { NetworkError } from '../../http/network-error.ts';
import { withinLimits } from '../../http/within-limits.ts';

/** What the cache saves is time: what takes longer than a download is given up. */
const LIMITS = { timeoutMs: 20 * 60_000, idleMs: 2 * 60_000 } as const;

export function createFileCache(log: Log): FileCache {
  return {
    restore: async ({ root }, key) => {
      const { restoreCache } = await import('@actions/cache');
      try {
        const found = await withinLimits(() => restoreCache([root], key), LIMITS);
        return found === undefined ? 'absent' : 'restored';
      } catch (error) {
        log.debug(`cache "${key}" could not be read: ${String(error)}`);
        return error instanceof NetworkError ? 'timed-out' : 'absent';
      }
    },
    save: async ({ root }, key) => {
      try {
        const { saveCache } = await import('@actions/cache');
        await withinLimits(() => saveCache([root], key), LIMITS);
      } catch (error) {
        log.debug(`cache "${key}" could not be written: ${String(error)}`);
      }
    },
  };
}
