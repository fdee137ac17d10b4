/** What commands run of the files of a commit: what they name, what their programs find, and how a script of a commit is read. */
import { filesNamedBy } from '../domain/supply-chain/command-files.ts';
import type { FileIndex } from '../domain/supply-chain/file-index.ts';
import { filesFoundByCommand } from '../domain/supply-chain/program-files.ts';
import type { CommittedFiles } from '../ports/workspace.ts';
import { attempt } from './attempt.ts';
import type { ReadScript } from './follow-scripts.ts';

/** A script is written by people. */
const MAX_SCRIPT_BYTES = 1024 ** 2;

/** That they name, and that their programs find. */
export function filesOfCommands(
  commands: readonly (string | undefined)[],
  index: FileIndex,
): readonly string[] {
  const found = commands.flatMap((command) =>
    command === undefined ? [] : filesFoundByCommand(command, index),
  );
  return [...filesNamedBy(commands, [...index.paths]), ...found];
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
