import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Texts } from '../../../src/shared/domain/table/texts.ts';
import { answersDigest } from '../../../src/shared/domain/evaluation/answers-digest.ts';
import {
  compareAnswers,
  comparisonCounts,
  type AnswersRequest,
} from '../../../src/shared/domain/evaluation/champion-answers.ts';

const [ROWS, OTHER_ROWS, DIGEST, OTHER] = ['1', '2', '3', '4'].map((digit) => digit.repeat(64));

const interval = (lower: number, upper: number) => ({
  estimate: (lower + upper) / 2,
  lower,
  upper,
  confidence: 0.95,
});

/** Registered with an AUC of 0.8 (0.75 to 0.85). */
function request(change: Partial<AnswersRequest> & { readonly auc?: number } = {}): AnswersRequest {
  const { auc = 0.8, ...others } = change;
  return {
    isMeasured: false,
    hasEvaluator: false,
    source: 'scored',
    rowsDigest: ROWS!,
    digest: DIGEST!,
    answers: { scores: Float64Array.of(0.1, 0.9) },
    stored: undefined,
    registered: {
      answers: { [ROWS!]: DIGEST! },
      metrics: [{ metric: 'roc_auc', value: 0.8, interval: interval(0.75, 0.85) }],
    },
    metrics: [{ metric: 'roc_auc', value: auc, interval: interval(auc - 0.05, auc + 0.05) }],
    ...others,
  };
}

describe('the champion on the rows of its registration', () => {
  it('is verified by the digest of its predictions, or where the release stores those very predictions', () => {
    expect(compareAnswers(request())).toEqual({ state: 'verified', rows: 'same' });
    expect(compareAnswers(request({ source: 'stored', registered: {} })).state).toBe('verified');
  });

  it('is verified where its stored predictions differ by rounding only', () => {
    const stored = { scores: Float64Array.of(0.1 + 1e-12, 0.9) };
    expect(compareAnswers(request({ digest: OTHER!, stored }))).toEqual({ state: 'verified', rows: 'same' });
  });

  it('is inconsistent with the number of predictions that changed, even where no metric moved', () => {
    const stored = { scores: Float64Array.of(0.1, 0.8) };
    expect(compareAnswers(request({ digest: OTHER!, stored }))).toEqual({
      ...{ state: 'inconsistent', rows: 'same', changedRows: 1 },
    });
  });

  it('without stored predictions, is consistent where every metric is the same number but for rounding', () => {
    expect(compareAnswers(request({ digest: OTHER! }))).toEqual({ state: 'consistent', rows: 'same' });
  });

  it('is inconsistent where no metric was registered: other predictions are then all that is known', () => {
    const registered = { answers: { [ROWS!]: DIGEST! } };
    expect(compareAnswers(request({ digest: OTHER!, registered }))).toEqual({
      ...{ state: 'inconsistent', rows: 'same' },
    });
  });

  it('without stored predictions, is inconsistent within its own interval too: the rows are the same', () => {
    expect(compareAnswers(request({ digest: OTHER!, auc: 0.79 }))).toEqual({
      ...{ state: 'inconsistent', rows: 'same' },
      changed: [{ metric: 'roc_auc', registered: 0.8, current: 0.79 }],
    });
  });
});

describe('the champion on other rows', () => {
  it.each([
    ['consistent where the intervals overlap', 0.71, 'consistent'],
    ['inconsistent where they do not', 0.69, 'inconsistent'],
  ] as const)('is %s', (_, auc, state) => {
    expect(compareAnswers(request({ rowsDigest: OTHER_ROWS!, digest: OTHER!, auc }))).toMatchObject({
      ...{ state, rows: 'other' },
    });
  });

  it('has the number of rows of its registration, also where no metric was registered', () => {
    const others = { rowsDigest: OTHER_ROWS!, digest: OTHER! };
    const registered = { ...request().registered, rowCount: 700 };
    expect(compareAnswers(request({ ...others, registered }))).toEqual({
      ...{ state: 'consistent', rows: 'other', registeredRowCount: 700 },
    });
    const answers = { [ROWS!]: DIGEST! };
    expect(compareAnswers(request({ ...others, registered: { answers, rowCount: 700 } }))).toEqual({
      ...{ state: 'unverified', rows: 'other', registeredRowCount: 700 },
    });
    expect(compareAnswers(request({ registered }))).toEqual({ state: 'verified', rows: 'same' });
  });

  it('is unverified where its release says nothing, or values without an interval', () => {
    expect(compareAnswers(request({ registered: {} }))).toEqual({ state: 'unverified' });
    const metrics = [{ metric: 'roc_auc', value: 0.2 }];
    expect(
      compareAnswers(request({ rowsDigest: OTHER_ROWS!, registered: { answers: {}, metrics } })),
    ).toEqual({
      state: 'unverified',
    });
  });
});

describe('a comparison with a champion that answers otherwise', () => {
  it.each([
    ['gate', 'same', 'version', false],
    ['gate', 'other', 'version', false],
    ['gate-retrain', 'same', 'version', false],
    ['gate-retrain', 'other', 'version', true],
    ['gate-retrain', 'other', 'unchanged', true],
    ['gate-retrain', 'other', 'head', false],
    ['gate-retrain', 'other', undefined, false],
  ] as const)(
    'by %s, on %s rows, scored with code "%s": counts is %s, for other code may be what made production worse',
    (gate, rows, code, counts) => {
      expect(comparisonCounts({ state: 'inconsistent', rows }, { gate, code })).toBe(counts);
      expect(comparisonCounts({ state: 'unverified' }, { gate, code })).toBe(true);
    },
  );
});

it('the digest of answers is that of sorted lines, as sha256sum gives it', () => {
  const expected = createHash('sha256').update('a\t0.25\nb\t1e-7\n').digest('hex');
  const digest = answersDigest(
    Texts.from(['a', 'b']),
    { scores: Float64Array.of(0.25, 1e-7) },
    { task: {}, codes: [] },
  );
  expect(digest).toBe(expected);
});
