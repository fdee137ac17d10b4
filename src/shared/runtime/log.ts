/** The step's log. Text that we log can never be taken for a command of the runner. */
import type { Log } from '../ports.ts';
import { issueCommand } from './workflow-commands.ts';

export function createLog(): Log {
  return {
    info: (message) => process.stdout.write(`${withoutCommands(message)}\n`),
    notice: (message) => issueCommand('notice', message),
    warning: (message) => issueCommand('warning', message),
    debug: (message) => issueCommand('debug', message),
    group: async (title, work) => {
      issueCommand('group', title);
      try {
        return await work();
      } finally {
        issueCommand('endgroup');
      }
    },
  };
}

/** Breaks `::command::` at the beginning of a line and `##[command]` anywhere: the two forms that the runner obeys. */
export function withoutCommands(message: string): string {
  return message.replace(/^(\s*):(?=:)/gm, '$1:\u200b').replaceAll('##[', '#\u200b#[');
}
