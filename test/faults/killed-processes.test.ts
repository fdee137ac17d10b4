/**
 * Real processes: at the first, a middle and the last write of an action the process is killed, or the runner cancels
 * it. A killed one leaves what it had written; a cancelled one says so, and ends. The job again ends as if nothing had
 * happened. All writes with `FAULTS_PROCESSES=all`.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playAgain, playUsual, type Usual } from './cases.ts';
import { startDeployStage } from './deploy-stage.ts';
import { checkInvariants } from './invariants.ts';
import { startMonitorStage } from './monitor-stage.ts';
import { runAndSignal, type Signal } from './process.ts';
import { startRegisterStage, startTrainStage } from './project-stages.ts';
import type { Stage } from './stage.ts';
import { installStories } from './story.ts';

let uninstall: () => void;
beforeAll(() => {
  uninstall = installStories();
});
afterAll(() => uninstall());

const BOTH = ['SIGKILL', 'SIGTERM'] as const;

/** A training that is cancelled leaves why it ended, as an artifact that stays. */
describe.each<[string, readonly Signal['name'][], () => Promise<Stage>]>([
  ['train', ['SIGKILL'], startTrainStage],
  ['register', BOTH, startRegisterStage],
  ['deploy', BOTH, startDeployStage],
  ['monitor', BOTH, startMonitorStage],
])('%s', (_, signals, start) => {
  let stage: Stage;
  let usual: Usual;
  beforeAll(async () => {
    stage = await start();
    usual = await playUsual(stage);
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  it.each(signals)('%s, and the job again → one of everything', async (name) => {
    for (const write of chosen(usual.writes.length)) await play({ name, write });
  });

  async function play({ name, write }: Signal): Promise<void> {
    const where = `${name} at write ${write}, ${usual.writes[write] ?? 'none'}`;
    await stage.restore();
    const job = await stage.run.startJob(stage.jobOptions);
    const request = { box: stage.box, job, ...(await stage.request(job)) };
    const { exitCode, signal, printed } = await runAndSignal(request, { name, write });
    if (name === 'SIGKILL') expect(signal, `${where}\n${printed}`).toBe('SIGKILL');
    // What was as good as done is done.
    else if (exitCode !== 0) expect(printed, where).toContain('::error::cancelled: the runner sent SIGTERM');
    expect(printed, where).not.toMatch(/DEFECT/);
    await checkInvariants(stage);
    await playAgain(stage, usual).catch((error: unknown) => {
      throw new Error(`${where}\n${printed}\n${String(error)}`, { cause: error });
    });
  }
});

function chosen(writes: number): readonly number[] {
  const all = Array.from({ length: writes }, (_, write) => write);
  if (process.env.FAULTS_PROCESSES === 'all') return all;
  return [...new Set([0, Math.floor(writes / 2), writes - 1])];
}
