import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { METRIC_NAME_PATTERN } from '../../../src/shared/domain/kernel/metric-name.ts';
import { parseMetrics, parseParameters } from '../../../src/shared/domain/interop/measurements.ts';

const folder = join(import.meta.dirname, 'fixtures', 'measurements');
const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as {
  readonly numbers: Readonly<Record<string, readonly (readonly [string, number])[]>>;
  readonly parameters: unknown;
};

const metrics = (text: string, path = 'metrics.json') => parseMetrics(Buffer.from(text), path);
const parameters = (text: string, path = 'params.json') => parseParameters(Buffer.from(text), path);

describe('metrics', () => {
  it.each(Object.keys(expected.numbers))('of %s are those that its own library reads', (name) => {
    const { values, writtenNames } = parseMetrics(readFileSync(join(folder, name)), name);
    const read = Object.entries(values).map(([spelling, value]) => [
      writtenNames[spelling] ?? spelling,
      value,
    ]);
    expect(Object.fromEntries(read)).toEqual(Object.fromEntries(expected.numbers[name] ?? []));
  });

  it('keep what is no number as notes, which never end a training', () => {
    const { values, notes } = parseMetrics(readFileSync(join(folder, 'report.json')), 'report.json');
    expect(values).not.toHaveProperty('kl');
    expect(notes).toMatchObject({
      model_type: 'random_forest',
      calibrated: 'false',
      best_epoch: 'null',
      kl: 'NaN',
      worst: 'Infinity',
    });
    expect(notes.confusion_matrix).toMatch(/^\[\[\d+,/);
  });

  it.each<[string, Readonly<Record<string, number>>, Readonly<Record<string, string>>]>([
    ['Accuracy: 0.93\nF1: 0.91\n', { Accuracy: 0.93, F1: 0.91 }, {}],
    ['Acc = 0.93\nloss=1e-3\n', { Acc: 0.93, loss: 0.001 }, {}],
    ['test accuracy   0.93\r\nauc\t.88\r\n', { test_accuracy: 0.93, auc: 0.88 }, {}],
    ['# Results\n=======\nRMSE = -2.5\n', { RMSE: -2.5 }, { 'line 1': '# Results' }],
    ['Acc = 93.5%\nF1 = 0.9\n', { F1: 0.9 }, { Acc: '93.5%' }],
    [
      'Training took a while\naccuracy: 0.9 (best)\nrecall = 0.8\n',
      { recall: 0.8 },
      { accuracy: '0.9 (best)', 'line 1': 'Training took a while' },
    ],
    ['loss = nan\nacc = 0.5', { acc: 0.5 }, { loss: 'nan' }],
    ['Accuracy = 0.93, F1 Score = 0.87.', { Accuracy: 0.93, F1_Score: 0.87 }, {}],
    ['Accuracy: 0.93, F1 = 0.87\n', { Accuracy: 0.93, F1: 0.87 }, {}],
    ['Accuracy: 93.0% F1: 0.87\n', { F1: 0.87 }, { Accuracy: '93.0%' }],
    ['loss: 0.3021 - acc: 0.91 - val_loss: 4e-1', { loss: 0.3021, acc: 0.91, val_loss: 0.4 }, {}],
    ['mae=1.5 rmse=2 | r2=-0.1; n=200', { mae: 1.5, rmse: 2, r2: -0.1, n: 200 }, {}],
    ['The AUC = 0.9.\n', { The_AUC: 0.9 }, {}],
    // A part that is no name with a number: the line is no list, and the numbers in it are not taken apart.
    ['acc = 0,93\nf1 = 0.8, see below\nauc = 0.7', { auc: 0.7 }, { acc: '0,93', f1: '0.8, see below' }],
    ['auc = 0.7 +/- 0.1\nmcc = 0.4', { mcc: 0.4 }, { auc: '0.7 +/- 0.1' }],
    ['best: run 3, acc: 0.9\nf1: 0.8', { f1: 0.8 }, { best: 'run 3, acc: 0.9' }],
    // Of two numbers none is the value: this is a row of a table.
    [
      'kappa 0.9\ncorrect  144  96\n1700 0.9 0',
      { kappa: 0.9 },
      { 'line 2': 'correct  144  96', 'line 3': '1700 0.9 0' },
    ],
    [
      'accuracy: 0.8125\nprecision recall f1-score support\n\na b 1.00 0.50 0.67 4\naccuracy 0.81 16\nend 1',
      {
        accuracy: 0.8125,
        'a_b.precision': 1,
        'a_b.recall': 0.5,
        'a_b.f1-score': 0.67,
        'a_b.support': 4,
        end: 1,
      },
      {},
    ],
  ])('of the lines %j are those with a name and a number, and the rest stays text', (text, values, notes) => {
    expect(metrics(text, 'metrics.txt')).toMatchObject({ values, notes });
  });

  it('of plain text in which a name stands twice are refused, with both lines', () => {
    expect(() => metrics('epoch 1\nloss = 0.5\nepoch 2\nloss = 0.4\n', 'log.txt')).toThrow(
      /^log\.txt: expected each name once, got "(epoch|loss)" in lines \d and \d$/,
    );
    expect(() => metrics('f1 = 0.5, f1 = 0.4', 'log.txt')).toThrow(/got "f1" twice in line 1$/);
  });

  it.each(['All went well.\n', 'precision recall f1-score support', '<html><body>0.93</body></html>'])(
    'are not looked for in %j, which is refused in words that help',
    (text) => {
      expect(() => metrics(text, 'metrics.txt')).toThrow(
        /^metrics\.txt: expected a name and a number a line, such as "accuracy: 0\.9", got /,
      );
    },
  );

  it.each([
    ['precision@5', 'precision@5'],
    ['Accuracy (%)', 'Accuracy_percent'],
    ['test accuracy', 'test_accuracy'],
    ['metrics/mAP50(B)', 'metrics/mAP50_B'],
    ['macro avg', 'macro_avg'],
    ['acc,none', 'acc_none'],
    ['précision', 'précision'],
    ['__proto__', 'proto'],
    ['-x', 'x'],
    ['精度', '精度'],
    ['%', 'percent'],
    ['()', 'metric'],
    ['a'.repeat(90), 'a'.repeat(80)],
    ['x\\n::error::', 'x_::error::'],
  ])('%j is called %j in gates', (written, spelling) => {
    expect(metrics(`{"${written}": 1}`).values).toEqual({ [spelling]: 1 });
  });

  it('with one spelling get different names, and the one that is written so keeps it', () => {
    const { values, writtenNames } = metrics('{"a b": 1, "a_b": 2, "a(b": 3}');
    expect(Object.keys(values)).toEqual([
      expect.stringMatching(/^a_b-[0-9a-f]{8}$/),
      'a_b',
      expect.any(String),
    ]);
    expect(Object.values(values)).toEqual([1, 2, 3]);
    expect(Object.values(writtenNames)).toEqual(['a b', 'a(b']);
  });

  it('whose full name stands twice have no value, because neither is the right one', () => {
    expect(metrics('{"a.b": 1, "a": {"b": 2}, "c": 3}')).toMatchObject({
      values: { c: 3 },
      notes: { 'a.b': '2' },
    });
  });

  it('have names that a gate can use, each once, for any names in the file', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ unit: 'grapheme', maxLength: 100 }), { maxLength: 12 }),
        (names) => {
          const file = JSON.stringify(
            Object.fromEntries(names.map((name, index) => [`${index}${name}`, index])),
          );
          const { values } = metrics(file);
          expect(Object.values(values).sort((low, high) => low - high)).toEqual(
            names.map((_, index) => index),
          );
          for (const name of Object.keys(values)) expect(name).toMatch(METRIC_NAME_PATTERN);
        },
      ),
      { seed: 8, numRuns: 300 },
    );
  });

  it('of a history of Keras are those of the last epoch', () => {
    const history = '{"loss": [0.9, 0.5], "val_loss": [1, 0.75]}';
    const last = { values: { loss: 0.5, val_loss: 0.75 }, lastOf: 2, notes: {} };
    expect(metrics(history)).toMatchObject(last);
    expect(metrics(`{"params": {"epochs": 2}, "history": ${history}}`)).toMatchObject(last);
    expect(metrics('{"loss": [0.9, 0.5], "per_class": [1, 2, 3]}').values).toEqual({});
  });

  it('of other tools are found in their layouts', () => {
    const benchmark =
      '[{"name": "Latency p99", "unit": "ms", "value": 31}, {"name": "size", "unit": "MB", "value": 2}]';
    expect(metrics(benchmark).values).toEqual({ Latency_p99: 31, size: 2 });
    const languageModel =
      '{"results": {"gsm8k": {"alias": "gsm8k", "exact_match,strict-match": 0.5, "acc,none": 0.25}}, "n-shot": {"gsm8k": 5}}';
    expect(metrics(languageModel)).toMatchObject({
      values: { 'gsm8k.exact_match.strict-match': 0.5, 'gsm8k.acc': 0.25 },
      notes: { 'gsm8k.alias': 'gsm8k' },
    });
    const prompts =
      '{"evalId": "e", "results": {"version": 3, "results": [{}], "stats": {"successes": 9, "failures": 1}}}';
    expect(metrics(prompts).values).toEqual({ successes: 9, failures: 1 });
  });

  it('beside a section of another tool are kept: a look-alike hides no number', () => {
    expect(metrics('{"history": {"loss": [0.5, 0.1]}, "accuracy": 0.52}').values).toEqual({
      loss: 0.1,
      accuracy: 0.52,
    });
    expect(metrics('{"results": {"stats": {"successes": 9}}, "f1": 0.3}').values).toEqual({
      successes: 9,
      f1: 0.3,
    });
    const twice = metrics('{"history": {"loss": [0.5], "accuracy": [0.99]}, "accuracy": 0.52}');
    expect(twice.values).toEqual({ loss: 0.5 });
    expect(twice.notes).toHaveProperty('accuracy');
  });

  it.each([
    ['a row without a number is a note', 'metric,value\nauc,0.5\nf1,\n', { auc: 0.5 }],
    ['an index without a name', ',0\nauc,0.5\nf1,0.6\n', { auc: 0.5, f1: 0.6 }],
    ['no header', 'auc,0.5\nf1,0.6\n', { auc: 0.5, f1: 0.6 }],
    ['capital letters', 'Metric,Value\nauc,0.5\nf1,0.6\n', { auc: 0.5, f1: 0.6 }],
    [
      'several columns',
      'model,auc,f1\na,0.5,0.6\nb,0.7,0.8\n',
      { 'a.auc': 0.5, 'a.f1': 0.6, 'b.auc': 0.7, 'b.f1': 0.8 },
    ],
    ['folds', 'fold,auc\n0,0.5\n1,0.6\n', { 0: 0.5, 1: 0.6 }],
    ['epochs in descending order', 'epoch,auc\n2,0.9\n1,0.5\n', { epoch: 2, auc: 0.9 }],
    ['decimal commas', 'Metrik;Wert\nGüte;0,93\nUmsatz;1.234\n', { Güte: 0.93, Umsatz: 1234 }],
    ['a percentage is a note', 'Metrik;Wert\nGüte;0,93\nAnteil;12 %\nAnzahl;7\n', { Güte: 0.93, Anzahl: 7 }],
    ['a text is a note', 'metric,value\nauc,0.93\nbest,lasso\n', { auc: 0.93 }],
    ['infinity is a note', 'auc,grad_norm\n0.8,inf\n', { auc: 0.8 }],
  ])('of a table with rows that have names: %s', (_, csv, values) => {
    expect(metrics(csv, 'metrics.csv').values).toEqual(values);
  });

  it.each([
    ['XGBoost', 'train', 'eval'],
    ['LightGBM', 'training', 'valid_0'],
    ['CatBoost', 'learn', 'validation_0'],
  ])('of the rounds of %s are those of the last one', (_, train, held) => {
    const rounds = { [train]: { logloss: [0.6, 0.4] }, [held]: { logloss: [0.7, 0.5], auc: [0.8, 0.9] } };
    expect(metrics(JSON.stringify(rounds))).toMatchObject({
      values: { [`${train}.logloss`]: 0.4, [`${held}.logloss`]: 0.5, [`${held}.auc`]: 0.9 },
      lastOf: 2,
    });
    // Points of a curve are no rounds.
    expect(metrics('{"roc": {"fpr": [0, 1], "tpr": [0, 1]}}').values).toEqual({});
    expect(metrics('{"train": {"loss": [1, 2]}, "eval": {"loss": [1]}}').values).toEqual({});
  });

  it('of a log of Keras, whatever its ending is, are those of the last epoch', () => {
    const log = 'epoch,accuracy,loss\n0,0.7,0.6\n1,0.8,0.5\n';
    expect(metrics(log, 'training.log')).toMatchObject({ values: { accuracy: 0.8, loss: 0.5 }, lastOf: 2 });
  });

  it('of a leaderboard are named by its models, and not by the places that they have', () => {
    const board = ',model,score_val,eval_metric\n0,Ensemble,0.9,auc\n1,Forest,0.8,auc\n';
    expect(metrics(board, 'leaderboard.csv').values).toEqual({ Ensemble: 0.9, Forest: 0.8 });
    expect(metrics(',0\nauc,0.9\nf1,0.8\n', 'series.csv').values).toEqual({ auc: 0.9, f1: 0.8 });
  });

  it('of a training log are the last value of each, which need not stand in the last line', () => {
    const log =
      '{"step": 1, "loss": 0.9}\n{"step": 2, "eval_loss": 0.4}\n{"step": 2, "train_runtime": 3.5}\n';
    expect(metrics(log, 'log.jsonl')).toMatchObject({
      values: { step: 2, loss: 0.9, eval_loss: 0.4, train_runtime: 3.5 },
      lastOf: 3,
    });
  });

  it('of a list with names are never mistaken for other columns', () => {
    const people = '[{"name": "alice", "score": 0.6, "auc": 0.9}, {"name": "bob", "score": 0.7, "auc": 0.8}]';
    expect(metrics(people).values).toEqual({
      'alice.score': 0.6,
      'alice.auc': 0.9,
      'bob.score': 0.7,
      'bob.auc': 0.8,
    });
    expect(metrics('[{"key": "auc", "value": 0.5, "step": 0}]').values).toMatchObject({ 'auc.value': 0.5 });
  });

  // Milliseconds; a pattern that begins again at each character of the name takes a quarter of an hour.
  it('with long names are read in a time that grows as they do', () => {
    expect(Object.keys(metrics(`{"${'_'.repeat(1_600_000)}x": 1}`).values)).toHaveLength(1);
  });

  it('in a file without a known ending are JSON or YAML', () => {
    expect(metrics('Accuracy: 0.84\n', 'metrics.txt').values).toEqual({ Accuracy: 0.84 });
    expect(metrics('{"Accuracy": 0.84}', 'metrics').values).toEqual({ Accuracy: 0.84 });
  });

  it('beyond a thousand are left out and counted', () => {
    const many = Object.fromEntries(Array.from({ length: 1003 }, (_, index) => [`m${index}`, index]));
    const { values, leftOut } = metrics(JSON.stringify(many));
    expect([Object.keys(values).length, leftOut]).toEqual([1000, 3]);
  });

  it.each([
    ['metrics.json', '[1]', 'metrics.json: expected names and values, got a list'],
    ['metrics.json', '0.9', 'metrics.json: expected names and values, got the single value 0.9'],
    ['metrics.json', ' \n', 'metrics.json: expected names and values, got an empty file'],
    ['metrics.json', '{"a": 1,\n "a": 2}', 'metrics.json:2:2: expected each name once, got "a" again'],
    [
      'm.yaml',
      'a: 1\nb: [2\n',
      'm.yaml:3:1: expected YAML, got: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['m.yaml', 'a: 1\na: 2\n', 'm.yaml:2:1: expected YAML, got: Map keys must be unique'],
    ['m.toml', 'a = 1\nb = \n', 'm.toml:2:5: expected TOML, got: Invalid TOML document: invalid value'],
    ['m.jsonl', '{"a": 1}\n{"a"}\n', 'm.jsonl: line 2:1:5: expected ":"'],
  ])('%s with %j is refused with its place', (path, text, message) => {
    expect(() => metrics(text, path)).toThrow(expect.objectContaining({ message }) as Error);
  });

  it('come in UTF-8, in a file of a size that can be read', () => {
    expect(() => parseMetrics(Uint8Array.of(0x7b, 0xff, 0x7d), 'm')).toThrow(
      'm: expected UTF-8 text, got other bytes',
    );
    expect(() => parseMetrics(Buffer.alloc(16 * 1024 * 1024 + 1, 0x20), 'm')).toThrow('at most 16 MiB');
    expect(metrics('\uFEFF{"a": 1}').values).toEqual({ a: 1 });
  });

  it('cannot be made huge by aliases', () => {
    const levels = Array.from({ length: 12 }, (_, level) => {
      const items = Array.from({ length: 10 }, () => (level === 0 ? 1 : `*l${level - 1}`));
      return `l${level}: &l${level} [${items.join(', ')}]`;
    });
    expect(() => metrics(levels.join('\n'), 'm.yaml')).toThrow(/Excessive alias count/);
  });
});

