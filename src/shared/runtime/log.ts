/**
 * The step's log. Text that we log can never be taken for a command of the runner, and has no token in it: annotations are
 * shown on the page of the run.
 */
import * as core from '@actions/core';
import { hideTokens } from '../domain/kernel/redact.ts';
import type { Log } from '../ports/runner.ts';

export function createLog(): Log {
  return {
    info: (message) => core.info(withoutCommands(hideTokens(message))),
    notice: (message) => core.notice(hideTokens(message)),
    warning: (message) => core.warning(hideTokens(message)),
    debug: (message) => core.debug(hideTokens(message)),
    group: (title, work) => core.group(withoutCommands(title), work),
  };
}

/** Breaks `::command::` at the beginning of a line and `##[command]` anywhere: the two forms that the runner obeys. */
export function withoutCommands(message: string): string {
  return message.replace(/^(\s*):(?=:)/gm, '$1:\u200b').replaceAll('##[', '#\u200b#[');
}
