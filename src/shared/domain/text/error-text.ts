/** An expected failure as plain text, in the one form that logs and annotations show: code, message, examples, cause, hint. */
import type { StewardError } from '../kernel/errors.ts';

export function renderError(error: StewardError): string {
  const { code, message, examples, hint } = error;
  const lines = [
    `${code}: ${message}`,
    ...(examples === undefined ? [] : [`Examples: ${examples}`]),
    ...unsaidCauses(error).map((cause) => `Cause: ${cause}`),
    ...(hint === undefined ? [] : [`Hint: ${hint}`]),
  ];
  return lines.join('\n');
}

const MAX_CAUSES = 3;
/** A cause may be its own. */
const MOST_READ = 20;
const MAX_CHARACTERS = 300;

/**
 * First lines of what caused the error, outermost first, without what its message says already: where it has the reason,
 * what passed the reason on ("fetch failed") says no more.
 */
function unsaidCauses(error: StewardError): readonly string[] {
  const causes: string[] = [];
  for (let current = error.cause; current instanceof Error; current = current.cause) {
    const [text = ''] = current.message.split('\n', 1);
    if (text !== '') causes.push(text);
    if (causes.length === MOST_READ) break;
  }
  const said = causes.findLastIndex((text) => error.message.includes(text));
  const unsaid = [...new Set(causes.slice(said + 1))].slice(0, MAX_CAUSES);
  return unsaid.map((text) => text.slice(0, MAX_CHARACTERS));
}
