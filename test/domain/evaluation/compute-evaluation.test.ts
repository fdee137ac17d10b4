import { describe, expect, it } from 'vitest';
import {
  computeEvaluation,
  type EvaluationRequest,
} from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import type { ChampionEvidence } from '../../../src/shared/domain/evaluation/joined-evidence.ts';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { canonicalJson } from '../../../src/shared/domain/kernel/canonical-json.ts';
import { evaluationSchema, type Evaluation } from '../../../src/shared/domain/documents/evaluation.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { describeRuleReason, describeVerdictReason } from '../../../src/shared/domain/report/reasons.ts';
import { takeRows, type Table } from '../../../src/shared/domain/table/table.ts';
import { runRecord } from '../../ground/run-record.ts';
import { createWorld } from '../statistics/grouped/simulation.ts';
import { tableOf } from './tables.ts';

const DAY = 86_400_000;
const digest = 'a'.repeat(64);

/** Flights on `days` days. `skill` is how much of the truth a model sees; weather is shared by a day. */
function flights(days: number, seed = 3) {
  const world = createWorld(seed);
  const rows = Array.from({ length: days * 60 }, (_, row) => {
    const truth = world.normal();
    return { row, day: Math.floor(row / 60), truth, late: truth + world.normal() > 0.8 ? 1 : 0 };
  });
  const predict = (skill: number): Table =>
    tableOf({
      flight: rows.map(({ row }) => `F${row}`),
      late: rows.map(({ late }) => late),
      p: rows.map(
        ({ truth }) => 1 / (1 + Math.exp(1.2 - 1.5 * (skill * truth + (1 - skill) * world.normal()))),
      ),
      date: rows.map(({ day }) => new Date(Date.UTC(2001, 1, 1) + day * DAY)),
    });
  return { predict };
}

const gate = [
  { metric: 'roc_auc', 'at-least': 0.6 },
  { metric: 'log_loss', 'superior-by': 0.001 },
  { metric: 'recall', 'not-worse-by': 0.02 },
];

function configOf(change: Readonly<Record<string, unknown>> = {}) {
  return modelConfigSchema.parse({
    task: 'binary',
    predictions: { id: 'flight', label: 'late', score: 'p', time: 'date', group: 'day' },
    gate,
    ...change,
  });
}

function championOf(table: Table, source: 'scored' | 'stored' = 'scored'): ChampionEvidence {
  return {
    version: '1.3.0',
    tag: 'flight-delays@v1.3.0',
    modelDigest: digest,
    predictions: { table, source },
    registered: {},
    metrics: undefined,
  };
}

function evaluate(change: Partial<EvaluationRequest>): Evaluation {
  return computeEvaluation({
    model: 'flight-delays',
    config: configOf(),
    gate: 'gate',
    run: runRecord(),
    challenger: undefined,
    champion: undefined,
    labels: undefined,
    ...change,
  });
}

const outcomes = ({ rules }: Evaluation) => rules.map(({ outcome }) => outcome);

