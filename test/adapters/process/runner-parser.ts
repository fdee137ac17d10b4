/**
 * What the runner obeys in a step's output, after actions/runner `ActionCommand.cs` and
 * `ActionCommandManager.cs`: `::name …::` at the beginning of a line, `##[name]` anywhere in it, nothing
 * between `::stop-commands::<token>` and `::<token>::`.
 */
const COMMANDS = [
  'add-mask',
  'add-matcher',
  'add-path',
  'debug',
  'echo',
  'endgroup',
  'error',
  'group',
  'notice',
  'remove-matcher',
  'save-state',
  'set-env',
  'set-output',
  'stop-commands',
  'warning',
];

/** Names of the commands that are obeyed, in order. `stopped` says whether the fence is still open at the end. */
export function obeyedCommands(output: string): {
  readonly commands: readonly string[];
  readonly stopped: boolean;
} {
  const commands: string[] = [];
  let token: string | undefined;
  for (const line of output.split(/\r?\n/)) {
    const name = commandName(line, token);
    if (name === undefined) continue;
    if (token !== undefined) {
      token = undefined;
      continue;
    }
    commands.push(name);
    if (name === 'stop-commands') token = line.slice(line.lastIndexOf('::') + 2).trim();
  }
  return { commands, stopped: token !== undefined };
}

function commandName(line: string, token: string | undefined): string | undefined {
  const known = token === undefined ? COMMANDS : [token];
  const modern = /^\s*::([^:\s]+)(?:\s[^:]*)?::/.exec(line)?.[1];
  const legacy = /##\[([^\]\s]+)[^\]]*\]/.exec(line)?.[1];
  return [modern, legacy].find((name) => name !== undefined && known.includes(name.toLowerCase()));
}
