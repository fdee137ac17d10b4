/** The Actions cache. It is never believed: callers verify the digest of what they restore. */
import type { FileCache } from '../../../ports/workspace.ts';
import type { Log } from '../../../ports/runner.ts';

export function createFileCache(log: Log): FileCache {
  return {
    restore: async (path, key) => {
      const { restoreCache } = await import('@actions/cache');
      try {
        return (await restoreCache([path], key)) !== undefined;
      } catch (error) {
        log.debug(`cache "${key}" could not be read: ${String(error)}`);
        return false;
      }
    },
    save: async (path, key) => {
      try {
        const { saveCache } = await import('@actions/cache');
        await saveCache([path], key);
      } catch (error) {
        log.debug(`cache "${key}" could not be written: ${String(error)}`);
      }
    },
  };
}
