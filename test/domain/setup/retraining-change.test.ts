/** What a pull request for a retraining would fail of, known before it is needed. */
import { expect, it } from 'vitest';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { checkRetrainingChange } from '../../../src/shared/domain/setup/check-retraining-change.ts';
import { surveyOf } from './survey-of.ts';

interface Case {
  readonly what: string;
  readonly files: Readonly<Record<string, string>>;
  readonly file?: string;
  readonly found: readonly string[];
}

const cases: readonly Case[] = [
  { what: 'an input', file: 'train.py', files: { 'train.py': 'until: 1\n' }, found: [] },
  { what: 'a file that a command names', file: 'args.txt', files: { 'args.txt': 'until: 1' }, found: [] },
  {
    what: 'a file that is not there',
    files: {},
    found: ['error: expected params.yaml among the files that git tracks, got none'],
  },
  {
    what: 'a line that is not there',
    files: { 'params.yaml': 'a: 1\n' },
    found: ['error: params.yaml: expected one line that begins with "until: ", got none'],
  },
  {
    what: 'a file that no training reads',
    files: { 'params.yaml': 'until: 1\n' },
    found: [
      'warning: params.yaml is in neither `paths` nor `data`, and no command names it: a pull request that changes it counts as unaffected, and nothing is trained',
    ],
  },
];

it.each(cases)('of $what', ({ files, file = 'params.yaml', found }) => {
  const model = modelConfigSchema.parse({
    ...{ paths: ['train.py'], train: { command: 'python train.py @args.txt', model: 'm/**' } },
    monitor: { retrain: 'pull-request', 'pull-request': { file, line: 'until: {last-day}' } },
  });
  const findings = checkRetrainingChange(model, 'here', surveyOf(files));
  expect(findings.map(({ severity, message }) => `${severity}: ${message}`)).toEqual(found);
});
