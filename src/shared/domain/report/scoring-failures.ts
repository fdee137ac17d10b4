/** Why the champion could not be scored, or not with its own code: in the comment, so that no log has to be opened. */
import type { Run } from '../documents/run.ts';
import { fold } from '../text/sections.ts';
import { codeSpan, escapeSentence } from '../text/untrusted-text.ts';

/** Empty where the champion was scored as it should be. */
export function renderScoringFailures({ scored, champion }: Pick<Run, 'scored' | 'champion'>): string {
  const { code, failures = [] } = scored?.champion ?? {};
  if (failures.length === 0 || champion === undefined) return '';
  const tag = codeSpan(champion.tag);
  const lead =
    code === undefined
      ? `**The champion ${tag} could not be scored.** ${CANNOT_ANSWER}`
      : `**The champion ${tag} was scored with the code of this checkout,** because its own could not be used. Code that answers otherwise for it shows as _inconsistent_.`;
  const details = failures.map(({ message, lastLines }) => {
    const lines = lastLines.map((line) => `- ${codeSpan(line, 300)}`).join('\n');
    return [`- ${escapeSentence(message)}`, fold('Last lines of its output', lines)]
      .filter((part) => part !== '')
      .join('\n\n');
  });
  return `> [!WARNING]\n> ${lead}\n\n${details.join('\n\n')}`;
}

const CANNOT_ANSWER =
  'Make the score command read its format too, or leave `score.code` at `version` so that its own code scores it. Predictions that its release stores (`publish-predictions` in a public repository) are compared where the rows are the same.';
