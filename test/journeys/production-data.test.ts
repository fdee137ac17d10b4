/** The monitor's data are in no checkout; scores come from the data or from a job before (docs/lifecycle.md#current-data). */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { StartedRun } from '../github-box/human/runs.ts';
import { configText, productionRows, REPOSITORY, startProject, type Project } from '../ground/project.ts';

let project: Project;
let run: StartedRun;
beforeEach(async () => {
  const config = configText('    monitor: { labels-after: 0 days }\n');
  const reference = config.replace('metrics: metrics.json', 'metrics: metrics.json, reference: holdout.csv');
  project = await startProject({ config: reference });
  await project.ship({ branch: 'first', skill: 'good' });
  run = await project.box.startRun({
    repository: REPOSITORY,
    workflow: '.github/workflows/monitor.yml',
    event: 'schedule',
    permissions: { contents: 'write', issues: 'write' },
  });
});
afterEach(() => project[Symbol.asyncDispose]());

it('a file that was not fetched is a finding, not a crash', async () => {
  const ended = await project.step('monitor', run, { inputs: { current: 'yesterday.csv' } });
  expect(ended.failure).toBeUndefined();
  expect(ended.summary).toContain('there is no file yesterday.csv');
  expect(project.repository.issues.filter(({ pull }) => pull === undefined)).toHaveLength(1);
});

it('the champion can answer in a job before: train with score alone, on its verified bytes', async () => {
  const files = { 'yesterday.csv': productionRows };
  const scored = await project.step('train', run, {
    files,
    inputs: { mode: 'score', 'score-data': 'yesterday.csv', 'score-out': 'scores.csv' },
  });
  expect(scored).toMatchObject({ failure: undefined, outputs: { champion: 'flight-delays@v1.0.0' } });
  const inputs = { current: 'yesterday.csv', scores: 'scores.csv' };
  const ended = await project.step('monitor', run, { files, inputs });
  expect(ended.failure).toBeUndefined();
  const [check] = Object.values(await project.ledger()).flatMap((event) =>
    event.event === 'checked' ? [event.check] : [],
  );
  expect(check).toMatchObject({ version: '1.0.0', current: { path: 'yesterday.csv', rows: 700 } });
  expect(check!.findings.filter(({ kind }) => kind === 'performance')).not.toEqual([]);
});