describe('parameters', () => {
  it('of YAML with anchors and merge keys are those that PyYAML reads, lists as JSON text', () => {
    const read = parseParameters(readFileSync(join(folder, 'params.yaml')), 'params.yaml');
    expect(read).toEqual({
      'base.depth': 3,
      'base.layers': '[64,32]',
      'wide.depth': 5,
      'wide.layers': '[64,32]',
      lr: 0.001,
      name: 'gbm',
      warm: true,
      seed: null,
    });
    expect(expected.parameters).toMatchObject({ wide: { depth: 5, layers: [64, 32] } });
  });

  it('of JSON are what the training code says', () => {
    const text = '{"model": {"depth": 3, "layers": [64, {"size": 32}]}, "seed": 9007199254740993, "_x": 1}';
    expect(parameters(text)).toEqual({
      'model.depth': 3,
      'model.layers': '[64,{"size":32}]',
      seed: '9007199254740993',
      _x: 1,
    });
  });

  it('cannot reach the prototype', () => {
    const read = parameters('{"__proto__": {"x": 1}, "constructor": 2}');
    expect(Object.entries(read)).toEqual([
      ['__proto__.x', 1],
      ['constructor', 2],
    ]);
    expect(Object.getPrototypeOf(parameters('{"__proto__": 1}'))).toBe(Object.prototype);
  });
});

