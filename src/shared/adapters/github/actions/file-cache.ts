/**
 * The Actions cache, through `@actions/cache`, which reads and writes absolute paths. Other jobs write to it:
 * callers verify the digest of what they restore.
 */
import type { FileCache } from '../../../ports/workspace.ts';
import type { Log } from '../../../ports/runner.ts';

export function createFileCache(log: Log): FileCache {
  return {
    restore: async ({ root }, key) => {
      const { restoreCache } = await import('@actions/cache');
      try {
        return (await restoreCache([root], key)) !== undefined;
      } catch (error) {
        log.debug(`cache "${key}" could not be read: ${String(error)}`);
        return false;
      }
    },
    save: async ({ root }, key) => {
      try {
        const { saveCache } = await import('@actions/cache');
        await saveCache([root], key);
      } catch (error) {
        log.debug(`cache "${key}" could not be written: ${String(error)}`);
      }
    },
  };
}
