/** An editor with docs/schemas/config.schema.json finds what a run would refuse: both are given the same configurations. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { rulesWithoutRetraining } from '../../src/shared/domain/documents/decision.ts';
import { parseConfig } from '../../src/shared/domain/config/parse-config.ts';

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../docs/schemas/config.schema.json'), 'utf8'),
) as object;
const validate = new Ajv2020({ strict: false }).compile(schema);
const ofModel = (text: string): string => `models:\n  churn: { task: binary, ${text} }\n`;
const ofRule = (text: string): string => ofModel(`gate: [{ metric: roc_auc, ${text} }]`);

describe('both refuse', () => {
  it.each<readonly [string, string, string]>([
    ['two bounds in one rule', ofRule('superior-by: 0.01, at-least: 0.6'), 'got superior-by and at-least'],
    [
      'three bounds',
      ofRule('superior-by: 0, at-least: 0, at-most: 1'),
      'got superior-by and at-least and at-most',
    ],
    ['a rule without a bound', ofRule('better: higher'), 'got none of them'],
    ['the same of a retraining', ofModel('gate-retrain: [{ metric: roc_auc }]'), 'got none of them'],
    ['identical beside a bound of its own', ofRule('at-least: 0.6, identical: pass'), 'only beside'],
    ['cases without keeps', ofRule('at-least: 0.6, cases: [a]'), 'only beside keeps'],
    ['against beside a bound of its own', ofRule('at-most: 1, against: anchor'), 'only beside'],
    ['relative beside a bound of its own', ofRule('at-most: 1, relative: true'), 'only beside'],
    ['no model', 'models: {}\n', 'at least one model'],
    [
      'an unknown rule of decisions',
      ofModel('monitor: { decisions: { inputs-mooved: none } }'),
      'expected one of missing-input, contract-broken,',
    ],
    [
      'an unknown decision',
      ofModel('monitor: { decisions: { no-fresh-data: wait } }'),
      'one of none, retrain',
    ],
    ...rulesWithoutRetraining.map(
      (rule) =>
        [
          `a retraining about ${rule}`,
          ofModel(`monitor: { decisions: { ${rule}: retrain } }`),
          'retrain',
        ] as const,
    ),
  ])('%s', (_title, text, message) => {
    expect(() => parseConfig(text)).toThrow(message);
    expect(validate(parse(text)), text).toBe(false);
  });
});

describe('both accept', () => {
  it.each([
    ofRule('superior-by: 0.01, against: both, relative: true'),
    ofRule('not-worse-by: 0.01, identical: pass'),
    ofModel('gate: [{ metric: accuracy, keeps: passed, cases: [a] }]'),
    ofModel('monitor: { decisions: { no-fresh-data: none, inputs-moved-without-labels: retrain } }'),
  ])('%s', (text) => {
    expect(() => parseConfig(text)).not.toThrow();
    expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true);
  });
});