describe('metrics of many rows', () => {
  it.each<[string, string, Readonly<Record<string, number>>]>([
    [
      'objects of a log in a file that ends in json',
      '{"iteration": 1, "AP": 3.5}\n{"iteration": 2, "AP": 4}\n',
      { iteration: 2, AP: 4 },
    ],
    [
      'rows without a count',
      '[{"test_acc": 0.9, "loss": 0.3}, {"test_acc": 0.8}]',
      { 'row-1.test_acc': 0.9, 'row-1.loss': 0.3, 'row-2.test_acc': 0.8 },
    ],
    [
      'one metric without a count',
      '[{"loss": 0.5}, {"loss": 0.4}]',
      { 'row-1.loss': 0.5, 'row-2.loss': 0.4 },
    ],
    ['lists beside a list of epochs', '{"epoch": [1, 2], "auc": [0.7, 0.75]}', { epoch: 2, auc: 0.75 }],
    [
      'lists of training and validation',
      '{"auc": [0.7, 0.8], "val_auc": [0.6, 0.65]}',
      { auc: 0.8, val_auc: 0.65 },
    ],
    ['lists that may be folds', '{"fit_time": [1, 2], "test_score": [0.9, 0.8]}', {}],
    [
      'steps with the newest first',
      '[{"epoch": 2, "auc": 0.8}, {"epoch": 1, "auc": 0.7}]',
      { epoch: 2, auc: 0.8 },
    ],
    [
      'rounds that begin again in each epoch',
      '[{"iter": 1, "a": 1}, {"iter": 2, "a": 2}, {"iter": 1, "a": 3}]',
      { iter: 1, a: 3 },
    ],
  ])('%s', (_, text, values) => {
    expect(metrics(text).values).toEqual(values);
  });

  it('are read in UTF-16 too, which a redirection of PowerShell writes', () => {
    for (const name of ['m.json', 'm.csv']) {
      const text = name === 'm.json' ? '{"acc": 0.9}' : 'acc\n0.9\n';
      const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
      expect(parseMetrics(bytes, name).values).toEqual({ acc: 0.9 });
    }
  });
});
