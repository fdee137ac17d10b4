/** The file store of MLflow, as its `file_store.py` writes it: a line for each value, `timestamp value step`. */
import { describe, expect, it } from 'vitest';
import { parseMlflowMetrics } from '../../../src/shared/domain/interop/mlflow-metrics.ts';

const file = (path: string, ...lines: readonly string[]) => ({ path, text: `${lines.join('\n')}\n` });

describe('metrics that were logged to MLflow', () => {
  it('are those of the run that logged last, by the latest value of each', () => {
    const { metrics, paths } = parseMlflowMetrics(
      [
        file('1/aaa/metrics/auc', '1700000009000 0.5 0'),
        file('1/bbb/metrics/auc', '1700000001000 0.7 0', '1700000002000 0.9 2', '1700000003000 0.8 1'),
        file('1/bbb/metrics/val/loss', '1700000010000 0.25 0'),
        file('1/bbb/metrics/broken', '1700000001000 nan 0'),
      ],
      'mlruns',
    );
    expect(metrics.values).toEqual({ auc: 0.9, 'val/loss': 0.25 });
    expect(metrics.notes).toEqual({ broken: 'nan', mlflow: 'the newest of 2 runs' });
    expect(paths).toEqual(['1/bbb/metrics/auc', '1/bbb/metrics/val/loss', '1/bbb/metrics/broken']);
  });

  it('of one step are those that were logged last, whatever the order of the lines; more columns are left out', () => {
    const text = ['2 0.75 5 train 0af1', '3 0.5 5 train 0af1', '1 1 5 train 0af1'];
    const { metrics } = parseMlflowMetrics([file('0/run/metrics/f1', ...text)], 'mlruns');
    expect(metrics).toMatchObject({ values: { f1: 0.5 }, notes: {} });
  });

  it('are those of the run that a search is nested in, whatever its runs logged later', () => {
    const { metrics, paths } = parseMlflowMetrics(
      [
        file('0/search/metrics/best_auc', '100 0.9 0'),
        file('0/trial-1/metrics/auc', '101 0.7 0'),
        file('0/trial-1/tags/mlflow.parentRunId', 'search'),
        file('0/fold-1/metrics/auc', '102 0.6 0'),
        file('0/fold-1/tags/mlflow.parentRunId', 'trial-1'),
        file('0/older/metrics/auc', '50 0.8 0'),
      ],
      'mlruns',
    );
    expect(metrics.values).toEqual({ best_auc: 0.9 });
    expect(metrics.notes).toEqual({ mlflow: 'the newest of 4 runs, without 2 that are nested in others' });
    expect(paths).toEqual(['0/search/metrics/best_auc']);
  });

  it.each([
    ['nothing', []],
    ['only how busy the machine is', [file('0/search/metrics/system/cpu', '900 3 0')]],
  ])('are those of the last run of a search that logged %s itself', (_, ofSearch) => {
    const { metrics } = parseMlflowMetrics(
      [
        ...ofSearch,
        file('0/trial-1/metrics/auc', '102 0.7 0'),
        file('0/trial-1/tags/mlflow.parentRunId', 'search'),
        file('0/trial-2/metrics/auc', '101 0.6 0'),
        file('0/trial-2/metrics/system/cpu', '800 3 0'),
        file('0/trial-2/tags/mlflow.parentRunId', 'search'),
      ],
      'mlruns',
    );
    expect(metrics.values).toEqual({ auc: 0.7 });
  });

  it('may name themselves as the run above them', () => {
    const logged = [
      file('0/a/metrics/auc', '1 0.7 0'),
      file('0/a/tags/mlflow.parentRunId', 'b'),
      file('0/b/tags/mlflow.parentRunId', 'a'),
    ];
    expect(parseMlflowMetrics(logged, 'mlruns').metrics.values).toEqual({ auc: 0.7 });
  });

  it('may be logged at each of 200,000 steps', () => {
    const lines = Array.from(
      { length: 200_000 },
      (_, step) => `${1_700_000_000_000 + step} ${step}.5 ${step}`,
    );
    const { metrics } = parseMlflowMetrics(
      [{ path: '0/run/metrics/loss', text: lines.join('\n') }],
      'mlruns',
    );
    expect(metrics.values).toEqual({ loss: 199_999.5 });
  });

  it('are decimal numbers: any other text is a note', () => {
    const logged = ['1 0x1F 0', '1 1e-31 0', '1 inf 0'].map((line, index) =>
      file(`0/run/metrics/m${index}`, line),
    );
    const { metrics } = parseMlflowMetrics(logged, 'mlruns');
    expect(metrics).toMatchObject({ values: { m1: 1e-31 }, notes: { m0: '0x1F', m2: 'inf' } });
  });

  it.each([
    [
      [file('0/run/metrics/auc', '1 0.5 0', 'auc=0.9')],
      'mlruns/0/run/metrics/auc: line 2: expected a timestamp, a value and a step, got "auc=0.9"',
    ],
    [[file('0/run/metrics/auc', '')], 'mlruns: expected metrics of a run of MLflow, got none'],
  ])('are refused with their place', (logged, message) => {
    expect(() => parseMlflowMetrics(logged, 'mlruns')).toThrow(message);
  });
});
