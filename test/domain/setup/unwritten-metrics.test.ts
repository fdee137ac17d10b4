/** What `check` says of a rule whose number an earlier training did not write: else an evaluation says it, after the training. */
import { expect, it } from 'vitest';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import { findUnwrittenMetrics } from '../../../src/shared/domain/setup/unwritten-metrics.ts';
import { surveyOf } from './survey-of.ts';

const PREDICTIONS = '    predictions: { id: id, label: y, score: p }\n';

function check(
  rules: string,
  files: Readonly<Record<string, string>>,
  more = '',
  metrics = 'out/metrics.txt',
) {
  const config = parseConfig(
    `models:\n  m:\n    train: { command: python train.py, metrics: ${metrics} }\n${more}    gate:\n      - ${rules}\n`,
  );
  return findUnwrittenMetrics(config, surveyOf(files));
}

const printed = { 'out/metrics.txt': '\nAccuracy = 0.93, F1 Score = 0.9' };

it('names the file, what it has, and the number that was probably meant', () => {
  expect(check('{ metric: accuracy, at-least: 0.8 }', printed)).toEqual([
    {
      severity: 'warning',
      where: '.github/model-steward.yml: models.m.gate',
      message:
        '`accuracy` is not in out/metrics.txt as it lies there, which has Accuracy, F1_Score: without it, evaluate ends with an error',
      hint: 'did you mean "Accuracy"? Otherwise let the training write `accuracy` to out/metrics.txt',
    },
  ]);
});

it('looks at the rules of a retraining, and in the folder of the model', () => {
  const more = '    working-directory: churn\n    gate-retrain: [{ metric: auc, at-least: 0.8 }]\n';
  const found = check('{ metric: acc, at-least: 0.8 }', { 'churn/m.json': '{"acc": 0.9}' }, more, 'm.json');
  expect(found.map(({ where }) => where)).toEqual(['.github/model-steward.yml: models.m.gate-retrain']);
});

it.each<readonly [string, string, Readonly<Record<string, string>>, string]>([
  ['the file has it', '{ metric: Accuracy, at-least: 0.8 }', printed, ''],
  ['the file has it in another spelling', '{ metric: "F1 Score", at-least: 0.8 }', printed, ''],
  [
    'a list of the file has it',
    '{ metric: metrics.auc, at-least: 0.8 }',
    { 'out/metrics.txt': '{"metrics": [{"name": "auc", "value": 0.9}]}' },
    '',
  ],
  ['there is no file yet', '{ metric: auc, at-least: 0.8 }', {}, ''],
  ['the file has no number', '{ metric: auc, at-least: 0.8 }', { 'out/metrics.txt': 'none yet' }, ''],
  [
    'the predictions give it',
    '{ metric: roc_auc, at-least: 0.8 }',
    printed,
    `    task: binary\n${PREDICTIONS}`,
  ],
  ['the run is measured', '{ metric: "run:score_seconds", at-most: 60 }', printed, ''],
])('says nothing where %s', (_case, rule, files, more) => {
  expect(check(rule, files, more)).toEqual([]);
});
