/** Why champion or anchor could not be scored, or not with its own code: in the comment, so that no log has to be opened. */
import type { Run } from '../documents/run.ts';
import { fold } from '../text/sections.ts';
import { codeSpan, escapeSentence } from '../text/untrusted-text.ts';

/** Empty where both were scored as they should be. */
export function renderScoringFailures(run: Pick<Run, 'scored' | 'champion' | 'anchor'>): string {
  return (['champion', 'anchor'] as const)
    .map((role) => renderFailures(role, run))
    .filter((part) => part !== '')
    .join('\n\n');
}

function renderFailures(
  role: 'champion' | 'anchor',
  { scored, ...versions }: Pick<Run, 'scored' | 'champion' | 'anchor'>,
): string {
  const { code, failures = [] } = scored?.[role] ?? {};
  const version = versions[role];
  if (failures.length === 0 || version === undefined) return '';
  const tag = codeSpan(version.tag);
  const lead =
    code === undefined
      ? `**The ${role} ${tag} could not be scored.** ${CANNOT_ANSWER}`
      : `**The ${role} ${tag} was scored with the code of this checkout,** because its own could not be used. Code that answers otherwise for it shows as _inconsistent_.`;
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
