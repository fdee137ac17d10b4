/** What commands run of the files of a commit: what they name, what their programs find, and how a script of a commit is read. */
import { candidatesOf } from '../domain/supply-chain/command-files.ts';
import { modulesCalledBy, PROJECT_FILE } from '../domain/supply-chain/console-scripts.ts';
import type { FileIndex } from '../domain/supply-chain/file-index.ts';
import { isScript } from '../domain/supply-chain/script-names.ts';
import type { CommittedFiles } from '../ports/workspace.ts';
import { attempt } from './attempt.ts';
import type { ReadScript } from './follow-scripts.ts';

/** A script is written by people. */
const MAX_SCRIPT_BYTES = 1024 ** 2;

/** Each is read. */
const MAX_PROJECTS = 20;

/** Files that are no scripts, in folders that commands name: `cp -R prompts model/` makes the model of them. */
export function contentsOfFolders(
  commands: readonly (string | undefined)[],
  index: FileIndex,
): readonly string[] {
  const folders = commands
    .flatMap((command) => candidatesOf(command ?? ''))
    .filter((word) => index.folders.has(word));
  return [...index.paths].filter(
    (path) => !isScript(path) && folders.some((folder) => path.startsWith(`${folder}/`)),
  );
}

/** Modules of the repository's own package that commands call by the names of its programs. */
export async function filesOfOwnPrograms(
  read: ReadScript,
  commands: readonly (string | undefined)[],
  index: FileIndex,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of [...index.paths].filter((one) => PROJECT_FILE.test(one)).slice(0, MAX_PROJECTS)) {
    const text = (await read(path)) ?? '';
    for (const command of commands) found.push(...modulesCalledBy(command ?? '', { path, text }));
  }
  return [...new Set(found)].filter((path) => index.paths.has(path));
}

export function readScriptsOf(committed: CommittedFiles): ReadScript {
  return async (path) => {
    if (!(await committed.exists(path))) return undefined;
    const opened = await attempt(() => committed.open(path));
    if (!opened.ok || opened.value.sizeBytes > MAX_SCRIPT_BYTES) return undefined;
    return textOf(await opened.value.slice(0, opened.value.sizeBytes));
  };
}

/** Undefined for bytes that are no text. */
function textOf(bytes: Uint8Array): string | undefined {
  return bytes.includes(0) ? undefined : new TextDecoder().decode(bytes);
}
