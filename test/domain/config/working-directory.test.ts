/** A model in a folder of its own is the model that is written out with its folder in each path. */
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import { compareProtectedKeys } from '../../../src/shared/domain/config/protected-keys.ts';
import { trainingConfigDigest } from '../../../src/shared/domain/config/select-model.ts';
import { pathsField } from '../../../src/shared/domain/config/training-section.ts';
import { pathField } from '../../../src/shared/domain/documents/fields.ts';
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

/** Names down to each key that is a path or a list of them. A schema with a description is a copy with the same parts. */
function pathKeys(schema: unknown): readonly (readonly string[])[] {
  if (schema instanceof z.ZodObject) {
    const shape = schema.shape as Readonly<Record<string, unknown>>;
    return Object.entries(shape).flatMap(([name, member]) =>
      pathKeys(member).map((names) => [name, ...names]),
    );
  }
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(pathKeys);
  if ([pathField, pathsField].some((field) => schema instanceof z.ZodType && schema.def === field.def))
    return [[]];
  const wrapped =
    schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;
  return wrapped ? pathKeys(schema.unwrap()) : [];
}

const keys = pathKeys(modelConfigSchema)
  .filter(([name]) => name !== 'working-directory')
  .map((names) => ({ path: names.join('.'), names }));

test('the paths of the schema are found, below sections too', () => {
  expect(keys.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['paths', 'train.model', 'train.metrics', 'score.data', 'report.include']),
  );
});

test.each(keys)('the path $path is below the folder of the model', ({ names }) => {
  const model = parse(section) as Record<string, Record<string, unknown>>;
  const last = names.at(-1)!;
  const [part] = names.slice(0, -1);
  if (part === undefined) Object.assign(model, { [last]: 'one/file' });
  else model[part] = { ...model[part], [last]: 'one/file' };
  const text = stringify({ models: { churn: { ...model, 'working-directory': 'ml/churn' } } });
  const churn: unknown = parseConfig(text).models.churn;
  const value = names.reduce((at, name) => (at as Readonly<Record<string, unknown>>)[name], churn);
  expect([value].flat(), 'map it in src/shared/domain/config/working-directory.ts').toEqual([
    'ml/churn/one/file',
  ]);
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
  ["models/it's", `cd 'models/it'"'"'s'\npython train.py`],
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
