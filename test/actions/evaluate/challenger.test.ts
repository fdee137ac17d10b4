/** A challenger against the version in production, over several pushes: one comment, kept up to date. */
import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFiles } from '../../../src/shared/adapters/files/files.ts';
import { putIntoProduction, type Champion } from '../../ground/champion.ts';
import {
  configText,
  evaluate,
  GATE,
  leaveEvidence,
  MODEL,
  PERMISSIONS,
  readEvaluation,
  REPOSITORY,
  startGround,
  startPullRun,
  type Ground,
} from '../../ground/evaluation.ts';
import type { EvidenceFiles } from '../../ground/evidence.ts';
import { makeFlights, predictionsText } from '../../ground/predictions.ts';
import { shareGround } from '../../ground/shared-ground.ts';

const flights = makeFlights(28);
const MARKER = `<!-- model-steward:evaluate model=${MODEL} -->`;

/** Both models on the same rows, as train leaves them. */
function both(challenger: number, champion: number): EvidenceFiles {
  return {
    'challenger.csv': { role: 'predictions-challenger', text: predictionsText(flights, challenger) },
    'champion.csv': { role: 'predictions-champion', text: predictionsText(flights, champion) },
  };
}

let ground: Ground;
let champion: Champion;
shareGround(async () => {
  ground = await startGround();
  champion = await putIntoProduction(ground, { predictions: predictionsText(flights, 0.5) });
  return ground;
});

async function push(files: EvidenceFiles): Promise<Ground> {
  const { sha } = await ground.hub.box.pushFiles({
    repository: REPOSITORY,
    branch: 'better',
    files: { 'train.py': `print(${Math.random()})\n` },
  });
  const next = { ...ground, headSha: sha };
  const job = await startPullRun(next);
  await leaveEvidence(next, job, { files, run: { champion } });
  await evaluate(ground, job);
  return next;
}

describe('a challenger', () => {
  it('that is worse, then better: the comment is updated, and names the earlier push', async () => {
    ground.hub.box.comment({
      repository: REPOSITORY,
      number: ground.pull,
      by: 'mallory',
      body: `${MARKER}\nforged pass`,
    });
    const worse = await push(both(0.2, 0.5));
    const better = await push(both(0.8, 0.5));
    const { comments, statuses } = ground.hub.repository;
    expect(comments.map(({ body }) => body.split('\n')[0])).toEqual([MARKER, MARKER]);
    const [forged, written] = comments;
    expect(forged?.body).toBe(`${MARKER}\nforged pass`);
    expect(written?.body).toContain(
      '`flight-delays`: the challenger is better than the champion 1.0.0 · pass',
    );
    expect(written?.body).toContain('No metric with `not-worse-by` is worse by more than its margin.');
    expect(written?.body).toMatch(
      new RegExp(`Earlier pushes \\(1\\)[^]*\`${worse.headSha.slice(0, 7)}\`[^]*fail`),
    );
    expect(written?.body).toContain(
      '**Look 2 on these rows**: 2 different sets of predictions were compared with this champion since 20',
    );
    expect(statuses.map(({ sha, state }) => [sha, state])).toEqual([
      [worse.headSha, 'failure'],
      [better.headSha, 'success'],
    ]);
  });

  it('whose run the champion was not scored in is compared with the stored predictions of the same rows', async () => {
    const job = await startPullRun(ground);
    const { 'challenger.csv': own } = both(0.8, 0.5);
    await leaveEvidence(ground, job, { files: { 'challenger.csv': own! } });
    const ended = await evaluate(ground, job);
    expect(ended.outputs).toMatchObject({ verdict: 'pass', champion: 'flight-delays@v1.0.0' });
    expect((await readEvaluation(ended)).champion?.evidence).toBe('stored');
  });

  it('is compared by size and time too, where train measured them: with the model of the release, in the same rounds', async () => {
    const job = await startPullRun(ground);
    const measurements = [1, 2, 3, 4, 5, 6].flatMap((round) => [
      { model: 'challenger' as const, round, durationMs: 1500 },
      { model: 'champion' as const, round, durationMs: 2000 },
    ]);
    const data = { path: 'rows.csv', sizeBytes: 1, sha256: 'c'.repeat(64) };
    await leaveEvidence(ground, job, {
      files: both(0.8, 0.5),
      run: { champion, scored: { data, measurements } },
    });
    const { metrics } = await readEvaluation(await evaluate(ground, job));
    const find = (name: string) => metrics.find(({ metric }) => metric === name);
    expect(find('run:score_seconds')).toMatchObject({ comparedValue: 2, difference: { estimate: -0.5 } });
    expect(find('run:model_size_mb')!.comparedValue).toBeGreaterThan(0);
  });

  it('has a full report beside the evaluation, without the rows of a public repository, and a link to it', async () => {
    const job = await startPullRun(ground);
    await leaveEvidence(ground, job, { files: both(0.8, 0.5), run: { champion } });
    const { outputs } = await evaluate(ground, job);
    const artifacts = await ground.hub.github.artifacts.ofRun(job.id);
    const artifact = artifacts.find(({ name }) => name === outputs.artifact);
    const files = openFiles(await mkdtemp(join(ground.hub.folder, 'artifact-')));
    await ground.hub.github.artifacts.download(artifact!, files);
    const page = new TextDecoder().decode(await files.read('report.html'));
    expect(page).toBe(await readFile(outputs.report, 'utf8'));
    expect(page).toContain('<h3 id="roc">ROC curve</h3>');
    expect(page).toContain('Single rows are not shown');
    const [comment] = ground.hub.repository.comments;
    expect(comment?.body).toContain(`/actions/runs/${job.id}#artifacts`);
  });

  it('is evaluated from the first attempt when only the evaluation is run again', async () => {
    const first = await startPullRun(ground);
    await leaveEvidence(ground, first, { files: both(0.8, 0.5), run: { champion } });
    const again = await ground.hub.box.rerun(first, {
      job: 'evaluate',
      permissions: PERMISSIONS,
    });
    const ended = await evaluate(ground, again);
    expect(ended.outputs).toMatchObject({
      verdict: 'pass',
      artifact: 'model-steward-flight-delays-2.evaluation',
    });
  });

  it('of a pull request that changes its own gate says so', async () => {
    const job = await startPullRun(ground);
    await leaveEvidence(ground, job, { files: both(0.8, 0.5), run: { champion } });
    await evaluate(ground, job, {
      checkout: { '.github/model-steward.yml': configText(GATE.replace('0.001', '0.0001')) },
    });
    const [comment] = ground.hub.repository.comments;
    expect(comment?.body).toContain('**What this pull request changes about its own evaluation**');
  });

  it('evaluated twice on the same evidence gives the same document, and no second write', async () => {
    const job = await startPullRun(ground);
    await leaveEvidence(ground, job, { files: both(0.8, 0.5), run: { champion } });
    const first = await evaluate(ground, job);
    const again = await ground.hub.box.rerun(job, {
      job: 'evaluate',
      permissions: PERMISSIONS,
    });
    ground.hub.box.requests.clear();
    const second = await evaluate(ground, again);
    expect(second.outputs['evaluation-digest']).toBe(first.outputs['evaluation-digest']);
    expect(ground.hub.box.requests.writes().map(({ path }) => path)).toEqual([
      expect.stringContaining('/statuses/'),
    ]);
  });
});