describe('a challenger against the champion on the same rows, by days', () => {
  const { predict } = flights(28);
  const champion = championOf(predict(0.5));

  it('one that is truly better passes', () => {
    const evaluation = evaluate({ challenger: predict(0.8), champion });
    expect(evaluation.verdict).toBe('pass');
    expect(outcomes(evaluation)).toEqual(['pass', 'pass', 'pass']);
    expect(evaluation.groups).toMatchObject({ unit: 'day', count: 28, ordered: true });
    expect(evaluation.groups?.weakest?.metric).toBe('log_loss');
    expect(evaluation.champion?.evidence).toBe('scored');
  });

  it('one that is truly worse fails', () => {
    const evaluation = evaluate({ challenger: predict(0.2), champion });
    expect(evaluation.verdict).toBe('fail');
    expect(describeVerdictReason(evaluation)[0]).toMatch(
      /^log_loss better by more than 0\.001: improvement −.* \(95 % CI\), not above 0\.001$/,
    );
  });

  it('one that is as good is inconclusive, and the document says which effect is detectable', () => {
    const evaluation = evaluate({ challenger: predict(0.5), champion });
    expect(evaluation.verdict).toBe('inconclusive');
    const logLoss = evaluation.metrics.find(({ metric }) => metric === 'log_loss');
    expect(logLoss?.precision?.minimumDetectableEffect).toBeGreaterThan(0.001);
  });

  it('the model file of the champion fails superior-by and passes not-worse-by', () => {
    const run = runRecord();
    const same = { ...champion, modelDigest: run.modelSet!.digest };
    const evaluation = evaluate({ challenger: champion.predictions!.table, champion: same, run });
    expect(outcomes(evaluation)).toEqual(['pass', 'fail', 'pass']);
  });

  it('another file that predicts the same is not certainly the same: 28 days decide nothing', () => {
    const evaluation = evaluate({ challenger: champion.predictions!.table, champion });
    expect(outcomes(evaluation)).toEqual(['pass', 'inconclusive', 'inconclusive']);
    // Of 28 days like these about 27 effective ones; z² / (n + z²) of the positives may differ.
    expect(evaluation.rules[2]?.reason).toMatchObject({
      code: 'identical-predictions',
      lower: expect.closeTo(-0.125, 2) as number,
      upper: expect.closeTo(0.125, 2) as number,
      // 3.8415 × (1 / 0.02 − 1)
      neededGroups: 189,
    });
  });

  it('`identical: pass` accepts it where the rule is not-worse-by', () => {
    const config = configOf({
      gate: gate.map((rule) => ('not-worse-by' in rule ? { ...rule, identical: 'pass' } : rule)),
    });
    const evaluation = evaluate({ challenger: champion.predictions!.table, champion, config });
    expect(outcomes(evaluation)).toEqual(['pass', 'inconclusive', 'pass']);
    expect(evaluation.rules[2]?.reason).not.toHaveProperty('neededGroups');
    expect(() => configOf({ gate: [{ metric: 'recall', 'superior-by': 0, identical: 'pass' }] })).toThrow(
      'only beside not-worse-by',
    );
  });

  it('says for which days it speaks', () => {
    expect(evaluate({ challenger: predict(0.8), champion }).groups?.span).toEqual({
      first: '2001-02-01',
      last: '2001-02-28',
    });
  });

  it('every document is valid, and the same byte for byte, whatever the order of the rows', () => {
    const challenger = predict(0.6);
    const reversed = takeRows(
      challenger,
      Int32Array.from({ length: challenger.rowCount }, (_, row) => challenger.rowCount - 1 - row),
    );
    const evaluation = evaluate({ challenger, champion });
    expect(evaluationSchema.parse(evaluation)).toEqual(evaluation);
    expect(canonicalJson(evaluate({ challenger: reversed, champion }))).toBe(canonicalJson(evaluation));
  });

  it('names the run, the gate and the rows by digest, so that a change of any of them shows', () => {
    const challenger = predict(0.6);
    const before = evaluate({ challenger, champion });
    const otherGate = evaluate({ challenger, champion, config: configOf({ gate: gate.slice(0, 2) }) });
    expect(otherGate.gate.sha256).not.toBe(before.gate.sha256);
    const otherRun = evaluate({ challenger, champion, run: runRecord({ parameters: { depth: 9 } }) });
    expect(otherRun.run).not.toBe(before.run);
  });
});

describe('a first version (no champion)', () => {
  const { predict } = flights(28);

  it('must beat the baseline; "not worse" does not apply', () => {
    const evaluation = evaluate({ challenger: predict(0.7) });
    expect(outcomes(evaluation)).toEqual(['pass', 'pass', 'not-applicable']);
    expect(evaluation.verdict).toBe('pass');
    expect(describeRuleReason(evaluation.rules[1]!, evaluation)).toContain(
      'compared with the baseline that predicts the share of positive rows as the probability of every row',
    );
    expect(evaluation.metrics.find(({ metric }) => metric === 'log_loss')?.comparedWith).toBe('baseline');
  });

  it('can be superior in every metric that has a better and a worse, against its own baseline', () => {
    const names = ['matthews_corrcoef', 'balanced_accuracy', 'average_precision', 'accuracy', 'roc_auc'];
    const config = configOf({ gate: names.map((metric) => ({ metric, 'superior-by': 0 })) });
    const evaluation = evaluate({ challenger: predict(1), config });
    expect(outcomes(evaluation)).toEqual(names.map(() => 'pass'));
    const values = new Map(evaluation.metrics.map(({ metric, comparedValue }) => [metric, comparedValue]));
    expect(values.get('matthews_corrcoef')).toBe(0);
    expect(values.get('balanced_accuracy')).toBe(0.5);
  });

  it('one that knows nothing does not', () => {
    const evaluation = evaluate({ challenger: predict(0) });
    expect(evaluation.verdict).toBe('fail');
  });

  it('too few days are inconclusive, and the reason says how many are missing', () => {
    const evaluation = evaluate({ challenger: flights(5).predict(0.9) });
    expect(outcomes(evaluation)).toEqual(['inconclusive', 'inconclusive', 'not-applicable']);
    expect(describeVerdictReason(evaluation)[0]).toBe(
      'roc_auc at least 0.6, log_loss better by more than 0.001: 5 days are too few for an interval: at least 8 are needed, 3 more',
    );
  });
});

