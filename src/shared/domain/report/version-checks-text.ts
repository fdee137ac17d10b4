/** What was verified of a version: as a sentence, a table, and as JSON. */
import { versionParts, type VersionCheck, type VersionPart } from '../registry/version-checks.ts';
import { escapeSentence, escapeText } from '../text/untrusted-text.ts';

export interface ShownChecks {
  readonly tag: string;
  readonly checks: readonly VersionCheck[];
}

const meanings: Readonly<Record<VersionPart, string>> = {
  'model.json': 'the release is published, and its `model.json` is what the message of the tag says',
  files: 'every file of the release has its registered SHA-256',
  'run.json': 'the training is the one of the tag, and left this model',
  'evaluation.json': 'the evaluation is of that training, and its verdict follows from its rules',
  ledger: 'the ledger has the registration with the same `model.json`',
  'nothing else': 'the release has no file that `model.json` does not name',
};

export function isAsRegistered({ checks }: Pick<ShownChecks, 'checks'>): boolean {
  return checks.every(({ result }) => result === 'as-registered');
}

/** One sentence, without Markdown. */
export function describeVersionChecks({ tag, checks }: ShownChecks): string {
  const wrong = checks.filter(({ result }) => result !== 'as-registered');
  const [first, ...more] = wrong;
  if (first === undefined)
    return `${tag} is what was registered: ${checks.length} of ${versionParts.length} checks hold`;
  return `${tag} is not what was registered: ${first.part}: ${first.detail}${more.length > 0 ? ` (and ${more.map(({ part }) => part).join(', ')})` : ''}`;
}

/** For the job summary. */
export function renderVersionChecks(shown: ShownChecks): string {
  const rows = versionParts.map((part) => {
    const check = shown.checks.find((one) => one.part === part);
    const said = check?.detail === undefined ? '' : `<br>${escapeText(check.detail)}`;
    return `| ${MARKS[check?.result ?? 'not-checked']} | ${meanings[part]}${said} |`;
  });
  return [
    `### ${escapeSentence(describeVersionChecks(shown))}`,
    ['| | |', '| --- | --- |', ...rows].join('\n'),
  ].join('\n\n');
}

const MARKS = {
  'as-registered': '✅',
  differs: '❌ differs',
  missing: '❌ missing',
  'not-checked': 'not checked',
} as const;

/** For the output `checks`. */
export function writeVersionChecks({ checks }: ShownChecks): string {
  return JSON.stringify(checks);
}
