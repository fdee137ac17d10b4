/** What lies in a folder, for a comparison with what lay there before a command ran. */
// A hundred thousand files are looked up in half a second so, and in three times as long by promises; nothing else waits meanwhile.
import { lstatSync, readdirSync, type BigIntStats, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { folderOf, foldersAbove, inFolder, lastPartOf } from '../../domain/kernel/repository-path.ts';
import { foldersOfManifests } from '../../domain/supply-chain/own-packages.ts';
import type { Files, FolderStates } from '../../ports/workspace.ts';
import { stateOf } from './file-content.ts';

const OF_GIT = '.git';

/** Where tools install packages: thousands of files of others. In a folder of data such a name means nothing. */
const INSTALLED = new Set([
  ...['node_modules', '.venv', 'venv', 'env', '.conda', '.pixi', '.tox', '.nox', '__pypackages__'],
  ...['renv/library', 'renv/staging', 'renv/sandbox', 'packrat/lib', 'packrat/src'],
]);

/** Python makes them again from the modules beside. */
const COMPILED = /(?:^|\/)__pycache__\/[^/]+\.pyc$/;

export function listStates({ root }: Files, tracked: readonly string[]): FolderStates {
  const states = new Map<string, string>();
  const ofCommit = new Set(tracked.flatMap((path) => foldersAbove(path)));
  const projects = foldersOfManifests(tracked);
  const isLeftOut = (path: string): boolean =>
    path === OF_GIT || (!ofCommit.has(path) && isInstalled(path, projects));
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop())
    for (const entry of entriesOf(join(root, folder))) {
      const path = inFolder(folder, entry.name);
      if (entry.isDirectory()) {
        if (!isLeftOut(path)) folders.push(path);
      } else if (!COMPILED.test(path)) {
        const stats = statsOf(join(root, path));
        if (stats !== undefined) states.set(path, stateOf(stats));
      }
    }
  return states;
}

/** @param projects folders in which packages are installed. */
function isInstalled(folder: string, projects: ReadonlySet<string>): boolean {
  const parent = folderOf(folder);
  return (
    (INSTALLED.has(lastPartOf(folder)) && projects.has(parent)) ||
    (INSTALLED.has(inFolder(lastPartOf(parent), lastPartOf(folder))) && projects.has(folderOf(parent)))
  );
}

/** Regular files and links; undefined for a folder, which a submodule is, for a special file, and for nothing. */
export function statsOf(path: string): BigIntStats | undefined {
  const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return stats?.isFile() === true || stats?.isSymbolicLink() === true ? stats : undefined;
}

/** What may not be listed, no command of the same user can list. */
function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
