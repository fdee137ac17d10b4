/** The README promises these names; the table there and the code must say the same. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  artifactName,
  CONFIG_PATH,
  ENVIRONMENT_PREFIX,
  evaluationArtifactName,
  isName,
  issueKinds,
  issueLabels,
  LEDGER_BRANCH,
  ledgerPath,
  parseLedgerPath,
  deployedIn,
  marker,
  parseName,
  stageTag,
  statusContext,
  versionTag,
} from '../../../src/shared/domain/kernel/names.ts';

const readme = await readFile(join(import.meta.dirname, '../../../README.md'), 'utf8');

/** The names of one row of the table, as they are for attempt 2 of run 7 of the model `churn`. */
function documented(thing: string): readonly string[] {
  const row = readme.split('\n').find((line) => line.startsWith(`| ${thing} `));
  const values: Readonly<Record<string, string>> = {
    model: 'churn',
    attempt: '2',
    version: '1.4.0',
    stage: 'production',
    counter: '3',
    yyyy: '2026',
    mm: '05',
    event: 'promoted',
    'run id': '7',
    kind: 'drift',
  };
  const spans = Array.from((row ?? '').matchAll(/`([^`]+)`/g), ([, span = '']) => span);
  return spans.map((span) => span.replaceAll(/<([a-z ]+)>/g, (whole, name: string) => values[name] ?? whole));
}

const promoted = {
  model: 'churn',
  event: 'promoted',
  at: '2026-05-31T23:59:59Z',
  run: { id: 7, attempt: 2 },
} as const;

describe('the names that the README promises', () => {
  it.each([
    ['configuration', [CONFIG_PATH]],
    ['version', [versionTag('churn', '1.4.0')]],
    ['stage', [stageTag('churn', 'production', 3n)]],
    ['ledger', [LEDGER_BRANCH]],
    ['event in the ledger', [ledgerPath(promoted)]],
    ['commit status', [statusContext('churn')]],
    ['marker in comments and issues', [marker('drift', 'churn')]],
    ['labels', [...issueLabels('drift', 'churn'), ...issueKinds.filter((kind) => kind !== 'drift')]],
    ['environment of your commands', [`${ENVIRONMENT_PREFIX}*`]],
  ])('%s', (thing, names) => {
    expect(documented(thing)).toEqual(names);
  });

  it('artifacts', () => {
    const [run = '', evaluation = ''] = documented('artifact of a run');
    expect(run).toBe(artifactName('churn', 2));
    expect(evaluation.replace('…', run)).toBe(evaluationArtifactName('churn', 2));
  });
});

describe('the path of an event in the ledger', () => {
  const file = { model: 'churn', at: '2026-05-31T23:59:59Z', run: { id: 7, attempt: 2 } } as const;

  it.each([
    [{ ...file, event: 'checked' }, 1],
    [{ ...file, event: 'promoted-production', copy: 3 }, 3],
    // An environment may end with numbers, as a path does.
    [{ ...file, event: deployedIn('EU 1-2') }, 1],
  ] as const)('%j is read as it was built', (built, copy) => {
    expect(parseLedgerPath(ledgerPath(built), built)).toEqual({
      ...{ year: 2026, month: 5, run: { id: 7, attempt: 2 }, copy },
    });
  });

  it.each([
    'churn/2026/05/registered-7-2.json',
    'other/2026/05/checked-7-2.json',
    'churn/2026/05/checked-7.json',
    'churn/2026/05/checked-7-2-1-1.json',
    'churn/2026/05/checked-x-2.json',
    'churn/26/5/checked-7-2.json',
    'churn/2026/05/checked-7-2.txt',
    'below/churn/2026/05/checked-7-2.json',
  ])('%s is none of a check of this model', (path) => {
    expect(parseLedgerPath(path, { model: 'churn', event: 'checked' })).toBeUndefined();
  });
});

describe('a name of a model or stage', () => {
  it.each(['a', '7', 'flight-delays', 'a_b', 'x'.repeat(64)])('may be %j', (name) => {
    expect(isName(name)).toBe(true);
  });

  it.each(['', 'A', 'a.b', 'a/b', '-a', 'a-', '_a', 'a b', 'a#b', 'a@b', 'é', 'x'.repeat(65), 'a\n'])(
    'may not be %j',
    (name) => {
      expect(() => parseName(name, 'input "model"')).toThrow(
        `input "model": expected a name like "churn", got ${JSON.stringify(name)}`,
      );
    },
  );
});
