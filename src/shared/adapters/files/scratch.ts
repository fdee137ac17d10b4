/** Folders of this step's own, outside the workspace: made when they are asked for, so nothing lies in them yet. */
import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Scratch } from '../../ports/workspace.ts';
import { openFiles } from './files.ts';

/** @param tempDir `RUNNER_TEMP`, which the runner empties after the job. */
export function createScratch(tempDir: string): Scratch {
  return async (name) => {
    await mkdir(tempDir, { recursive: true });
    return openFiles(await mkdtemp(join(tempDir, `model-steward-${name}-`)));
  };
}
