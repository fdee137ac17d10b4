/**
 * Real processes: at the first, a middle and the last write of an action the process is killed, or the runner cancels
 * it; a deployment also while the user's command is at work. A killed one leaves what it had written; a cancelled one says
 * so, and ends. The job again ends as if nothing had happened. All writes with `FAULTS_PROCESSES=all`.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playAgain, playUsual, type Usual } from './cases.ts';
import { startDeployStage } from './deploy-stage.ts';
import { checkInvariants } from './invariants.ts';
import { startMonitorStage } from './monitor-stage.ts';
import { runAndSignal, type Signal } from './process.ts';
import { startEvaluateStage, startRegisterStage, startTrainStage } from './project-stages.ts';
import type { Stage } from './stage.ts';
import { installStories } from './story.ts';

let uninstall: () => void;
beforeAll(() => {
  uninstall = installStories();
});
afterAll(() => uninstall());

const BOTH = ['SIGKILL', 'SIGTERM'] as const;

/** Replaces the version, and stops half-way: nothing is served. */
const HALF_A_COMMAND = 'rm -rf service && mkdir service\necho $$ > at-work\nsleep 600';

/** A training that is cancelled leaves why it ended, as an artifact that stays. */
describe.each<[string, () => Promise<Stage>]>([
  ['train', startTrainStage],
  ['evaluate', startEvaluateStage],
  ['register', startRegisterStage],
  ['deploy', startDeployStage],
  ['monitor', startMonitorStage],
])('%s', (action, start) => {
  let stage: Stage;
  let usual: Usual;
  beforeAll(async () => {
    stage = await start();
    usual = await playUsual(stage);
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  it.each(BOTH)('%s, and the job again → one of everything', async (name) => {
    for (const write of chosen(usual.writes.length)) await play({ name, at: write });
  });

  if (action === 'deploy') {
    it.each(BOTH)('%s while the command is at work, and the job again → one of everything', async (name) => {
      await play({ name, at: 'at-work' }, { command: HALF_A_COMMAND });
    });
  }

  async function play({ name, at }: Signal, inputs: Readonly<Record<string, string>> = {}): Promise<void> {
    const place = typeof at === 'number' ? `write ${at}, ${usual.writes[at] ?? 'none'}` : 'the command';
    const where = `${name} at ${place}`;
    await stage.restore();
    const job = await stage.run.startJob(stage.jobOptions);
    const { inputs: usualInputs, ...request } = await stage.request(job);
    const step = { box: stage.box, job, ...request, inputs: { ...usualInputs, ...inputs } };
    const { exitCode, signal, printed } = await runAndSignal(step, { name, at });
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