describe('champions without answers on these rows', () => {
  const { predict } = flights(28);

  it('stored predictions for the same rows serve', () => {
    const evaluation = evaluate({ challenger: predict(0.8), champion: championOf(predict(0.5), 'stored') });
    expect(evaluation.champion?.evidence).toBe('stored');
    expect(evaluation.verdict).toBe('pass');
  });

  it('stored predictions for other rows: bounds are evaluated, comparisons are inconclusive', () => {
    const stored = championOf(flights(20).predict(0.5), 'stored');
    const evaluation = evaluate({ challenger: predict(0.8), champion: stored });
    expect(evaluation.champion?.evidence).toBe('none');
    expect(outcomes(evaluation)).toEqual(['pass', 'inconclusive', 'inconclusive']);
    expect(evaluation.rules[1]?.reason).toEqual({ code: 'no-common-rows' });
  });

  it('predictions that were scored in the run must be for the same rows', () => {
    const champion = championOf(flights(20).predict(0.5));
    expect(() => evaluate({ challenger: predict(0.8), champion })).toThrow(DataError);
  });
});

describe('metrics that have no value', () => {
  it('precision without a row that is predicted positive is inconclusive, with the reason', () => {
    const ids = Array.from({ length: 30 }, (_, row) => `r${row}`);
    const challenger = tableOf({
      flight: ids,
      late: ids.map((_, row) => row % 2),
      p: ids.map((_, row) => row / 100),
    });
    const config = configOf({
      predictions: { id: 'flight', label: 'late', score: 'p' },
      gate: [{ metric: 'precision', 'at-least': 0.1 }],
    });
    const evaluation = evaluate({ challenger, config });
    expect(describeVerdictReason(evaluation)).toEqual([
      'precision at least 0.1: undefined for the challenger: no row is predicted positive',
    ]);
    expect(evaluation.metrics.map(({ metric }) => metric)).not.toContain('precision');
  });
});

describe('plain metric values', () => {
  const config = (change: Readonly<Record<string, unknown>> = {}) =>
    modelConfigSchema.parse({
      gate: [
        { metric: 'accuracy', 'at-least': 0.8 },
        { metric: 'accuracy', 'superior-by': 0.01 },
      ],
      ...change,
    });
  const champion: ChampionEvidence = {
    version: '1.0.0',
    tag: 'm@v1.0.0',
    modelDigest: digest,
    predictions: undefined,
    registered: {},
    metrics: { accuracy: 0.81 },
  };
  const run = runRecord({ task: 'metrics', metrics: { accuracy: 0.85 } });

  it('bounds can pass; comparisons stay inconclusive', () => {
    const evaluation = evaluate({ config: config(), run, champion });
    expect(outcomes(evaluation)).toEqual(['pass', 'inconclusive']);
    expect(evaluation.verdict).toBe('inconclusive');
  });

  it('unpaired: accept compares the numbers, and says that there is no interval', () => {
    const evaluation = evaluate({ config: config({ unpaired: 'accept' }), run, champion });
    expect(outcomes(evaluation)).toEqual(['pass', 'pass']);
    expect(evaluation.rules[1]?.reason).toMatchObject({ code: 'reported-improvement' });
    expect(describeRuleReason(evaluation.rules[1]!, evaluation)).toContain('no interval');
  });

  it('a repository without any rule is inconclusive, and the reason says so', () => {
    const evaluation = evaluate({ config: modelConfigSchema.parse({}), run });
    expect(evaluation).toMatchObject({
      verdict: 'inconclusive',
      reason: 'no-rules',
    });
  });

  it.each(['constructor', '__proto__', 'f1'])(
    'a metric "%s" that was not written is an error, not a zero',
    (metric) => {
      const gateOf = () => evaluate({ config: config({ gate: [{ metric: 'm', 'at-least': 0 }] }), run });
      expect(gateOf).toThrow(DataError);
      const named = { ...config(), gate: [{ metric, 'at-least': 0 }] };
      expect(() => evaluate({ config: named, run })).toThrow(`metrics: expected "${metric}"`);
    },
  );

  it('a metric that the file has as text is shown as it stands there', () => {
    const noted = { ...run, metricsFile: { notes: { 'F1 (test)': 'NaN' } } };
    const named = config({ gate: [{ metric: 'F1_test', 'at-least': 0 }] });
    expect(() => evaluate({ config: named, run: noted })).toThrow(
      'metrics: expected a number for "F1_test", which a gate rule names, got "NaN"',
    );
  });

  it.each([
    ['rmse', { notes: { rmse: 'nan' } }, /^look for what made it undefined: training that diverged/],
    ['acc', { notes: { acc: '93.5 %' } }, /^write 93\.5 or 0\.935, as the gate means it$/],
    ['acc', { notes: { acc: 'high' } }, /^write a number, without quotes or units$/],
    ['acuracy', {}, /^did you mean "accuracy"\? Otherwise write it to the metrics file$/],
    ['accuracy_score', {}, /^did you mean "accuracy"\? Otherwise write it to the metrics file$/],
    ['roc_auc', {}, /^write it to the metrics file, or add predictions from which roc_auc can be computed$/],
    [
      'rocauc',
      {},
      /^did you mean "roc_auc"\? write it to the metrics file, or add predictions from which roc_auc can be computed$/,
    ],
    ['perplexity', {}, /^write it to the metrics file$/],
    ['brier', {}, /^write it to the metrics file, or add predictions from which brier can be computed$/],
  ])('of the missing metric %s with %j the hint says what helps', (metric, metricsFile, hint) => {
    const written = { ...run, metrics: { accuracy: 0.9 }, metricsFile };
    const work = () => evaluate({ config: config({ gate: [{ metric, 'at-least': 0 }] }), run: written });
    expect(hintOf(work)).toMatch(hint);
  });
});

