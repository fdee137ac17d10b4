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
const MAX_CHARACTERS = 300;

/** First lines of what caused the error, outermost first, without what its message says already. */
function unsaidCauses(error: StewardError): readonly string[] {
  const causes: string[] = [];
  let said = error.message;
  let current = error.cause;
  while (current instanceof Error && causes.length < MAX_CAUSES) {
    const [text = ''] = current.message.split('\n', 1);
    if (text !== '' && !said.includes(text)) causes.push(text.slice(0, MAX_CHARACTERS));
    said += `\n${text}`;
    current = current.cause;
  }
  return causes;
}
