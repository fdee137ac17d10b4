/** Folders of the step outside the workspace. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Files, Scratch } from '../../ports/workspace.ts';
import { openFiles } from './files.ts';

/** @param tempDir `RUNNER_TEMP`, which the runner empties after the job. */
export function createScratch(tempDir: string): Scratch {
  return async (name) => {
    await mkdir(tempDir, { recursive: true });
    return openFiles(await mkdtemp(join(tempDir, `model-steward-${name}-`)));
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
    await rm(files.root, { recursive: true, force: true });
  }
}
