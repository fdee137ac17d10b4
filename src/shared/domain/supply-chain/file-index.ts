/** Files of a repository, by what can be asked of a name. */
import { moduleOfArchive } from './archive-names.ts';
import { SCRIPT_NAME, SETTINGS_NAME } from './script-names.ts';
import { depthOf, lastPartOf } from '../kernel/repository-path.ts';

export interface FileIndex {
  readonly paths: ReadonlySet<string>;
  readonly byName: ReadonlyMap<string, readonly string[]>;
  readonly scripts: readonly string[];
  readonly settings: readonly string[];
  /** Built packages, by the module by whose name they are imported. */
  readonly archives: ReadonlyMap<string, readonly string[]>;
  /** By each end of their paths: `a/b` and `b`. */
  readonly folders: ReadonlySet<string>;
}

export function createFileIndex(paths: Iterable<string>): FileIndex {
  const all = new Set(paths);
  const byName = new Map<string, string[]>();
  const folders = new Set<string>();
  for (const path of all) {
    const name = lastPartOf(path);
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [path]);
    else known.push(path);
    addEnds(path.split('/').slice(0, depthOf(path) - 1), folders);
  }
  const named = (pattern: RegExp): readonly string[] => [...all].filter((path) => pattern.test(path));
  const archives = new Map<string, string[]>();
  for (const path of all) {
    const module = moduleOfArchive(path);
    if (module !== undefined) archives.set(module, [...(archives.get(module) ?? []), path]);
  }
  return {
    ...{ paths: all, byName, folders, archives },
    ...{ scripts: named(SCRIPT_NAME), settings: named(SETTINGS_NAME) },
  };
}

function addEnds(parts: readonly string[], folders: Set<string>): void {
  if (parts.length === 0 || folders.has(parts.join('/'))) return;
  for (const [at] of parts.entries()) folders.add(parts.slice(at).join('/'));
  addEnds(parts.slice(0, -1), folders);
}
