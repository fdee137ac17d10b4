/** An expected failure as plain text, in the one form that logs and annotations show: code, message, hint. */
import type { StewardError } from '../kernel/errors.ts';

export function renderError({ code, message, hint }: StewardError): string {
  return `${code}: ${message}${hint === undefined ? '' : `\nHint: ${hint}`}`;
}
