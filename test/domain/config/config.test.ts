import { describe, expect, it } from 'vitest';
import { modelConfigSchema, type Config } from '../../../src/shared/domain/config/config.ts';
import { taskNames } from '../../../src/shared/domain/documents/fields.ts';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import { InputError } from '../../../src/shared/domain/kernel/errors.ts';
import { listConfigKeys } from '../../tools/configuration.ts';
import {
  gateConfigDigest,
  gateRules,
  needsAnchor,
  selectModel,
  trainingConfigDigest,
} from '../../../src/shared/domain/config/select-model.ts';

const text = `models:
  flight-delays:
    purpose: warn passengers
    task: binary
    paths: [train.py, features/**]
    train: { command: python train.py, model: model/**, metrics: metrics.json }
    score: { command: python score.py, data: data/holdout.parquet }
    predictions: { id: flight, label: late, score: p_late, threshold: 0.25, time: date, group: day }
    gate:
      - { metric: roc_auc, at-least: 0.60 }
      - { metric: log_loss, superior-by: 0.001 }
    monitor: { false-alarms: 1 per year, labels-after: 1 day, retrain: dispatch }
`;

function message(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was thrown';
}

function failure(work: () => unknown): InputError {
  try {
    work();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('expected an InputError, got none');
}

/** @param path of a key below a model, as docs/configuration.md writes it: `gate[].metric`. */
function configWith(path: string): string {
  const value = path
    .split('.')
    .reduceRight<unknown>(
      (below, name) => (name.endsWith('[]') ? { [name.slice(0, -2)]: [below] } : { [name]: below }),
      1,
    );
  return JSON.stringify({ models: { a: value } });
}

function only(config: Config) {
  return selectModel(config, undefined, 'repo');
}

describe('the configuration', () => {
  it('reads the example of the README and fills in defaults', () => {
    const { name, config } = only(parseConfig(text));
    expect(name).toBe('flight-delays');
    expect(config.train?.model).toEqual(['model/**']);
    expect(config.stage).toBe('production');
    expect(config.monitor['cool-down']).toBe('7 days');
  });

  it.each([
    ['models:\n  a: { task: binary\n', /^c\.yml:\d+:\d+: expected YAML, got/],
    [
      'models:\n  a:\n    taks: binary\n',
      /^c\.yml:3:5: models\.a\.taks: expected one of .*task.*, got an unknown key$/,
    ],
    [
      'models:\n  a: { gate: { metric: mae } }\n',
      /models\.a\.gate: expected a list, got a section with keys$/,
    ],
    ['models:\n  a: { approvals: 1.5 }\n', /models\.a\.approvals: expected an integer, got 1.5$/],
    ['models:\n  a: { approvals: -1 }\n', /models\.a\.approvals: expected a number of at least 0, got -1$/],
    [
      `models:\n  a: { owner: ${'x'.repeat(201)} }\n`,
      /models\.a\.owner: expected at most 200 characters, got "x+…$/,
    ],
    ['models:\n  a: { paths: 3 }\n', /models\.a\.paths: expected text or a list, got 3$/],
    [
      'models:\n  a: { paths: [] }\n',
      /models\.a\.paths: expected a list with at least 1 entries, got a list with 0/,
    ],
    [
      'models:\n  a: { train: { model: m } }\n',
      /models\.a\.train\.command: expected one of `command`, `mlproject` and `dvc`, got nothing$/,
    ],
    [
      'models:\n  a: { monitor: { decisions: { unusable-data: retrain } } }\n',
      /no faster by another model, got a section with keys$/,
    ],
    ['models:\n  a: { looks: 5.5 }\n', /a\.looks: expected spend, or a whole number from 1 to 50, got /],
    ['models:\n  a: { looks: "5" }\n', /a\.looks: expected spend, or a whole number from 1 to 50, got /],
    ['models:\n  a: { looks: true }\n', /a\.looks: expected spend, or a whole number from 1 to 50, got /],
    ['models:\n  a: { looks: spent }\n', /a\.looks: expected spend, or a whole number from 1 to 50, got /],
    ['models:\n  a: { looks: 51 }\n', /a\.looks: expected a number of at most 50, got 51/],
    ['models:\n  a: { monitor: { retrain: pull-request } }\n', /expected `pull-request` beside `retrain/],
    [
      'models:\n  a: { monitor: { pull-request: { file: .github/model-steward.yml, line: "abc{last-day}" } } }\n',
      /expected a file outside of \.github/,
    ],
    [
      'models:\n  a: { monitor: { pull-request: { file: a.txt, line: "abc {day}" } } }\n',
      /expected "<start of the line>\{last-day\}<end>" or .*, got "abc \{day\}"$/,
    ],
    [
      'models:\n  a: { monitor: { cool-down: soon } }\n',
      /expected "<number> days" with a whole number from 0 to 99999, got "soon"$/,
    ],
    [
      'models:\n  a:\n    task: ternary\n',
      new RegExp(`^c\\.yml:3:11: models\\.a\\.task: expected one of ${taskNames.join(', ')}, got "ternary"$`),
    ],
    ['models:\n  A.b: {}\n', /models\.A\.b: expected a name like "churn", got "A\.b"$/],
    ['models: {}\n', /expected at least one model/],
    ['models:\n  a:\n    gate:\n      - { metric: auc }\n', /^c\.yml:4:9: .*exactly one of superior-by/],
    [
      'models:\n  a:\n    gate:\n      - { metric: f1, at-least: 0.5 }\n      - { metric: f1, at-least: 0.5 }\n',
      /^c\.yml:5:\d+: models\.a\.gate\.1\.[a-z-]+: expected a bound that no other rule of "f1" has, got 0/,
    ],
    [
      'models:\n  a:\n    gate:\n      - { metric: f1, not-worse-by: 0, against: both }\n      - { metric: f1, not-worse-by: 0, against: anchor }\n',
      /^c\.yml:5:\d+: models\.a\.gate\.1\.[a-z-]+: expected a bound that no other rule of "f1" has, got 0/,
    ],
    [
      'models:\n  a:\n    gate:\n      - { metric: f1, keeps: passed, cases: [a] }\n      - { metric: f1, keeps: passed, cases: [b] }\n',
      /expected a bound that no other rule of "f1" has, got "passed"/,
    ],
    ['models:\n  a:\n    gate:\n      - { metric: auc, at-least: .nan }\n', /^c\.yml:4:\d+: .*NaN/],
    ['models:\n  a: { paths: [../x] }\n', /stays inside its folder/],
    ['models:\n  a: *x\n  b: &x { owner: b }\n', /^c\.yml:2:6: expected an anchor "&x" above it, got none$/],
    [
      'models:\n  a: { paths: ["!b"] }\n',
      /^c\.yml:2:15: models\.a\.paths: expected a pattern without "!", got a list with 1 entry$/,
    ],
    [
      'models:\n  a: { paths: [b, "!../x"] }\n',
      /^c\.yml:2:19: models\.a\.paths\.1: .*stays inside its folder/,
    ],
    ['models:\n  a: { data: "!b" }\n', /models\.a\.data: expected a pattern without "!"/],
    ['models:\n  a: {}\n  a: {}\n', /^c\.yml:3:3: expected YAML, got: Map keys must be unique/],
  ])('says where %j is wrong', (yaml, expected) => {
    expect(message(() => parseConfig(yaml, 'c.yml'))).toMatch(expected);
  });

  it.each([
    ['models:\n  a:\n    paths:\n      - model/**\n      - !model/*.log\n', 5, '!model/*.log'],
    ['models:\n  a:\n    train: { command: x, model: [m, !m/tmp] }\n', 3, '!m/tmp'],
    ['models:\n  a:\n    purpose: !important\n', 3, '!important'],
  ])('says that %j needs quotes', (yaml, line, tag) => {
    const error = failure(() => parseConfig(yaml, 'c.yml'));
    expect(error.message).toMatch(new RegExp(`^c\\.yml:${line}:\\d+: expected a value, got the YAML tag `));
    expect(error.hint).toBe(`put it in quotes: "${tag}"`);
  });

  it.each([
    ['an alias', 'models:\n  a: &a { paths: [x], approvals: 2 }\n  b: *a\n'],
    ['a merge key', 'models:\n  a: &a { paths: [x], approvals: 2 }\n  b: { <<: *a }\n'],
    [
      'several merged parts',
      'models:\n  a: &a { paths: &p [x], approvals: 2 }\n  b: { <<: [{ paths: *p }, *a] }\n',
    ],
    [
      'an alias of a value',
      'models:\n  a: { paths: [&x x], approvals: &n 2 }\n  b: { paths: [*x], approvals: *n }\n',
    ],
  ])('lets models share a part by %s', (_, yaml) => {
    const { a, b } = parseConfig(yaml).models;
    expect(b).toEqual(a);
    expect(b).toMatchObject({ paths: ['x'], approvals: 2 });
  });

  it('lets a model replace a key of the part that it shares', () => {
    const yaml = 'models:\n  a: &a { paths: [x], approvals: 2 }\n  b:\n    <<: *a\n    approvals: 1\n';
    expect(parseConfig(yaml).models.b).toMatchObject({ paths: ['x'], approvals: 1 });
  });

  it('names the place of a wrong key both where it is written and where it is shared', () => {
    const yaml = 'models:\n  a: &a\n    pathes: [x]\n  b:\n    <<: *a\n';
    expect(message(() => parseConfig(yaml, 'c.yml'))).toMatch(
      /^c\.yml:3:5: models\.a\.pathes: .*\nc\.yml:5:5: models\.b\.pathes: /,
    );
  });

  it('ends aliases of aliases before they fill the memory', () => {
    const level = (depth: number): string =>
      `  m${depth}: &l${depth} { x: [${`*l${depth - 1}, `.repeat(9)}] }\n`;
    const bomb = `models:\n  m0: &l0 { paths: [x] }\n${Array.from({ length: 12 }, (_, index) => level(index + 1)).join('')}`;
    expect(message(() => parseConfig(bomb, 'c.yml'))).toMatch(
      /^c\.yml:1:1: expected at most \d+ aliases, got more$/,
    );
  });

  it.each([
    ['models:\n  a: { predicitons: { id: i } }\n', 'did you mean "predictions"?'],
    ['models:\n  a: { task: binarry }\n', 'did you mean "binary"?'],
    ['models:\n  a: { monitor: { cooldown: 7 days } }\n', 'did you mean "cool-down"?'],
  ])('names what %j probably means', (yaml, hint) => {
    expect(() => parseConfig(yaml)).toThrow(expect.objectContaining({ hint }));
  });

  it.each(listConfigKeys().map(({ path }) => path))(
    'names the path of a misspelled %s, and the key that is meant',
    (path) => {
      const written = `${path}q`;
      const error = failure(() => parseConfig(configWith(written)));
      expect(error.message).toContain(`models.a.${written.replaceAll('[]', '.0')}: expected one of `);
      expect(`${error.message} ${error.hint}`).toContain(`did you mean "${path.split('.').at(-1) ?? ''}"?`);
    },
  );

  it.each([
    ['predictions: { file: out.csv }', /name the columns here; the file is `train.predictions`/],
    [
      'train: { command: a, model: b, paths: [a.py] }',
      /^`paths` is a key of the model itself: move it there$/,
    ],
    ['train: { command: a, model: b, gate: [] }', /^`gate` is a key of the model itself: move it there$/],
    [
      'predictions: { command: x }',
      /^`command` is a key of `train` and of `score`(?: and of `serve`)?: move it there$/,
    ],
    ['false-alarms: 1 per year', /^`false-alarms` is a key of `monitor`: move it there$/],
  ])('names where the key of %s belongs', (yaml, hint) => {
    expect(failure(() => parseConfig(`models:\n  a: { ${yaml} }\n`)).hint).toMatch(hint);
  });

  it('names the line of each unknown key, and what each one means', () => {
    const yaml =
      'models:\n  a:\n    owner: me\n    purpos: x\n    serve:\n      url: https://h\n      prot: 1\nmodel: 1\n';
    expect(failure(() => parseConfig(yaml, 'c.yml')).message.split('\n')).toEqual([
      expect.stringMatching(
        /^c\.yml:4:5: models\.a\.purpos: .* got an unknown key \(did you mean "purpose"\?\)$/,
      ),
      expect.stringMatching(/^c\.yml:7:7: models\.a\.serve\.prot: .* got an unknown key$/),
      expect.stringMatching(
        /^c\.yml:8:1: model: expected one of models, got an unknown key \(did you mean "models"\?\)$/,
      ),
    ]);
  });

  it('with a bad name of a metric in its gate is refused with the spelling, and the others are not', () => {
    const config = parseConfig(
      'models:\n  a: { gate: [{ metric: "Accuracy (%)", at-least: 80 }] }\n  b: { gate: [{ metric: accuracy, at-least: 0.8 }] }\n',
    );
    expect(selectModel(config, 'b', 'repo').name).toBe('b');
    expect(message(() => selectModel(config, 'a', 'repo'))).toBe(
      '.github/model-steward.yml: models.a.gate.0.metric: expected the name of a metric, such as Accuracy_percent, got "Accuracy (%)"',
    );
  });

  it('names the model that a misspelled one probably means', () => {
    const config = parseConfig('models:\n  churn: {}\n  fraud: {}\n');
    expect(failure(() => selectModel(config, 'chrun', 'repo')).hint).toBe('did you mean "churn"?');
  });

  it('asks for the model when there are several', () => {
    const config = parseConfig('models:\n  a: {}\n  b: {}\n');
    expect(message(() => selectModel(config, undefined, 'repo'))).toBe(
      'input "model": expected one of a, b, got nothing',
    );
    expect(message(() => selectModel(config, 'toString', 'repo'))).toMatch(/got "toString"/);
    expect(selectModel(config, 'b', 'repo').name).toBe('b');
  });

  it('is not needed: the model is then named after the repository', () => {
    expect(selectModel(undefined, undefined, 'My.Repo').name).toBe('my-repo');
    expect(selectModel(undefined, undefined, '.github').name).toBe('model');
  });

  it('a retraining has one rule of what a pull request has two of: better by a margin, and not worse by it', () => {
    const [superior, notWorse] = ['superior-by', 'not-worse-by'].map((kind) => ({
      metric: 'f1',
      [kind]: 0.1,
    }));
    const config = modelConfigSchema.parse({ gate: [superior, notWorse] });
    expect(gateRules(config, 'gate-retrain')).toEqual([
      { metric: 'f1', 'not-worse-by': 0.1, against: 'both' },
    ]);
  });

  it('distinguishes a change of the gate from a change of the model', () => {
    const before = only(parseConfig(text));
    const gateMoved = only(parseConfig(text.replace('0.60', '0.61')));
    const trainMoved = only(parseConfig(text.replace('train.py,', 'train2.py,')));
    expect(trainingConfigDigest(gateMoved)).toBe(trainingConfigDigest(before));
    expect(gateConfigDigest(gateMoved, 'gate')).not.toBe(gateConfigDigest(before, 'gate'));
    expect(trainingConfigDigest(trainMoved)).not.toBe(trainingConfigDigest(before));
    expect(gateConfigDigest(trainMoved, 'gate')).toBe(gateConfigDigest(before, 'gate'));
  });

  it('evaluates retraining by "not worse" unless configured otherwise', () => {
    expect(gateRules(only(parseConfig(text)).config, 'gate-retrain')).toEqual([
      { metric: 'roc_auc', 'at-least': 0.6 },
      { metric: 'log_loss', 'not-worse-by': 0.001, against: 'both' },
    ]);
    const own = text.replace(
      '    gate:',
      '    gate-retrain: [{ metric: mae, superior-by: 0, against: champion }]\n    gate:',
    );
    expect(gateRules(only(parseConfig(own)).config, 'gate-retrain')).toEqual([
      { metric: 'mae', 'superior-by': 0, against: 'champion' },
    ]);
    expect(
      ['gate', 'gate-retrain'].map((gate) => needsAnchor(only(parseConfig(text)), gate as 'gate')),
    ).toEqual([...[false, true]]);
  });
});
