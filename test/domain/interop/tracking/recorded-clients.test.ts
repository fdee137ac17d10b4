/**
 * The unchanged clients of MLflow get what MLflow's own server gave them: their requests and its replies were recorded by
 * fixtures/record_client.py, and test/real plays the clients themselves.
 */
import { describe, expect, it } from 'vitest';
import { concludeTraining } from '../../../../src/shared/domain/interop/tracking/tracked-training.ts';
import {
  describeTracking,
  metricsOfTraining,
} from '../../../../src/shared/domain/interop/tracking/describe-tracking.ts';
import { readExchanges, replay } from './replay-client.ts';

describe.each([
  ['2.22.0', 'model'],
  ['3.17.2', 'models'],
])('the client of version %s', (version, folder) => {
  const exchanges = readExchanges(`client-${version}.jsonl`);
  const { tracker, calls, differences } = replay(exchanges);
  const training = concludeTraining(tracker.state, tracker.artifacts);

  it('is answered as by its own server', () => {
    expect(calls.size).toBeGreaterThan(20);
    expect(differences).toEqual([]);
  });

  it('leaves the values of its last run that is not nested', () => {
    expect(metricsOfTraining(training)).toMatchObject({
      values: { 'val/loss': 0.25, f1: 0.5 },
      notes: { 'not a number': 'NaN', endless: 'Infinity' },
    });
    const tracking = describeTracking(training);
    expect(tracking?.runs.map(({ status, nested, counts }) => [status, nested, counts])).toEqual([
      ['finished', undefined, true],
      ...Array.from({ length: 3 }, () => ['finished', true, undefined]),
    ]);
    expect(tracking?.curves).toMatchObject([{ metric: 'val/loss', count: 4, least: 0.25, greatest: 1 }]);
    expect(tracking?.datasets).toMatchObject([{ name: 'rows', context: 'training' }]);
    expect(tracking?.registered).toEqual([{ name: 'late', version: '1' }]);
  });

  it('leaves the folder of its model', () => {
    expect(training.model?.folder.split('/')).toContain(folder);
    const names = training.model?.files.map(({ path }) => path.split('/').at(-1));
    expect(names).toEqual(expect.arrayContaining(['MLmodel', 'requirements.txt']));
  });
});
