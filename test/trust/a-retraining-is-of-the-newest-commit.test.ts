/**
 * A run that is started again weeks later has the code, the inputs and the configuration of its first attempt. A retraining
 * counts only when the default branch has the same ones now (docs/trust.md#one-branch-and-its-newest-state).
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { forceRef } from '../github-box/git/refs.ts';
import {
  configText,
  EVALUATE_PERMISSIONS,
  MODEL,
  REGISTER_PERMISSIONS,
  REPOSITORY,
  RETRAIN_WORKFLOW,
  startProject,
  workflowText,
  type EndedRegister,
  type Project,
} from '../ground/project.ts';

const CONFIG = '.github/model-steward.yml';
const AUTOMATIC = configText('    promote: automatic\n');
const PERMISSIONS = { contents: 'read' } as const;

let project: Project;
let restore: () => void;
beforeAll(async () => {
  project = await startProject({ config: AUTOMATIC, collaborators: { bob: 'write' } });
  await project.ship({ branch: 'first', skill: 'fair' });
  await push({ 'skill.txt': 'best\n' });
  restore = project.box.snapshot();
});
afterEach(() => restore());
afterAll(() => project[Symbol.asyncDispose]());

async function push(files: Readonly<Record<string, string | null>>): Promise<void> {
  await project.box.pushFiles({ repository: REPOSITORY, files });
}

/** The retraining of a commit, which is started again after the branch was changed. */
async function retrainAgain(
  event: 'schedule' | 'workflow_dispatch',
  change: () => Promise<void>,
): Promise<EndedRegister> {
  const run = await project.box.startRun({
    ...{ repository: REPOSITORY, workflow: RETRAIN_WORKFLOW, event, job: 'train', permissions: PERMISSIONS },
  });
  project.box.finishRun(run, 'cancelled');
  await change();
  const again = await project.box.rerun(run, { job: 'train', permissions: PERMISSIONS });
  await project.step('train', again);
  const evaluating = await again.startJob({ job: 'evaluate', permissions: EVALUATE_PERMISSIONS });
  const { outputs } = await project.step('evaluate', evaluating);
  expect(outputs).toMatchObject({ verdict: 'pass' });
  const job = await again.startJob({ job: 'register', permissions: REGISTER_PERMISSIONS });
  return { ...(await project.step('register', job)), run };
}

async function expectOnlyFirst(): Promise<void> {
  expect(await project.tags()).toEqual([`${MODEL}@v1.0.0`, `${MODEL}#production#1`]);
}

describe('a retraining that is run again', () => {
  const event = 'schedule';

  it.each([
    ['the input', { 'skill.txt': 'none\n' }, 'skill.txt: changed on the branch'],
    ['the training command', { 'train.sh': 'exit 1\n' }, 'train.sh: changed on the branch'],
    ['the lock file', { 'requirements.txt': 'a==1\n' }, 'requirements.txt: changed on the branch'],
    ['the score command', { 'score.sh': 'exit 1\n' }, 'score.sh: changed on the branch'],
    ['the table of the evaluation', { 'holdout.csv': 'flight\n' }, 'holdout.csv: changed on the branch'],
    [
      'the command of the configuration',
      { [CONFIG]: AUTOMATIC.replace('bash train.sh', 'sh train.sh') },
      "the model's section of the configuration: changed on the branch",
    ],
  ] as const)(
    '%s was changed on the branch since → it is refused, and the reason names it',
    async (_, files, line) => {
      const { failure } = await retrainAgain(event, () => push(files));
      expect(failure).toMatch(/^EVIDENCE_STALE: /);
      expect(failure).toContain(line);
      await expectOnlyFirst();
    },
  );

  it('its workflow was changed on the branch since → it is refused, and the reason names it', async () => {
    const changed = workflowText('{ workflow_dispatch: {}, schedule: [] }');
    const { failure } = await retrainAgain(event, () => push({ [RETRAIN_WORKFLOW]: changed }));
    expect(failure).toMatch(/^NOT_PASSED: .*got an older one \(\.github\/workflows\/retrain\.yml/);
    await expectOnlyFirst();
  });

  it('its commit was taken off the branch since → it is refused', async () => {
    const first = await project.commitOf(`${MODEL}@v1.0.0`);
    const { failure } = await retrainAgain(event, async () => {
      await forceRef(project.repository.git, 'refs/heads/main', first);
    });
    expect(failure).toMatch(/^EVIDENCE_STALE: run \d+: expected a commit that main has, got/);
    await expectOnlyFirst();
  });

  it('301 files were changed on the branch since, which GitHub does not list → it is refused', async () => {
    const many = Array.from({ length: 301 }, (_, number) => [`notes/${number}.md`, `${number}\n`] as const);
    const { failure } = await retrainAgain(event, () => push(Object.fromEntries(many)));
    expect(failure).toMatch(/^NOT_PASSED: .*got an older one/);
    await expectOnlyFirst();
  });

  it('it was started by hand, and its input was changed on the branch since → it is refused', async () => {
    const { failure } = await retrainAgain('workflow_dispatch', () => push({ 'skill.txt': 'none\n' }));
    expect(failure).toMatch(/^EVIDENCE_STALE: /);
    await expectOnlyFirst();
  });

  it('only other files were changed on the branch since → it is registered', async () => {
    const ended = await retrainAgain(event, () => push({ 'README.md': '# Late flights\n' }));
    expect(ended.failure).toBeUndefined();
    expect(ended.outputs).toMatchObject({ registered: true, stage: 'production' });
  });
});

it('a retraining of an old commit that a person names by `run-id` after its input was changed → it is refused', async () => {
  const ended = await retrainAgain('schedule', () => push({ 'skill.txt': 'none\n' }));
  const inputs = { 'run-id': String(ended.run.id), stage: 'production' };
  const named = await project.registerByHand({ inputs });
  expect(named.failure).toMatch(/^EVIDENCE_STALE: /);
  await expectOnlyFirst();
});
