/** The whole step as a process of its own, with the artifact client that it ships with. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { StartedJob } from '../../github-box/human/runs.ts';
import {
  configText,
  leaveEvidence,
  startGround,
  startPullRun,
  type Ground,
} from '../../ground/evaluation.ts';
import { writeFiles } from '../../ground/evidence.ts';
import { makeFlights, predictionsText } from '../../ground/predictions.ts';

let ground: Ground;
beforeEach(async () => {
  ground = await startGround();
});
afterEach(() => ground[Symbol.asyncDispose]());

async function runStep(job: StartedJob): Promise<{ readonly exitCode: number; readonly printed: string }> {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(process.execPath, [join(import.meta.dirname, 'start-evaluate.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH, NODE_COMPILE_CACHE, NODE_NO_WARNINGS: '1', ...job.environment, INPUT_TOKEN: job.token },
  });
  const printed = text(child.stdout);
  const [exitCode] = (await once(child, 'exit')) as [number];
  return { exitCode, printed: await printed };
}

it('fails after outputs, summary, artifact, comment and status are written', async () => {
  const job = await startPullRun(ground);
  const few = predictionsText(makeFlights(5), 0.9);
  await leaveEvidence(ground, job, {
    files: { 'predictions.csv': { role: 'predictions-challenger', text: few } },
  });
  await writeFiles(job.workspace, { '.github/model-steward.yml': configText() });
  const { exitCode, printed } = await runStep(job);
  expect(printed).toContain('::error::flight-delays: inconclusive: roc_auc at least 0.6');
  expect(exitCode).toBe(1);
  expect(await readFile(job.environment.GITHUB_OUTPUT!, 'utf8')).toMatch(
    /^verdict<<(.+)\ninconclusive\n\1$/m,
  );
  expect(await readFile(job.environment.GITHUB_STEP_SUMMARY!, 'utf8')).toContain('not enough evidence');
  const artifacts = await ground.hub.github.artifacts.ofRun(job.id);
  expect(artifacts.map(({ name }) => name)).toContain('model-steward-flight-delays-1.evaluation');
  expect(ground.hub.repository.comments).toHaveLength(1);
  expect(ground.hub.repository.statuses).toHaveLength(1);
});
