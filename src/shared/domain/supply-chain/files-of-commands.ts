/** The files of commands: what they name, and what their programs read or run although nothing names it. */
import { filesNamedBy } from './command-files.ts';
import type { FileIndex } from './file-index.ts';
import { filesFoundByCommand } from './program-files.ts';

export function filesOfCommands(
  commands: readonly (string | undefined)[],
  index: FileIndex,
): readonly string[] {
  const found = commands.flatMap((command) =>
    command === undefined ? [] : filesFoundByCommand(command, index),
  );
  return [...new Set([...filesNamedBy(commands, [...index.paths]), ...found])];
}
