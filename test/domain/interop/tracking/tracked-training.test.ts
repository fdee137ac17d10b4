/** Which run counts, what is kept of many, and what does not fit. */
import { describe, expect, it } from 'vitest';
import { ArtifactIndex } from '../../../../src/shared/domain/interop/tracking/artifact-index.ts';
import {
  describeTracking,
  metricsOfTraining,
} from '../../../../src/shared/domain/interop/tracking/describe-tracking.ts';
import {
  concludeTraining,
  type TrackedTraining,
} from '../../../../src/shared/domain/interop/tracking/tracked-training.ts';
import { createTracker, type Tracker } from '../../../../src/shared/domain/interop/tracking/tracker.ts';

const ask = (tracker: Tracker, path: string, body: unknown): ReturnType<Tracker['answer']> =>
  tracker.answer({
    method: 'POST',
    path,
    query: new URLSearchParams(),
    body: JSON.stringify(body),
    nowMs: 5,
  });

function startTracked(tracker: Tracker, name: string, parent?: string): string {
  const tags = parent === undefined ? [] : [{ key: 'mlflow.parentRunId', value: parent }];
  const { body } = ask(tracker, 'runs/create', { experiment_id: '0', run_name: name, tags });
  return (body as { run: { info: { run_id: string } } }).run.info.run_id;
}

const log = (tracker: Tracker, run_id: string, key: string, value: number | string): unknown =>
  ask(tracker, 'runs/log-metric', { run_id, key, value, timestamp: 1 });
const conclude = ({ state, artifacts }: Tracker): TrackedTraining => concludeTraining(state, artifacts);

describe('the run that counts', () => {
  it('is the one that logged a metric last, not a nested one, one that failed, one without metrics or a deleted one', () => {
    const tracker = createTracker('x');
    const [first, second] = [startTracked(tracker, 'first'), startTracked(tracker, 'second')];
    const nested = startTracked(tracker, 'nested', second);
    const [failed, deleted] = [startTracked(tracker, 'failed'), startTracked(tracker, 'deleted')];
    startTracked(tracker, 'empty');
    for (const run of [second, first, nested, failed, deleted]) log(tracker, run, 'auc', 0.5);
    ask(tracker, 'runs/update', { run_id: failed, status: 'FAILED' });
    ask(tracker, 'runs/delete', { run_id: deleted });
    log(tracker, second, 'system/cpu_utilization_percentage', 50);
    expect(conclude(tracker).run?.name).toBe('first');
    log(tracker, second, 'auc', 0.6);
    expect(conclude(tracker).run?.name).toBe('second');
    expect(conclude(tracker).runs.map(({ name }) => name)).not.toContain('deleted');
  });

  it('is a nested one where no other has metrics, and none where nothing was logged', () => {
    const tracker = createTracker('x');
    expect(conclude(tracker)).toEqual({ runs: [], run: undefined, model: undefined, registered: [] });
    const outer = startTracked(tracker, 'outer');
    log(tracker, startTracked(tracker, 'nested', outer), 'auc', 0.5);
    expect(conclude(tracker).run?.name).toBe('nested');
  });
});

it('hostile names are kept well-formed and short, and metrics by the spelling of gates', () => {
  const tracker = createTracker('x');
  const run = startTracked(tracker, `\ud800${'n'.repeat(1000)}`);
  log(tracker, run, '__proto__', 0.5);
  log(tracker, run, 'F1 (%) \ud800', 2);
  log(tracker, run, 'val/loss@10', 'Infinity');
  const training = conclude(tracker);
  expect(metricsOfTraining(training)?.values).toEqual({ proto: 0.5, F1_percent: 2 });
  expect(metricsOfTraining(training)?.notes).toEqual({ 'val/loss@10': 'Infinity' });
  const [described] = describeTracking(training)?.runs ?? [];
  expect(described?.name).toHaveLength(200);
  expect(JSON.stringify(described).isWellFormed()).toBe(true);
});

it('of many runs the first are kept, and the one that counts', () => {
  const tracker = createTracker('x');
  for (let index = 0; index < 70; index += 1)
    log(tracker, startTracked(tracker, `trial ${index}`), 'auc', index / 100);
  const tracking = describeTracking(conclude(tracker));
  expect(tracking?.runs).toHaveLength(50);
  expect(tracking?.leftOut).toBe(20);
  expect(tracking?.runs.at(-1)).toMatchObject({ name: 'trial 69', counts: true, metrics: { auc: 0.69 } });
});

describe('what does not fit is refused', () => {
  it('texts of more than 128 MiB', () => {
    const tracker = createTracker('x');
    const run_id = startTracked(tracker, 'run');
    const value = 'x'.repeat(15 * 1024 * 1024);
    const statuses = Array.from({ length: 6 }, (_, index) =>
      ask(tracker, 'runs/set-tag', { run_id, key: `tag ${index}`, value }),
    ).map(({ status }) => status);
    expect(statuses).toEqual([200, 200, 200, 200, 429, 429]);
  });

  it('artifacts above the limits of number and size', () => {
    const index = new ArtifactIndex({ maxFiles: 2, maxTotalBytes: 100, maxRatio: 1, ratioFromBytes: 1 });
    const write = (path: string, sizeBytes: number): void => {
      index.requireRoomForFile(path, sizeBytes);
      index.takeBytes(sizeBytes);
      index.add(path, sizeBytes);
    };
    write('a', 60);
    write('a', 30);
    write('b', 70);
    expect(() => write('c', 0)).toThrow('expected at most 2 files');
    expect(() => write('b', 1)).toThrow('expected at most 100 bytes');
    expect(() => index.takeBytes(1)).toThrow('expected at most 100 bytes');
  });

  it('a parameter that changes, in the words that clients of MLflow read', () => {
    const tracker = createTracker('x');
    const run_id = startTracked(tracker, 'run');
    const [first, same, other] = ['1', '1', '2'].map((value) =>
      ask(tracker, 'runs/log-parameter', { run_id, key: 'depth', value }),
    );
    expect([first?.status, same?.status, other?.status]).toEqual([200, 200, 400]);
    expect(other?.body.message).toContain('Changing param values is not allowed');
  });
});
