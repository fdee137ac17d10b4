/** What `check` says where nothing says where the metrics are: a comment without numbers is a surprise. */
import { describe, expect, it } from 'vitest';
import { CONFIG_PATH } from '../../../src/shared/domain/kernel/names.ts';
import { checkSetup } from '../../../src/shared/domain/setup/check-setup.ts';
import { proposeSetup, WORKFLOW_PATH } from '../../../src/shared/domain/setup/propose-setup.ts';
import { permissions } from '../../../src/shared/runtime/permissions.ts';
import { surveyOf } from './survey-of.ts';

const inputs = ['model', 'stage', 'metrics', 'pull-request', 'override', 'override-reason', 'issue'];
const contracts = {
  train: { inputs, permissions: permissions.train },
  evaluate: { inputs, permissions: permissions.evaluate },
  register: { inputs, permissions: permissions.register },
  deploy: { inputs, permissions: permissions.deploy },
  monitor: { inputs, permissions: permissions.monitor },
};
const code = { 'train.py': 'dump(m, "m.pkl")' };
const config = `models:
  churn:
    paths: [train.py]
    train: { command: python train.py, model: m.pkl }
`;
const workflow =
  proposeSetup(surveyOf(code), { name: 'churn', withSketch: false }).files[WORKFLOW_PATH] ?? '';

function warnings(
  files: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>> = { [CONFIG_PATH]: config },
): readonly string[] {
  const survey = surveyOf({ [WORKFLOW_PATH]: workflow, ...own, ...code, ...files });
  return checkSetup({ survey, contracts, holdouts: new Map() })
    .filter(({ message }) => message.startsWith('no metrics file is named'))
    .map(({ where }) => where);
}

describe('where nothing says where the metrics are', () => {
  it('a warning names the key, or the configuration that is not there', () => {
    expect(warnings({})).toEqual([`${CONFIG_PATH}: models.churn.train.metrics`]);
    expect(warnings({}, {})).toEqual([CONFIG_PATH]);
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['the code writes metrics.json', { 'src/evaluate.py': 'open("metrics.json", "w")' }],
    ['a notebook does', { 'a.ipynb': '{"cells": [{"source": ["open(\\"metrics.json\\")"]}]}' }],
    ['it lies there', { 'out/metrics.json': '{}' }],
    ['what is logged is kept', { [CONFIG_PATH]: config.replace('m.pkl }', 'm.pkl, tracking: mlflow }') }],
    ['the configuration names it', { [CONFIG_PATH]: config.replace('m.pkl }', 'm.pkl, metrics: out.txt }') }],
    [
      'a step names it',
      {
        [WORKFLOW_PATH]: workflow.replace(
          /(uses: .*actions\/train@v1)/,
          '$1\n        with: { metrics: out.json }',
        ),
      },
    ],
  ])('there is none where %s', (_, files) => {
    expect(warnings(files)).toEqual([]);
  });
});
