/** A pull request must not turn green as "unaffected" by a change of something that makes the model or its answers. */
import { describe, expect, it } from 'vitest';
import {
  evaluate,
  leaveEvidence,
  PERMISSIONS,
  REPOSITORY,
  startGround,
  WORKFLOW,
} from '../ground/evaluation.ts';
import { parseGlob } from '../../src/shared/domain/kernel/glob.ts';
import { filesNamedBy } from '../../src/shared/domain/supply-chain/command-files.ts';
import { lockFilePatterns } from '../../src/shared/domain/supply-chain/lock-files.ts';

const isLockFile = (path: string): boolean =>
  lockFilePatterns(undefined).some((glob) => parseGlob(glob).matches(path));

describe('the environment', () => {
  it.each([
    'requirements.txt',
    'dev-requirements.txt',
    'src/requirements.txt',
    'requirements/base.txt',
    'conda.yaml',
    'environment.yml',
    'pyproject.toml',
    'models/late/pyproject.toml',
    'setup.py',
    'setup.cfg',
    'renv.lock',
    'Cargo.lock',
    'go.sum',
    'uv.lock',
    'poetry.lock',
    'Pipfile.lock',
    'pdm.lock',
    'pixi.lock',
    'web/package-lock.json',
  ])('only %s is changed → the model is affected', (path) => {
    expect(isLockFile(path)).toBe(true);
  });

  it.each(['README.md', 'docs/notes.txt', 'src/setup.md', 'requirements.md'])(
    'only %s is changed → the environment is the same',
    (path) => {
      expect(isLockFile(path)).toBe(false);
    },
  );
});

describe('the commands', () => {
  it.each([
    ['python score.py', 'score.py'],
    ['python ./tools/score.py --rows "$MODEL_STEWARD_DATA"', 'tools/score.py'],
    ['pip install -q . && python -m model.score', 'model/score.py'],
    ['CONFIG=conf/score.json bash -c "bin/score"', 'conf/score.json'],
    ['make score', 'Makefile'],
    ['dvc repro', 'dvc.yaml'],
  ])('`%s` is run, and only %s is changed → the model is affected', (command, path) => {
    expect(filesNamedBy([undefined, command], ['README.md', path])).toEqual([path]);
  });
});

describe('a pull request of a fork', () => {
  it.each([
    ['requirements.txt', 'it has to train', 'expected the evidence of a training of flight-delays'],
    ['src/requirements.txt', 'it has to train', 'expected the evidence of a training of flight-delays'],
    ['notes.txt', 'its status is green', undefined],
  ])('it changes only %s, and says that nothing is affected → %s', async (path, _, message) => {
    await using ground = await startGround();
    const { box } = ground.hub;
    await box.fork({ repository: REPOSITORY, owner: 'mallory' });
    await box.pushFiles({ repository: 'mallory/models', branch: 'gift', files: { [path]: 'numpy\n' } });
    const pull = await box.openPull({ repository: REPOSITORY, head: 'mallory:gift', author: 'mallory' });
    const run = { repository: REPOSITORY, workflow: WORKFLOW, headRepository: 'mallory/models' };
    const by = { actor: 'mallory', permissions: PERMISSIONS };
    const job = await box.startRun({ ...run, ...by, event: 'pull_request', pull });
    await leaveEvidence(ground, job, { run: { unaffected: true, modelSet: undefined } });
    box.finishRun(job, 'success');
    const trusted = await box.startRun({
      ...{ repository: REPOSITORY, workflow: '.github/workflows/comment.yml', event: 'workflow_run' },
      ...{ completedRun: job.id, permissions: PERMISSIONS },
    });
    const ended = evaluate(ground, trusted, { inputs: { mode: 'comment' } });
    if (message === undefined) expect((await ended).outputs.verdict).toBe('unaffected');
    else await expect(ended).rejects.toThrow(message);
    const state = message === undefined ? 'success' : 'failure';
    expect(ground.hub.repository.statuses.map((status) => status.state)).toEqual([state]);
  });
});
