/**
 * Files of packages that lie in the repository and that the jobs of the evidence install (docs/trust.md#the-base-decides). What such a
 * package does when it is installed or imported, no name in a script says.
 */
import { isBelow, folderOf } from '../domain/kernel/repository-path.ts';
import type { FileIndex } from '../domain/supply-chain/file-index.ts';
import { installationsIn } from '../domain/supply-chain/job-commands.ts';
import { manifestsFor, packagesNamedIn, type OwnPackages } from '../domain/supply-chain/own-packages.ts';
import type { ScriptText } from '../domain/supply-chain/opened-files.ts';
import { FOR_PEOPLE } from '../domain/supply-chain/sorted-changes.ts';
import type { Trainings } from './find-training-files.ts';

export interface PackageRequest {
  /** Scripts that steps and the scoring run. */
  readonly scripts: readonly string[];
  /** Folders in which the scoring runs. */
  readonly folders: readonly string[];
}

type Found = Pick<OwnPackages, 'folders' | 'archives'>;

/** Each is read. */
const MAX_MANIFESTS = 100;
const MAX_SCRIPTS = 200;

/** Shells, images and tasks, in which packages are installed. */
const MAY_INSTALL = /(?:\.(?:sh|bash|zsh|mk|ya?ml|toml|ini|just)|(?:^|\/)[^./]+)$/;

export async function findOwnPackages(
  { readOld, readNew, index, jobs }: Pick<Trainings, 'readOld' | 'readNew' | 'index' | 'jobs'>,
  { scripts, folders }: PackageRequest,
): Promise<Found> {
  const installs = jobs.flatMap((job) => job.installs);
  const texts: ScriptText[] = [...installs];
  for (const path of scripts.filter((one) => MAY_INSTALL.test(one)).slice(0, MAX_SCRIPTS))
    texts.push({ path, text: installationsIn((await readOld(path)) ?? '') });
  const places = [...folders, ...jobs.flatMap(({ steps }) => steps.map(({ path }) => folderOf(path)))];
  const found = texts.map((text) => packagesNamedIn(text, index));
  const seen = new Set<string>();
  let open = [...manifestsFor(places, index), ...found.flatMap(({ manifests }) => manifests)];
  while (open.length > 0 && seen.size < MAX_MANIFESTS) {
    const inner: OwnPackages[] = [];
    for (const path of new Set(open)) {
      if (seen.has(path)) continue;
      seen.add(path);
      // A change of what is installed needs no approval: what it names of the repository does.
      const sides = [await readOld(path), await readNew(path)];
      inner.push(...sides.map((text = '') => packagesNamedIn({ path, text }, index)));
    }
    found.push(...inner);
    open = inner.flatMap(({ manifests }) => manifests);
  }
  return {
    folders: [...new Set(found.flatMap((one) => one.folders))],
    archives: [...new Set(found.flatMap((one) => one.archives))],
  };
}

/**
 * @param isOfTraining whether the training reaches a file. A package of which it reaches anything is code of the model: what scripts import
 * of it was followed.
 */
export function filesOfPackages(
  changed: readonly string[],
  { folders, archives }: Found,
  { index, isOfTraining }: { readonly index: FileIndex; readonly isOfTraining: (path: string) => boolean },
): readonly string[] {
  const own = folders.filter(
    (folder) => ![...index.paths].some((path) => isBelow(path, folder) && isOfTraining(path)),
  );
  return changed.filter(
    (path) =>
      (archives.includes(path) && !isOfTraining(path)) ||
      (!FOR_PEOPLE.test(path) && own.some((folder) => isBelow(path, folder))),
  );
}
