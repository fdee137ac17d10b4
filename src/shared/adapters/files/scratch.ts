/** Folders of the step outside the workspace. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Files, Scratch } from '../../ports/workspace.ts';
import { openFiles } from './files.ts';
import { onDisk } from './system-errors.ts';

/** @param tempDir `RUNNER_TEMP`, which the runner empties after the job. */
export function createScratch(tempDir: string): Scratch {
  return async (name) => {
    const root = await onDisk(tempDir, 'a folder for temporary files', async () => {
      await mkdir(tempDir, { recursive: true });
      return await mkdtemp(join(tempDir, `model-steward-${name}-`));
    });
    return openFiles(root);
  };
}

/** For what is large and needed once: the folder is removed when `work` has ended. */
export async function withScratch<T>(
  scratch: Scratch,
  name: string,
  work: (files: Files) => Promise<T>,
): Promise<T> {
  const files = await scratch(name);
  try {
    return await work(files);
  } finally {
    // A child process may have left what cannot be removed; that does not change the result of the work.
    await rm(files.root, { recursive: true, force: true }).catch(() => undefined);
  }
}
