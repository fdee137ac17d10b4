/** `score.rounds`: what scoring takes is measured for both models in turn, and the predictions that count stay those of before. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  openArtifact,
  PROJECT,
  registerTrained,
  startGround,
  startPullRun,
  startRun,
  train,
  type Ground,
} from '../ground/training.ts';
import { shareGround } from '../ground/shared-ground.ts';

const CONFIG = '.github/model-steward.yml';
const MEASURED = PROJECT[CONFIG]!.replace('data: data/holdout.csv }', 'data: data/holdout.csv, rounds: 3 }');
/** Says what it cost. */
const SCORE = `${PROJECT['score.sh']!}echo "{\\"cost usd\\": $rate}" > "$MODEL_STEWARD_MEASURES"
`;
/** Sleeps for a second besides, where the model says 0.5. */
const SLEEPING = `${SCORE}if grep -q '0.5' "$MODEL_STEWARD_MODEL/model.json"; then sleep 1; fi
`;
const CHALLENGER = { 'train.sh': PROJECT['train.sh']!.replace('\\"rate\\": 0.25', '\\"rate\\": 0.5') };

let ground: Ground;
shareGround(async () => {
  ground = await startGround({ [CONFIG]: MEASURED, 'score.sh': SCORE });
  const job = await startRun(ground, { event: 'push' });
  expect((await train(ground, job)).errors).toEqual([]);
  await registerTrained(ground, job);
  return ground;
});

async function trainBoth(changes: Readonly<Record<string, string>>) {
  const pull = await startPullRun(ground, { ...CHALLENGER, ...changes });
  const startedMs = performance.now();
  const ended = await train(ground, pull);
  const tookMs = performance.now() - startedMs;
  expect(ended.errors).toEqual([]);
  const { run, folder } = await openArtifact(ground, pull);
  return {
    ended,
    tookMs,
    run,
    predictions: await readFile(join(folder, 'predictions-challenger.csv'), 'utf8'),
  };
}

describe('what scoring takes', () => {
  it('is measured in rounds, in which each model is scored once, in turn from both ends', async () => {
    const { run, tookMs } = await trainBoth({ 'score.sh': SLEEPING });
    const measurements = run.scored!.measurements!;
    expect(measurements.map(({ round, model }) => [round, model])).toEqual([
      [1, 'challenger'],
      [1, 'champion'],
      [2, 'champion'],
      [2, 'challenger'],
      [3, 'challenger'],
      [3, 'champion'],
    ]);
    // However slow the machine is: each contains its sleep, no two overlap, and all are parts of the training.
    const sleeps = measurements.filter(({ model }) => model === 'challenger');
    expect(Math.min(...sleeps.map(({ durationMs }) => durationMs))).toBeGreaterThan(1000);
    const totalMs = measurements.reduce((total, { durationMs }) => total + durationMs, 0);
    expect(totalMs).toBeLessThan(tookMs);
    for (const { model, peakMemoryBytes, written } of measurements) {
      // The champion's, which does not sleep, may be over before a busy machine has read it, or all of it.
      if (model === 'challenger') expect(peakMemoryBytes).toBeGreaterThan(1_000_000);
      else if (peakMemoryBytes !== undefined) expect(peakMemoryBytes).toBeGreaterThan(0);
      expect(written).toEqual({ cost_usd: model === 'challenger' ? 0.5 : 0.25 });
    }
  });

  it('has what CodeCarbon writes of energy, after what the command writes itself', async () => {
    const carbon = `printf 'run_id,emissions,energy_consumed\\na,0.2,0.5\\nb,0.1,0.25\\n' > "$CODECARBON_OUTPUT_DIR/emissions.csv"\n`;
    const own = `echo '{"emissions_kg": 7}' > "$MODEL_STEWARD_MEASURES"\n`;
    const score = `${PROJECT['score.sh']!}[ -z "\${CODECARBON_OUTPUT_DIR-}" ] || ${carbon}${own}`;
    const { run } = await trainBoth({ 'score.sh': score });
    const ofChallenger = run.scored!.measurements!.filter(({ model }) => model === 'challenger');
    expect(ofChallenger.map(({ written }) => written)).toEqual(
      [1, 2, 3].map(() => ({ energy_kwh: 0.75, emissions_kg: 7 })),
    );
    expect(run.outputs.map(({ path }) => path)).not.toContain('emissions.csv');
  });

  it('is not measured without rounds', async () => {
    const { run } = await trainBoth({ [CONFIG]: PROJECT[CONFIG]! });
    expect(run.scored!.measurements).toBeUndefined();
  });

  it('is not said where a run of a round fails, and the predictions of before count', async () => {
    const failing = SCORE.replace('rate=', '[ ! -e again ] || exit 9; touch again\nrate=');
    const { ended, run, predictions } = await trainBoth({ 'score.sh': failing });
    expect(run.scored!.measurements).toBeUndefined();
    expect(predictions.split('\n')[1]).toBe('200,2001-01-01,1,0.5');
    expect(ended.summary).toContain(
      'What scoring takes was not measured: score command (challenger): expected exit code 0, got exit code 9',
    );
  });

  it('is not said where the command writes a number under a name that is measured', async () => {
    const { ended, run } = await trainBoth({ 'score.sh': SCORE.replace('cost usd', 'score_seconds') });
    expect(run.scored!.measurements).toBeUndefined();
    expect(ended.summary).toContain('expected names of your own, got score\\_seconds, which is measured');
  });
});
