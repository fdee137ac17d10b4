/** The files `dvc.yaml` and `dvc.lock` of the checkout, as DVC finds them when the command runs. */
import {
  DVC_LOCK,
  DVC_STAGES,
  parseDvcPipeline,
  type DvcPipeline,
} from '../../../src/shared/domain/interop/dvc-pipeline.ts';
import { hasDefaultRemote } from '../../../src/shared/domain/interop/dvc-remote.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { folderOf, foldersAbove, inFolder } from '../../../src/shared/domain/kernel/repository-path.ts';
import type { CommittedFiles, Files } from '../../../src/shared/ports/workspace.ts';

export interface PipelinePlace {
  readonly workspace: Files;
  readonly committed: CommittedFiles;
  /** Of the model. */
  readonly folder: string;
}

/** That of the folder first. @throws DataError where it has none, or one that cannot be read. */
export async function readPipelines({
  workspace,
  committed,
  folder,
}: PipelinePlace): Promise<readonly DvcPipeline[]> {
  const own = inFolder(folder, DVC_STAGES);
  if (!(await workspace.exists(own))) {
    throw new DataError('FILES_INVALID', `train.dvc: expected a pipeline at ${own}, got none`, {
      hint: 'commit dvc.yaml into the folder of the model, name that folder as `working-directory`, or write `train.command`',
    });
  }
  // A stage may read what one of another folder makes.
  const others = (await committed.match([`**/${DVC_STAGES}`])).filter((path) =>
    path.endsWith(`/${DVC_STAGES}`),
  );
  const folders = [...new Set([folder, ...[DVC_STAGES, ...others].map(folderOf)])];
  const found: DvcPipeline[] = [];
  for (const one of folders) {
    const stages = await readText(workspace, inFolder(one, DVC_STAGES));
    if (stages === undefined) continue;
    found.push(parseDvcPipeline(one, { stages, lock: await readText(workspace, inFolder(one, DVC_LOCK)) }));
  }
  return found;
}

/** By the configuration of the nearest repository of DVC, which may be a folder of that of git. */
export async function namesRemote({
  workspace,
  folder,
}: Pick<PipelinePlace, 'workspace' | 'folder'>): Promise<boolean> {
  for (const root of rootsOf(folder)) {
    const texts = await Promise.all(SETTINGS.map((path) => readText(workspace, inFolder(root, path))));
    const found = texts.filter((text) => text !== undefined);
    if (found.length > 0) return found.some(hasDefaultRemote);
  }
  return false;
}

/** Whether DVC may have outputs at hand: in the cache of a repository of DVC, or in one that its settings place elsewhere. */
export async function hasCache({
  workspace,
  folder,
}: Pick<PipelinePlace, 'workspace' | 'folder'>): Promise<boolean> {
  for (const root of rootsOf(folder)) {
    if ((await workspace.match([inFolder(root, '.dvc/cache')])).length > 0) return true;
    for (const path of SETTINGS)
      if (CACHE_FOLDER.test((await readText(workspace, inFolder(root, path))) ?? '')) return true;
  }
  return false;
}

const SETTINGS = ['.dvc/config', '.dvc/config.local'] as const;
const CACHE_FOLDER = /^\s*dir\s*=/m;

/** In which a repository of DVC may be: the folder itself first. */
function rootsOf(folder: string): ReadonlySet<string> {
  return new Set([folder, ...foldersAbove(folder), '']);
}

async function readText(files: Files, path: string): Promise<string | undefined> {
  return (await files.exists(path)) ? new TextDecoder().decode(await files.read(path)) : undefined;
}
