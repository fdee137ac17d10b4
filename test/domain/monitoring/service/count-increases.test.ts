import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../../../src/shared/domain/kernel/time.ts';
import {
  createIncreaseCounter,
  type CounterSamples,
} from '../../../../src/shared/domain/monitoring/service/count-increases.ts';

interface Simulated {
  readonly now: number;
  readonly days: number;
  readonly resets: number;
  readonly gaps: number;
  readonly all: readonly number[];
  readonly bad: readonly number[];
  readonly series: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly samples: readonly (readonly [number, number])[];
  }[];
}

/** Of fixtures/make-counters.py, which knows what was counted. */
const simulated = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures', 'counters.json'), 'utf8'),
) as Simulated;
const nowMs = simulated.now * 1000;

function samplesOf(
  part: CounterSamples['part'],
  labels: CounterSamples['labels'],
  samples: readonly (readonly [number, number])[],
): CounterSamples {
  return {
    ...{ part, labels },
    timesMs: Float64Array.from(samples, ([time]) => time * 1000),
    values: Float64Array.from(samples, ([, value]) => value),
  };
}

function countInPieces(pieceSeconds: number): ReturnType<typeof createIncreaseCounter> {
  const counter = createIncreaseCounter(nowMs, simulated.days);
  for (
    let from = simulated.now - (simulated.days * 24 + 1) * 3600;
    from < simulated.now;
    from += pieceSeconds
  ) {
    // Both edges belong to a piece, as in Prometheus 2.
    const within = simulated.series.map((one) => ({
      labels: one.labels,
      samples: one.samples.filter(([time]) => time >= from && time <= from + pieceSeconds),
    }));
    const read = within.filter(({ samples }) => samples.length > 0);
    counter.add([
      ...read.map(({ labels, samples }) => samplesOf('all', labels, samples)),
      ...read
        .filter(({ labels }) => labels.code === '500')
        .map(({ labels, samples }) => samplesOf('some', labels, samples)),
    ]);
  }
  return counter;
}

describe('what counters counted', () => {
  it.each([86_400, 6 * 3600, 1800])(
    'is what the simulated service counted, in pieces of %d s',
    (pieceSeconds) => {
      expect(simulated.resets).toBeGreaterThan(5);
      expect(simulated.gaps).toBeGreaterThan(5);
      const { all, some } = countInPieces(pieceSeconds).counts();
      expect([...all]).toEqual(simulated.all);
      expect([...some]).toEqual(simulated.bad);
    },
  );

  it('begins with the first sample of a process that was not known: what it had before is not of the window', () => {
    const counter = createIncreaseCounter(100 * HOUR_MS, 1);
    const at = 99.5 * 3600;
    counter.add([
      samplesOf('all', { instance: 'a' }, [
        [at, 5_000_000],
        [at + 60, 5_000_003],
      ]),
    ]);
    expect(counter.counts().all[0]).toBe(3);
  });

  it('has the first error of a process that is known already', () => {
    const counter = createIncreaseCounter(100 * HOUR_MS, 1);
    const at = 99.5 * 3600;
    counter.add([
      samplesOf('some', { instance: 'a', code: '500' }, [[at + 60, 2]]),
      samplesOf('all', { instance: 'a', code: '200' }, [
        [at, 10],
        [at + 60, 12],
      ]),
      samplesOf('all', { instance: 'a', code: '500' }, [[at + 60, 2]]),
    ]);
    expect(counter.counts().all[0]).toBe(4);
    expect(counter.counts().some[0]).toBe(2);
  });

  it('has nothing of a sample that is no number, and nothing from before the window', () => {
    const counter = createIncreaseCounter(100 * HOUR_MS, 1);
    const at = 99.5 * 3600;
    counter.add([
      samplesOf('all', {}, [
        [75 * 3600, 1],
        [75.9 * 3600, 500],
        [at, NaN],
        [at + 1, Infinity],
        [at + 2, 501],
      ]),
    ]);
    const { all } = counter.counts();
    expect(all.reduce((total, count) => total + count, 0)).toBe(1);
  });
});
