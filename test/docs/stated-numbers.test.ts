/**
 * Every number that README.md and the READMEs of the actions state is held: by the constant of the code, by the test of
 * the table that it stands in, or it is on the list below with what it is. A number that is added fails here until it is.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MAX_REGISTRATIONS } from '../../actions/register/steps/search.ts';
import { COMMAND_GRACE_MS } from '../../src/shared/adapters/process/commands.ts';
import { CANCELLED_ROLLBACK_MS } from '../../src/shared/adapters/serving/command-target.ts';
import { MAX_NAMED_ROWS } from '../../src/shared/domain/interop/measurement-rows.ts';
import { CONFIDENCE } from '../../src/shared/domain/evaluation/metric-finding.ts';
import { archiveLimits } from '../../src/shared/domain/kernel/archive-limits.ts';
import { actionNames, NAME_PATTERN } from '../../src/shared/domain/kernel/names.ts';
import { alertLevels } from '../../src/shared/domain/monitoring/drift/alert-levels.ts';
import { planTest } from '../../src/shared/domain/monitoring/drift/plan-test.ts';
import { unitChanges } from '../../src/shared/domain/monitoring/profile/unit-conversions.ts';
import { MAX_ASSET_BYTES, MAX_ASSETS } from '../../src/shared/domain/registry/file-limits.ts';
import { storageLimits } from '../../src/shared/domain/registry/plan-storage.ts';
import { MIN_GROUPS } from '../../src/shared/domain/statistics/grouped/interval.ts';
import { RELATIVE_TOLERANCE } from '../../src/shared/domain/supply-chain/compare-evaluations.ts';
import { CANCELLATION_GRACE_MS } from '../../src/shared/runtime/signals.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const GIB = 1024 ** 3;
const seconds = (ms: number): string => `${ms / 1000} s`;
const count = (value: number): string => value.toLocaleString('en-US');
const percent = (share: number): string => `${Number((100 * share).toFixed(6))} %`;

const ONE_SIDE = percent((1 - CONFIDENCE) / 2);
const fewestDriftDays = Array.from({ length: 200 }, (_, days) => days).find(
  (days) => planTest(days, 7).kind !== 'none',
);
const longestName = Array.from({ length: 200 }, (_, length) => length).findLast((length) =>
  NAME_PATTERN.test('a'.repeat(length)),
);
const weekly = alertLevels({ falseAlarmsPerYear: 1, windowDays: 7, columns: 1 });
const kilometers = unitChanges.find(
  ({ conversion, reversed }) => conversion === 'miles-to-kilometers' && !reversed,
);

/** What a document says of a constant, word for word but for spaces. */
const held: Readonly<Record<string, readonly string[]>> = {
  'README.md': [
    `| files of the evidence, with the model's own | ${count(archiveLimits.maxFiles)}, ${archiveLimits.maxTotalBytes / GIB} GiB together;`,
    `| independent days, users or sessions | ${MIN_GROUPS} for an interval; with fewer`,
    `| days of reference for drift | ${fewestDriftDays}, else drift is not tested`,
    `up to ${longestName}, starting and ending with a letter or digit`,
  ],
  'actions/train/README.md': [`| up to ${MAX_NAMED_ROWS}, by their names:`],
  'actions/evaluate/README.md': [
    `A rule passes when its whole ${percent(CONFIDENCE)} interval passes`,
    `passes in at most ${ONE_SIDE} of all comparisons, and so does the whole gate`,
    `happens in at most k × ${ONE_SIDE}.`,
    `Fewer than ${MIN_GROUPS} groups are never`,
    `by chance in at most ${ONE_SIDE} of comparisons`,
  ],
  'actions/register/README.md': [
    `versions that are shown, fifty in a request: ${count(MAX_REGISTRATIONS)} at most`,
    `must come out the same (numbers within ${RELATIVE_TOLERANCE})`,
  ],
  'actions/deploy/README.md': [
    `which has ${seconds(COMMAND_GRACE_MS)} to end`,
    `This run has ${seconds(CANCELLED_ROLLBACK_MS)}, and the whole step ${seconds(CANCELLATION_GRACE_MS)}:`,
  ],
  'actions/monitor/README.md': [
    `a reference of at least ${fewestDriftDays} days; the table says`,
    `means ${percent(weekly.warning)} for a warning and ${percent(weekly.alert)} for an alert in weekly windows`,
    `(the reference times ${kilometers?.factor.toFixed(3)}: kilometers)`,
  ],
  'docs/lifecycle.md': [
    `A release holds at most ${count(MAX_ASSETS)} assets, each of 1 byte to ${(MAX_ASSET_BYTES + 1) / GIB} GiB.`,
    `All files of the evidence are at most ${count(archiveLimits.maxFiles)}, with at most ${archiveLimits.maxTotalBytes / GIB} GiB together.`,
    `The artifact unpacks, above ${archiveLimits.ratioFromBytes / GIB} GiB, to at most ${archiveLimits.maxRatio} times its size`,
    `A file of ${(storageLimits.maxAssetBytes + 1) / GIB} GiB or more is cut into parts of ${storageLimits.partBytes / GIB} GiB`,
    `A model of more than ${storageLimits.maxSingleFiles} files, with an empty file`,
  ],
};