describe('with predictions, a name that no metric of the task has', () => {
  const challenger = flights(9).predict(0.5);
  const work = (metric: string) => () =>
    evaluate({ challenger, config: configOf({ gate: [{ metric, 'at-least': 0.5 }] }) });

  it.each([
    ['rocauc', 'roc_auc'],
    ['ROC_AUC', 'roc_auc'],
    ['auc', 'roc_auc'],
    ['f1-score', 'f1'],
    ['accuracy_score', 'accuracy'],
    ['sensitivity', 'recall'],
  ])('is nearly one: %s gets the hint %s', (metric, near) => {
    expect(hintOf(work(metric))).toBe(`did you mean "${near}"? Otherwise write it to the metrics file`);
    expect(work(metric)).toThrow(/got roc_auc, average_precision, .* computed from the predictions, and /);
  });

  it('needs something that the predictions do not have: the hint says what', () => {
    expect(hintOf(work('expected_cost'))).toBe(
      'to have it computed, set `predictions.costs` in the configuration',
    );
  });

  it('is one of another task: the hint says so', () => {
    expect(hintOf(work('mean_squared_error'))).toBe(
      'write it to the metrics file: mse is no metric of the task binary',
    );
  });

  it('is one that must be compared, where the direction is unknown: the hint comes before that of the direction', () => {
    const compared = () =>
      evaluate({ challenger, config: configOf({ gate: [{ metric: 'rocauc', 'superior-by': 0 }] }) });
    expect(compared).toThrow(
      expect.objectContaining({ hint: expect.stringMatching(/^did you mean "roc_auc"\?/) }),
    );
  });
});

function hintOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof DataError) return error.hint ?? '';
    throw error;
  }
  return 'nothing was thrown';
}

describe('labels from where training cannot reach', () => {
  it('decide, and the document says where they came from', () => {
    const { predict } = flights(28);
    const challenger = predict(0.8);
    const labels = { ...challenger, columns: challenger.columns.filter(({ name }) => name !== 'p') };
    const flipped = tableOf({
      flight: Array.from({ length: challenger.rowCount }, (_, row) => `F${row}`),
      late: Array.from({ length: challenger.rowCount }, (_, row) => row % 2),
    });
    const champion = championOf(predict(0.5));
    expect(evaluate({ challenger, champion, labels }).rows?.labels).toBe('separate');
    expect(evaluate({ challenger, champion, labels }).verdict).toBe('pass');
    expect(evaluate({ challenger, champion, labels: flipped }).verdict).toBe('fail');
  });
});
