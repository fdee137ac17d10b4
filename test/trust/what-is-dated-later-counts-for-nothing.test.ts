/**
 * Whoever may push, or edit an issue, can write what monitor remembers. A check or a time to come would stay the newest, and
 * keep alerts and retrainings away without a word (docs/trust.md#what-monitor-remembers).
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LEDGER_BRANCH } from '../../src/shared/domain/kernel/names.ts';
import { createFlights } from '../ground/daily-data.ts';
import { startGround, type Checked, type Ground } from '../ground/monitoring.ts';
import { MODEL, REPOSITORY } from '../ground/project.ts';

let ground: Ground;
beforeEach(async () => {
  ground = await startGround({ monitor: '{ retrain: dispatch, cool-down: 7 days }' });
});
afterEach(() => ground[Symbol.asyncDispose]());

async function checkDelayed(minutes: number, from: string, on: string): Promise<Checked> {
  const flights = createFlights(from, 7).map((flight) => ({ ...flight, delay: flight.delay + minutes }));
  await ground.putCurrent(flights);
  return await ground.checkOn(on);
}

const delayOf = ({ check }: Checked): string | undefined =>
  check.findings.find(({ subject, kind }) => kind === 'drift' && subject === 'delay')?.outcome;

/** As many checks as are read, of a week without a finding, pushed by a person. */
async function pushChecks(
  pathOf: (number: number) => string,
  change = (text: string): string => text,
): Promise<void> {
  const [real = ''] = (await ground.ledger.list(MODEL)).filter((path) => path.includes('/checked-'));
  const text = JSON.stringify(await ground.ledger.read(real));
  const withoutWarning = change(text.replaceAll('"warning"', '"ok"'));
  const files = Object.fromEntries(
    Array.from({ length: 10 }, (_, number) => [pathOf(number), withoutWarning]),
  );
  await ground.box.pushFiles({ repository: REPOSITORY, branch: LEDGER_BRANCH, files, author: 'eve' });
}

describe('after a warning somebody pushes ten checks', () => {
  it.each([
    ['of the year 2099', (number: number) => `${MODEL}/2099/01/checked-${number}-1.json`],
    [
      'of runs that are not there yet',
      (number: number) => `${MODEL}/2026/06/checked-${9_000_000 + number}-1.json`,
    ],
  ])('%s → the second warning in a row is an alert all the same', async (_, pathOf) => {
    expect(delayOf(await checkDelayed(12, '2026-05-25', '2026-06-01'))).toBe('warning');
    await pushChecks(pathOf);
    const second = await checkDelayed(12, '2026-06-01', '2026-06-08');
    expect(delayOf(second)).toBe('alert');
    const named = second.warnings.filter((text) => text.includes('expected checks up to this month'));
    expect(named).toHaveLength(pathOf(0).includes('2099') ? 1 : 0);
    expect(ground.box.dispatches).toHaveLength(1);
  });
});

describe('after a warning somebody pushes checks of this month that no run has written', () => {
  it.each<readonly [string, (text: string) => string, RegExp]>([
    [
      'of another model',
      (text) => text.replaceAll(`"${MODEL}"`, '"other"'),
      /is not used: expected a check of the model "flight-delays", got one of "other"/,
    ],
    [
      'that say another model than their event',
      (text) => text.replace(/("check":\{.*?"model":)"[^"]+"/, '$1"other"'),
      /is not used: expected a check of the model "flight-delays", got one of "other"/,
    ],
    [
      'of a time to come',
      (text) => text.replace(/^(\{[^{]*?"at":)"[^"]+"/, '$1"2026-06-30T00:00:00Z"'),
      /is not used: expected a check up to 2026-06-08T.*, got one of 2026-06-30T00:00:00Z/,
    ],
    [
      'of no time',
      (text) => text.replace(/^(\{[^{]*?"at":)"[^"]+"/, '$1"2026-06-31T25:00:00Z"'),
      /is not used: .*at: expected a time that exists/,
    ],
  ])(
    '%s → they are named, and the second warning in a row is an alert all the same',
    async (_, change, named) => {
      await checkDelayed(12, '2026-05-25', '2026-06-01');
      await pushChecks((number) => `${MODEL}/2026/06/checked-${number + 1}-9.json`, change);
      const second = await checkDelayed(12, '2026-06-01', '2026-06-08');
      expect(second.warnings.filter((text) => named.test(text))).toHaveLength(10);
      expect(delayOf(second)).toBe('alert');
    },
  );
});

/** The first retraining has ended, and its cool-down too; the problem is still there. */
async function startOnce(): Promise<Checked> {
  const first = await checkDelayed(30, '2026-05-25', '2026-06-01');
  ground.box.finishRun({ id: Number(first.outputs['retraining-run']) }, 'success');
  return first;
}

describe('the next retraining', () => {
  it('somebody writes a time to come into the issue → it is started', async () => {
    await startOnce();
    const [issue] = ground.issues;
    issue!.body = issue!.body!.replace(/"retrainings":\["[^"]+"/, '"retrainings":["2099-01-01T00:00:00Z"');
    expect(issue!.body).toContain('2099');
    await checkDelayed(30, '2026-06-02', '2026-06-09');
    expect(ground.box.dispatches).toHaveLength(2);
    expect(issue!.body).not.toContain('2099');
  });

  it('a run of its workflow waits on a branch of somebody → it is started', async () => {
    await startOnce();
    await ground.box.pushFiles({
      repository: REPOSITORY,
      branch: 'mine',
      files: { 'a.txt': 'a' },
      author: 'eve',
    });
    await ground.box.startRun({
      ...{ repository: REPOSITORY, workflow: '.github/workflows/retrain.yml', event: 'workflow_dispatch' },
      ...{ headBranch: 'mine', actor: 'eve' },
    });
    await checkDelayed(30, '2026-06-02', '2026-06-09');
    expect(ground.box.dispatches).toHaveLength(2);
  });
});