/** Other numbers, with what they are. */
const others: Readonly<Record<string, readonly (readonly [text: string, why: string])[]>> = {
  'README.md': [
    ['those bytes as 1.0.0', 'an example of a version'],
    ['[Apache-2.0]', 'a license'],
    ['the delay in 21 of 21 weeks (', 'printed by the program that it names'],
  ],
  'actions/train/README.md': [
    ['is 7. What they read as two, such as (8 and 10)', 'an example of how YAML is read'],
  ],
  'actions/evaluate/README.md': [['are 0 and 1, or two words', 'labels']],
  'actions/register/README.md': [['on 3 May', 'an example of a time']],
  'actions/deploy/README.md': [
    ['a 2xx status', 'a class of the protocol'],
    ['one of the steps 6 and 7 fails', 'steps of the list above it'],
    ['SIGTERM 7.5 s later, and kills the step after 2.5 s more', 'times of the runner of GitHub'],
  ],
  'actions/monitor/README.md': [
    ['and at least 28 days, from the first whole day', 'test/domain/monitoring/first-windows.test.ts'],
    ['one row of 9999-12-31', 'an example'],
    ['(a check at 05:17)', 'an example'],
    [
      '| days of reference | window of 1 day | window of 7 days | window of 30 days |',
      'test/docs/statistics.test.ts',
    ],
    ['| fewer than 28 |', 'test/docs/statistics.test.ts'],
    ['| 28 to 119 |', 'test/docs/statistics.test.ts'],
    ['(from 30 days of reference on)', 'test/docs/statistics.test.ts'],
    ['| 120 and more |', 'test/docs/statistics.test.ts'],
    [': 5 % stays 5 %', 'false-alarms.rates.test.ts, which it names'],
    ['of 3,000,000 real flights', 'what the program that it names reads'],
    ['are broken in 0.2 % of weeks', 'a row of docs/statistics.md that `npm run test:rates` prints'],
  ],
};

/** Prose and tables, without code, addresses, tables that are generated, numbers of lists and names of formats. */
function proseOf(text: string): string {
  return text
    .replaceAll(/^```[^]*?^```/gm, ' ')
    .replaceAll(/<!-- (\w+):start -->[^]*?<!-- \1:end -->/g, ' ')
    .replaceAll(/`[^`]*`/g, ' ')
    .replaceAll(/\]\([^)]*\)/g, ']')
    .replaceAll(/^\d+\. /gm, '')
    .replaceAll(/\b(?:SHA-256|UTF-8)\b/g, ' ')
    .replaceAll(/\s+/g, ' ');
}

/** A sentence is held where `text` has it; what is left of the text has no such sentence. */
function strike(
  text: string,
  sentences: readonly string[],
): { readonly rest: string; readonly missing: readonly string[] } {
  const missing = sentences.filter((sentence) => !text.includes(sentence));
  return { rest: sentences.reduce((rest, sentence) => rest.replaceAll(sentence, ' · '), text), missing };
}

const NEIGHBORHOOD = 40;

/** Each number with the words beside it. */
function numbersOf(text: string): readonly string[] {
  return Array.from(text.matchAll(/\d[\d.,:%-]*/g), ({ index }) =>
    text.slice(Math.max(0, index - NEIGHBORHOOD), index + NEIGHBORHOOD),
  );
}

describe.each(Object.entries(held))('%s', (path, sentences) => {
  it('states the numbers that the code has', () => {
    const missing = strike(proseOf(read(path)), sentences.map(proseOf)).missing;
    expect(missing, `${path}: write what the code does`).toEqual([]);
  });
});

describe.each(['README.md', ...actionNames.map((name) => `actions/${name}/README.md`)])('%s', (path) => {
  const listed = (others[path] ?? []).map(([sentence]) => sentence);
  const rest = strike(proseOf(read(path)), [...(held[path] ?? []).map(proseOf), ...listed]);

  it('states no number that nothing holds', () => {
    const remedy = 'add its sentence to `held`, made from the constant, or to `others`, with what it is';
    expect(numbersOf(rest.rest), `${path}: ${remedy}`).toEqual([]);
  });

  it('has all sentences that are listed', () => {
    expect(
      rest.missing,
      `${path}: a sentence of test/docs/stated-numbers.test.ts that it has no more`,
    ).toEqual([]);
  });
});

it.each([
  ['Fewer than 8 groups, and at most 40 of them.', ['at most 40 of them']],
  ['In code: `8`, and [here](a.md#8).', []],
])('of %s, what nothing holds is found', (text, found) => {
  const { rest } = strike(proseOf(text), ['Fewer than 8 groups']);
  expect(numbersOf(rest)).toEqual(found.map((part) => expect.stringContaining(part) as string));
});
