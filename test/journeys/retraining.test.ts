/** Retraining on the default branch, in a run of its own (docs/lifecycle.md#retraining-without-a-pull-request). */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { configText, REPOSITORY, RETRAIN_WORKFLOW, startProject, type Project } from '../ground/project.ts';

const run = promisify(execFile);

let project: Project;
afterEach(() => project[Symbol.asyncDispose]());

const PERMISSIONS = { contents: 'write', actions: 'read', 'pull-requests': 'read', issues: 'write' } as const;

/** Version 1.0.0 is in production, and newer data have come in. */
async function startWithNewData(more = ''): Promise<void> {
  project = await startProject({ config: configText(more) });
  await project.ship({ branch: 'first', skill: 'good' });
  await project.box.pushFiles({ repository: REPOSITORY, files: { 'data.txt': 'February\n' } });
}

describe('an equal model on newer data', () => {
  it.each(['schedule', 'workflow_dispatch'] as const)(
    'passes the gate for retraining and is registered without a stage (%s)',
    async (event) => {
      await startWithNewData();
      const ended = await project.retrain({ event });
      expect(ended).toMatchObject({
        failure: undefined,
        outputs: { registered: true, version: '1.1.0', stage: '' },
      });
      expect(await project.tags()).not.toContain('flight-delays#production#2');
      const evaluation = JSON.parse(project.asset('flight-delays@v1.1.0', 'evaluation.json')) as object;
      expect(evaluation).toMatchObject({ gate: { name: 'gate-retrain' }, verdict: 'pass' });
      const document = JSON.parse(project.asset('flight-delays@v1.1.0', 'model.json')) as object;
      expect(document).toMatchObject({ approval: { kind: 'retraining', runId: ended.run.id } });
    },
  );

  it('goes into production automatically only when the configuration says so', async () => {
    await startWithNewData('    promote: automatic\n');
    const ended = await project.retrain();
    expect(ended.outputs).toMatchObject({
      version: '1.1.0',
      stage: 'production',
      'previous-version': '1.0.0',
    });
  });

  it('reports to the issue that asked, with a command that really promotes', async () => {
    await startWithNewData();
    const issue = project.box.openIssue({
      repository: REPOSITORY,
      by: 'github-actions[bot]',
      title: 'Drift',
    });
    const inputs = { issue: String(issue) };
    const ended = await project.retrain({ event: 'workflow_dispatch', inputs, permissions: PERMISSIONS });
    expect(ended.warnings).toEqual([]);
    const [comment, ...others] = project.comments(issue);
    expect(others).toEqual([]);
    expect(comment).toContain('is registered');
    const command = /```bash\n(.+)\n```/.exec(comment!)?.[1] ?? '';
    await runInClone(command);
    const resolved = await project.registerByHand({ inputs: { operation: 'resolve', stage: 'production' } });
    expect(resolved.outputs).toMatchObject({ version: '1.1.0' });
  });
});

describe('a retrained model', () => {
  it('that is worse is refused, and the issue says so', async () => {
    await startWithNewData();
    await project.box.pushFiles({ repository: REPOSITORY, files: { 'skill.txt': 'none\n' } });
    const issue = project.box.openIssue({
      repository: REPOSITORY,
      by: 'github-actions[bot]',
      title: 'Drift',
    });
    const ended = await project.retrain({ inputs: { issue: String(issue) }, permissions: PERMISSIONS });
    expect(ended.failure).toMatch(/^NOT_PASSED: evaluation: expected pass, got: the verdict is fail/);
    expect(project.comments(issue)[0]).toContain('was **not registered**: `NOT_PASSED`');
  });

  it('on an unchanged commit gets a commit of its own, so that GTO reads both versions', async () => {
    project = await startProject({ config: configText('    promote: automatic\n') });
    const first = await project.ship({ branch: 'first', skill: 'good' });
    // The data changed outside the tree: the same commit, another model.
    await project.box.pushFiles({
      repository: REPOSITORY,
      files: {
        'train.sh':
          'mkdir -p model; (cat skill.txt; echo $RANDOM) > model/skill.txt; echo \'{"rows": 1}\' > metrics.json\n',
      },
    });
    const second = await project.retrain();
    const third = await project.retrain();
    expect([first, second, third].map(({ outputs }) => outputs.version)).toEqual(['1.0.0', '1.1.0', '1.2.0']);
    const commits = await Promise.all(
      ['1.1.0', '1.2.0'].map((version) => project.commitOf(`flight-delays@v${version}`)),
    );
    expect(commits[1]).not.toBe(commits[0]);
    const show = async (format: string, commit: string): Promise<string> =>
      (await run('git', ['-C', project.repository.git.path, 'show', '-s', `--format=${format}`, commit]))
        .stdout;
    expect((await show('%P', commits[1]!)).trim()).toBe(commits[0]);
    expect(await show('%T', commits[1]!)).toBe(await show('%T', commits[0]!));
    expect(JSON.parse(project.asset('flight-delays@v1.2.0', 'model.json'))).toMatchObject({
      commit: commits[0],
    });
  });

  it('of another branch is not accepted, whatever the run says', async () => {
    project = await startProject();
    await project.box.pushFiles({ repository: REPOSITORY, branch: 'side', files: { 'skill.txt': 'best\n' } });
    const started = await project.box.startRun({
      repository: REPOSITORY,
      workflow: RETRAIN_WORKFLOW,
      event: 'workflow_dispatch',
      headBranch: 'side',
      permissions: PERMISSIONS,
    });
    const ended = await project.step('register', started);
    expect(ended.failure).toContain('TRIGGER_UNTRUSTED');
    expect(ended.failure).toContain(
      'register: expected a run on main, the default branch, got workflow_dispatch on side',
    );
  });
});

/** Runs a command as a member of the team with a clone would. */
async function runInClone(command: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'clone-'));
  const token = project.box.issueToken({ login: 'acme', type: 'user' });
  const script = `set -euo pipefail
    git clone --quiet '${project.box.gitUrl(REPOSITORY, token)}' clone && cd clone
    git config user.name acme && git config user.email acme@example.org
    export GIT_COMMITTER_DATE='${project.box.clock.tick().toISOString()}'
    ${command}`;
  try {
    await run('bash', ['-c', script], { cwd: folder });
  } finally {
    await rm(folder, { recursive: true });
  }
}
