/**
 * "Re-run all jobs" brings back what a run was started for, weeks later: a stage that was moved since stays where it is
 * (docs/lifecycle.md#promote-roll-back-resolve).
 */
import { expect, it } from 'vitest';
import { MODEL, startProject } from '../ground/project.ts';

const ROLLBACK = { inputs: { operation: 'rollback', stage: 'production' } };
const PROMOTE = { inputs: { operation: 'promote', version: '1.1.0', stage: 'production' } };

it('an old rollback and an old promotion are run again after a newer version took the stage → neither moves it', async () => {
  await using project = await startProject();
  await project.ship({ branch: 'first', skill: 'fair' });
  await project.ship({ branch: 'second', skill: 'good' });
  const back = await project.registerByHand(ROLLBACK);
  expect(back.outputs).toMatchObject({ version: '1.0.0', 'previous-version': '1.1.0' });
  const again = await project.rerunRegister(back, ROLLBACK);
  expect(again.outputs).toMatchObject({ version: '1.0.0', stage: 'production' });
  const promoted = await project.registerByHand(PROMOTE);
  expect(promoted.outputs).toMatchObject({ version: '1.1.0', 'previous-version': '1.0.0' });
  await project.ship({ branch: 'third', skill: 'best' });
  const before = await project.tags();
  for (const [ended, options, own] of [
    [back, ROLLBACK, '1.0.0'],
    [promoted, PROMOTE, '1.1.0'],
  ] as const) {
    const { failure, outputs } = await project.rerunRegister(ended, options);
    expect(failure).toBeUndefined();
    expect(outputs).toMatchObject({ registered: false, version: '', stage: '' });
    expect(outputs.reason).toMatch(
      new RegExp(
        `^this run assigned ${own} of ${MODEL} to production before \\(${MODEL}#production#\\d\\), and 1.2.0 is assigned to it since; .*start a new run`,
      ),
    );
  }
  expect(await project.tags()).toEqual(before);
  const renewed = await project.registerByHand(PROMOTE);
  expect(renewed.outputs).toMatchObject({ version: '1.1.0', 'previous-version': '1.2.0' });
});
