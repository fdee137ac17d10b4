/**
 * A stage that DVC takes to be up to date is not run: what `dvc.lock` names counts as its output. So whoever brings another
 * lock file, and the files that have its digests, does not approve them alone (docs/trust.md#the-base-decides).
 */
import { createHash } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { REPOSITORY, startProject, type Project } from '../ground/project.ts';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

const CONFIG = `models:
  flight-delays:
    purpose: warn passengers of a delay
    owner: '@acme/flight-data'
    task: metrics
    paths: [skill.txt]
    train: { dvc: repro, model: model/**, metrics: metrics.json }
    gate:
      - { metric: quality, at-least: 0.5 }
    gate-retrain:
      - { metric: quality, at-least: 0.5 }
`;
const TRAIN = `mkdir -p model
cp skill.txt model/skill.txt
case $(cat skill.txt) in none) quality=0.1;; fair) quality=0.6;; *) quality=0.9;; esac
echo "{\\"quality\\": $quality}" > metrics.json
`;
const STAGES = `stages:
  train:
    cmd: bash train.sh
    deps: [train.sh, skill.txt]
    outs: [model/skill.txt: { cache: false }]
    metrics: [metrics.json: { cache: false }]
`;
const metricsOf = (quality: number): string => `{"quality": ${quality}}\n`;
const out = (path: string, digest: string): string =>
  `    - path: ${path}\n      hash: md5\n      md5: ${digest}\n`;
const lockOf = (skill: string, quality: number): string =>
  `schema: '2.0'\nstages:\n  train:\n    cmd: bash train.sh\n    outs:\n${out('metrics.json', md5(metricsOf(quality)))}${out('model/skill.txt', md5(`${skill}\n`))}`;

/** Runs the stage, unless the checkout says that its inputs are those of the lock file; writes the lock file as DVC does. */
const DVC = `#!/bin/bash
if [ -f up-to-date.txt ]; then echo "Stage 'train' didn't change, skipping"; exit 0; fi
bash train.sh
digest() { md5sum "$1" | cut -d ' ' -f 1; }
printf '%s\\n' "schema: '2.0'" 'stages:' '  train:' '    cmd: bash train.sh' '    outs:' > dvc.lock
for path in metrics.json model/skill.txt; do
  printf '    - path: %s\\n      hash: md5\\n      md5: %s\\n' "$path" "$(digest "$path")" >> dvc.lock
done
`;

let project: Project;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dvc-'));
  await writeFile(join(folder, 'dvc'), DVC);
  await chmod(join(folder, 'dvc'), 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
  project = await startProject({ collaborators: { bob: 'write', carol: 'write' }, config: CONFIG });
  const files = { 'dvc.yaml': STAGES, 'dvc.lock': lockOf('none', 0.1), 'train.sh': TRAIN };
  await project.box.pushFiles({ repository: REPOSITORY, files });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
  await project[Symbol.asyncDispose]();
});

const forged = {
  'up-to-date.txt': 'yes\n',
  'dvc.lock': lockOf('none', 1),
  'metrics.json': metricsOf(1),
  'model/skill.txt': 'none\n',
};

async function propose(skill: 'none' | 'good', files: Readonly<Record<string, string>>) {
  const pull = await project.propose({ branch: 'outputs', skill, files: { 'data.txt': 'May\n', ...files } });
  const { evaluate } = await project.evaluate(pull);
  expect(evaluate.outputs).toMatchObject({ verdict: 'pass' });
  const { summary } = evaluate;
  return { summary, ended: await project.registerPush(await project.merge(pull)) };
}

it('dvc.lock is committed with a model and metrics that no stage made → somebody else has to approve it', async () => {
  const { summary, ended } = await propose('none', forged);
  expect(summary).toContain('**What this pull request changes about its own evaluation**');
  expect(summary).toContain('- `dvc.lock` (outputs of the pipeline that were not made in this run)');
  expect(ended.failure).toContain('the pull request changes its own evaluation (dvc.lock (outputs of');
  expect(await project.tags()).toEqual([]);
});

it('dvc.lock is another one, and the stage is run → the version is registered', async () => {
  const { summary, ended } = await propose('good', { 'dvc.lock': lockOf('fair', 0.6) });
  expect(summary).not.toContain('changes about its own evaluation');
  expect(ended.outputs).toMatchObject({ registered: true });
});

it('dvc.lock is committed as the stage will make it, and its outputs are nowhere → the run made them, and nothing is asked', async () => {
  const { summary, ended } = await propose('good', { 'dvc.lock': lockOf('good', 0.9) });
  expect(summary).not.toContain('changes about its own evaluation');
  expect(ended.outputs).toMatchObject({ registered: true });
});

it.each([
  ['a cache of DVC that may have its outputs', { '.dvc/cache/files/md5/ab/cdef': 'a model\n' }],
  ['settings that place the cache of DVC elsewhere', { '.dvc/config': '[cache]\n    dir = /opt/cache\n' }],
  ['one of its outputs', { 'metrics.json': metricsOf(0.9) }],
])('dvc.lock comes with %s → somebody else has to approve it', async (_, files) => {
  const { summary, ended } = await propose('good', { 'dvc.lock': lockOf('good', 0.9), ...files });
  expect(summary).toContain('- `dvc.lock` (outputs of the pipeline that were not made in this run)');
  expect(ended.failure).toContain('the pull request changes its own evaluation (dvc.lock (outputs of');
});
