/**
 * Text that somebody wrote, quoted for a message. A message ends in a log that many people read, and an address may
 * contain what only a few may know. The text may be as long as a file, and the message may not.
 */
import { hideSecrets } from './redact.ts';

/** More of a text says no more about what is wrong with it. */
const LONGEST_QUOTE = 300;
/** Of a value beside others, such as in a list of errors. */
const LONGEST_SHORT_QUOTE = 80;
/** What is looked through for secrets: one that begins within the quote and ends beyond it is hidden too. */
const LOOKED_THROUGH = 10 * LONGEST_QUOTE;

/** On one line, in double quotes, with `***` for what is secret, and with `…` for what is more than 300 characters. */
export function quoteWithoutSecrets(text: string): string {
  return cutQuote(JSON.stringify(hideSecrets(text.slice(0, LOOKED_THROUGH))), LONGEST_QUOTE);
}

/** The same in at most 80 characters. */
export function quoteShort(text: string): string {
  return cutQuote(JSON.stringify(hideSecrets(text.slice(0, LOOKED_THROUGH))), LONGEST_SHORT_QUOTE);
}

function cutQuote(quoted: string, length: number): string {
  return quoted.length <= length ? quoted : `${quoted.slice(0, length - 1)}…`;
}
