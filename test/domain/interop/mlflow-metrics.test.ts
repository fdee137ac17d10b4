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
