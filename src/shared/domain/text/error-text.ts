/** An expected failure as plain text, in the one form that logs and annotations show: code, message, examples, hint. */
import type { StewardError } from '../kernel/errors.ts';

export function renderError({ code, message, examples, hint }: StewardError): string {
  const lines = [
    `${code}: ${message}`,
    ...(examples === undefined ? [] : [`Examples: ${examples}`]),
    ...(hint === undefined ? [] : [`Hint: ${hint}`]),
  ];
  return lines.join('\n');
}
