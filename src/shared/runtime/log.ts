/** The step's log. Text that we log can never be taken for a command of the runner. */
import * as core from '@actions/core';
import type { Log } from '../ports/runner.ts';

export function createLog(): Log {
  return {
    info: (message) => core.info(withoutCommands(message)),
    notice: (message) => core.notice(message),
    warning: (message) => core.warning(message),
    debug: (message) => core.debug(message),
    group: (title, work) => core.group(withoutCommands(title), work),
  };
}

/** Breaks `::command::` at the beginning of a line and `##[command]` anywhere: the two forms that the runner obeys. */
export function withoutCommands(message: string): string {
  return message.replace(/^(\s*):(?=:)/gm, '$1:\u200b').replaceAll('##[', '#\u200b#[');
}
