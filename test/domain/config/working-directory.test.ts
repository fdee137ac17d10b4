/** A model in a folder of its own is the model that is written out with its folder in each path. */
import { expect, test } from 'vitest';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import { compareProtectedKeys } from '../../../src/shared/domain/config/protected-keys.ts';
import { trainingConfigDigest } from '../../../src/shared/domain/config/select-model.ts';
import { filesNamedBy } from '../../../src/shared/domain/supply-chain/command-files.ts';

const section = `
    task: binary
    paths: [train.py, "lib/**", "!lib/**/*.md"]
    data: data/*.csv
    train:
      command: python train.py
      model: ["out/**", "!out/*.log"]
      metrics: out/metrics.json
      parameters: params.yaml
      predictions: out/predictions.csv
      example: example.json
      reference: data/train.csv
    score: { command: python score.py, data: data/holdout.csv }
    predictions: { id: id, label: label, score: p, labels: labels.csv }
`;
const writtenOut = `
    task: binary
    paths: [ml/churn/train.py, "ml/churn/lib/**", "!ml/churn/lib/**/*.md"]
    data: ml/churn/data/*.csv
    train:
      command: "cd ml/churn\\npython train.py"
      model: ["ml/churn/out/**", "!ml/churn/out/*.log"]
      metrics: ml/churn/out/metrics.json
      parameters: ml/churn/params.yaml
      predictions: ml/churn/out/predictions.csv
      example: ml/churn/example.json
      reference: ml/churn/data/train.csv
    score: { command: "cd ml/churn\\npython score.py", data: ml/churn/data/holdout.csv }
    predictions: { id: id, label: label, score: p, labels: ml/churn/labels.csv }
`;
const configOf = (text: string, folder?: string) => {
  const key = folder === undefined ? '' : `\n    working-directory: ${folder}`;
  return parseConfig(`models:\n  churn:${key}${text}`).models.churn!;
};

test('every path of the model is below its folder, and its commands begin there', () => {
  const { 'working-directory': folder, ...resolved } = configOf(section, 'ml/churn');
  expect(folder).toBe('ml/churn');
  expect(resolved).toEqual(configOf(writtenOut));
});

test('a model that is moved to another spelling of the same is the same model', () => {
  const [one, other] = [configOf(section, 'ml/churn'), configOf(writtenOut)];
  expect(trainingConfigDigest({ name: 'churn', config: one })).toBe(
    trainingConfigDigest({ name: 'churn', config: other }),
  );
  expect(compareProtectedKeys(one, other)).toEqual([]);
});

test('a pull request that moves the folder changes what is protected', () => {
  const changed = compareProtectedKeys(configOf(section, 'ml/churn'), configOf(section, 'ml/easy'));
  expect(changed.map(({ key, decidedBy }) => `${key} ${decidedBy}`)).toEqual([
    'paths review',
    'data review',
    'score.command review',
    'score.data review',
    'predictions.labels both',
  ]);
});

test.each([
  ['models/my churn', "cd 'models/my churn'\npython train.py"],
  ["models/it's", "cd 'models/it'\\''s'\npython train.py"],
  ['models/$(date)', "cd 'models/$(date)'\npython train.py"],
])('a folder of any name is one word of the shell: %s', (folder, command) => {
  expect(configOf(section, JSON.stringify(folder)).train!.command).toBe(command);
});

test.each(['../other', '/srv/models', 'a//b', '""'])(
  'a folder outside the checkout is refused: %s',
  (folder) => {
    expect(() => configOf(section, folder)).toThrow(/models\.churn\.working-directory: expected /);
  },
);

test.each<[string, readonly string[]]>([
  ['python score.py', ['ml/churn/score.py']],
  ['python -m lib.score', ['ml/churn/lib/score.py']],
  ['bash ../common/score.sh', ['ml/common/score.sh']],
  ['make score', ['ml/churn/score.py', 'ml/churn/Makefile']],
  ['./score.py && python lib/score.py', ['ml/churn/score.py', 'ml/churn/lib/score.py']],
  ['python $PWD/score.py', ['ml/churn/score.py', 'score.py']],
  [
    'cd lib && python score.py',
    ['ml/churn/score.py', 'ml/churn/lib/score.py', 'ml/other/score.py', 'score.py'],
  ],
])('what `%s` names in the folder is a file of this model, and not of its neighbor', (command, named) => {
  const { score } = configOf(section.replace('python score.py', JSON.stringify(command)), 'ml/churn');
  const paths = [
    'ml/churn/score.py',
    'ml/churn/lib/score.py',
    'ml/other/score.py',
    'ml/common/score.sh',
    'ml/churn/Makefile',
    'ml/other/Makefile',
    'score.py',
  ];
  expect(filesNamedBy([score!.command], paths)).toEqual(named);
});
