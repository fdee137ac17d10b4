/** All that a pull request changes, by what was seen to read it, for whoever reviews it: folded, below what is asked. */
import type { SortedChanges } from '../supply-chain/sorted-changes.ts';
import { countOf } from '../text/number-text.ts';
import { codeSpan } from '../text/untrusted-text.ts';

const MAX_LISTED = 30;

/** Empty where something was seen to read every file. */
export function renderSortedChanges({ model, evaluation, unseen, isReadingSeen }: SortedChanges): string {
  if (unseen.length === 0) return '';
  const rows = [
    ['evaluation', evaluation],
    ['model', model],
    [UNUSED, unseen],
  ] as const;
  return [
    `<details><summary>Of the changed files, ${countOf(unseen.length, 'file')} ${unseen.length === 1 ? 'is' : 'are'} used by neither training nor scoring, as far as can be seen</summary>`,
    '',
    '| part of | files |',
    '| --- | --- |',
    ...rows.flatMap(([name, paths]) => (paths.length === 0 ? [] : [`| ${name} | ${listPaths(paths)} |`])),
    '',
    isReadingSeen === true ? SEEN : BY_NAMES,
    '',
    '</details>',
  ].join('\n');
}

const UNUSED = 'neither, as far as can be seen';

const SEEN =
  'In this run it was seen which files the score command read. It read none of the last row, and nothing names one. Another run may read more: look whether one of them could be meant for it.';

const BY_NAMES =
  'In this run it was not seen which files are read. Only names were followed, in scripts and settings. A program can find a file without its name: look whether one of the last row is such a file.';

function listPaths(paths: readonly string[]): string {
  const more = paths.length > MAX_LISTED ? ` and ${paths.length - MAX_LISTED} more` : '';
  return (
    paths
      .slice(0, MAX_LISTED)
      .map((path) => codeSpan(path))
      .join(', ') + more
  );
}
