/**
 * Text that somebody wrote, quoted for a message. A message ends in a log that many people read, and an address may
 * contain what only a few may know.
 */
import { hideSecrets } from './redact.ts';

/** On one line, in double quotes, with `***` for what is secret. */
export function quoteWithoutSecrets(text: string): string {
  return JSON.stringify(hideSecrets(text));
}
