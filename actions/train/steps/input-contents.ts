/**
 * Data that only point to their content are refused before the training. A command that fetches them itself, such as
 * `dvc pull && python train.py`, gets them first: then they are looked at right after it.
 */
import { createFileIndex } from '../../../src/shared/domain/supply-chain/file-index.ts';
import { filesOfCommands } from '../../../src/shared/domain/supply-chain/files-of-commands.ts';
import { fetchesContent } from '../../../src/shared/domain/kernel/pointer-file.ts';
import type { CommittedFiles, Files } from '../../../src/shared/ports/workspace.ts';
import type { TrainPlan } from './plan-training.ts';
import { requireContent } from './check-limits.ts';

/** @throws DataError FILES_INVALID for a pointer that no command will replace. */
export async function requireContentsBefore(workspace: Files, plan: TrainPlan): Promise<void> {
  if (!(await commandFetches(plan))) await requireContents(workspace, plan);
}

/** @throws DataError FILES_INVALID for what is still a pointer, or has become one. */
export async function requireContentsAfter(workspace: Files, plan: TrainPlan): Promise<void> {
  await requireContents(workspace, plan);
}

/** What is not there yet, the command may make. A `.dvc` file that is listed by its own name stands for its data. */
async function requireContents(workspace: Files, { run }: TrainPlan): Promise<void> {
  for (const { path, role } of run.inputs.files)
    if (role === 'data' && !path.endsWith('.dvc') && (await workspace.exists(path)))
      await requireContent(workspace, path, 'data');
}

/** By the text of the command and of the scripts that it names, as they are in the commit. */
async function commandFetches({ settings, committed }: TrainPlan): Promise<boolean> {
  if (settings.command === undefined) return false;
  if (fetchesContent(settings.command)) return true;
  const index = createFileIndex(await committed.match(['**']));
  for (const path of filesOfCommands([settings.command], index))
    if (fetchesContent(await readText(committed, path))) return true;
  return false;
}

/** Scripts are small; of anything larger the beginning is enough. */
const SCRIPT_BYTES = 1024 ** 2;

async function readText(committed: CommittedFiles, path: string): Promise<string> {
  const bytes = await (await committed.open(path)).slice(0, SCRIPT_BYTES);
  return Buffer.from(bytes).toString('latin1');
}
