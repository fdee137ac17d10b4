/** Folders below the runner's temporary folder that a later step of the same job opens by the same name. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CacheFolders } from '../../ports/workspace.ts';
import { openFiles } from './files.ts';
import { onDisk } from './system-errors.ts';

const CACHE_FOLDER = 'a folder for the cache';

/** @param tempDir `RUNNER_TEMP`. The path of a folder is part of its cache entry, and equal on all hosted runners. */
export function createCacheFolders(tempDir: string): CacheFolders {
  const pathOf = (name: string) => join(tempDir, `model-steward-${name}`);
  return {
    open: async (name) => {
      await onDisk(pathOf(name), CACHE_FOLDER, () => mkdir(pathOf(name), { recursive: true }));
      return openFiles(pathOf(name));
    },
    openEmpty: async (name) => {
      await onDisk(pathOf(name), CACHE_FOLDER, async () => {
        await rm(pathOf(name), { recursive: true, force: true });
        await mkdir(pathOf(name), { recursive: true });
      });
      return openFiles(pathOf(name));
    },
  };
}
