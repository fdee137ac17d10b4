/** All that a pull request changes, by what was seen to read it, for whoever reviews it: folded, below what is asked. */
import type { SortedChanges } from '../supply-chain/sorted-changes.ts';
import { countOf } from '../text/number-text.ts';
import { codeSpan } from '../text/untrusted-text.ts';

const MAX_LISTED = 30;

/** Empty where something was seen to read every file. */
export function renderSortedChanges({ model, evaluation, unseen }: SortedChanges): string {
  if (unseen.length === 0) return '';
  const rows = [
    ['evaluation', evaluation],
    ['model', model],
    ['neither was seen to read it', unseen],
  ] as const;
  return [
    `<details><summary>Changed files: ${countOf(unseen.length, 'file')} that neither training nor scoring was seen to read</summary>`,
    '',
    '| part of | files |',
    '| --- | --- |',
    ...rows.flatMap(([name, paths]) => (paths.length === 0 ? [] : [`| ${name} | ${listPaths(paths)} |`])),
    '',
    'Calls and names are followed as far as they can be read. A program that finds a file in another way reads it unseen: look whether one of the last row is such a file.',
    '',
    '</details>',
  ].join('\n');
}

function listPaths(paths: readonly string[]): string {
  const more = paths.length > MAX_LISTED ? ` and ${paths.length - MAX_LISTED} more` : '';
  return (
    paths
      .slice(0, MAX_LISTED)
      .map((path) => codeSpan(path))
      .join(', ') + more
  );
}
