/** More pushes than the configuration plans for the same rows ask for new ones (docs/statistics.md#many-looks). */
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  configText,
  MODEL,
  PULL_WORKFLOW,
  REPOSITORY,
  RETRAIN_WORKFLOW,
  startProject,
  type EvaluatedPull,
  type Project,
  type Proposal,
} from '../ground/project.ts';

let project: Project;
beforeEach(async () => {
  project = await startProject({ config: configText('    looks: 2\n') });
});
afterEach(() => project[Symbol.asyncDispose]());

const statusOf = (sha: string): string | undefined =>
  project.repository.statuses
    .filter((status) => status.sha === sha)
    .map(({ state, description }) => `${state}: ${description}`)
    .at(-1);

const commentOf = ({ number }: Proposal): string =>
  project.repository.comments.find(({ issue }) => issue === number)?.body ?? '';

async function push(pull: Proposal, files: Readonly<Record<string, string>>): Promise<string> {
  const { sha } = await project.box.pushFiles({ repository: REPOSITORY, branch: pull.branch, files });
  await project.evaluate(pull);
  return sha;
}

it('the third of two planned looks → the status fails although the rules pass, and the comment says why', async () => {
  const pull = await project.propose({ branch: 'first', skill: 'none' });
  await project.evaluate(pull);
  expect(commentOf(pull)).toContain('**Look 1 of 2 that are planned on these rows**');
  const second = await push(pull, { 'skill.txt': 'good\n' });
  expect(statusOf(second)).toMatch(/^success: /);
  expect(commentOf(pull)).toContain('**Look 2 of 2 that are planned');
  const third = await push(pull, { 'skill.txt': 'fair\n' });
  expect(statusOf(third)).toBe(
    'failure: more looks at these rows than the 2 that are planned: evaluate on new rows',
  );
  expect(commentOf(pull)).toContain('**Look 3 of 2 that are planned');
  expect(commentOf(pull)).toContain('with a chance of up to 3.8 %');
  // Predictions that were compared before are no new look, but the rows are worn out all the same.
  const again = await push(pull, { 'skill.txt': 'good\n' });
  expect(commentOf(pull)).toContain('**Look 3 of 2');
  expect(statusOf(again)).toMatch(/^failure: /);
});

it('a pull request that removes the plan → both configurations evaluate, and the comment names the change', async () => {
  const pull = await project.propose({
    branch: 'loose',
    skill: 'good',
    files: { '.github/model-steward.yml': configText('') },
  });
  await project.evaluate(pull);
  expect(commentOf(pull)).toContain('**What this pull request changes about its own evaluation**');
  expect(commentOf(pull)).toContain('`looks`');
  expect(commentOf(pull)).toContain('97.5 % CI');
});

/** No pull request has a comment of it. */
async function startByHand(branch: string): Promise<EvaluatedPull> {
  const permissions = { contents: 'read' } as const;
  const workflow = branch === 'main' ? RETRAIN_WORKFLOW : PULL_WORKFLOW;
  return await project.evaluateIn(
    await project.box.startRun({
      ...{ repository: REPOSITORY, workflow, event: 'workflow_dispatch', headBranch: branch },
      ...{ actor: 'ann', job: 'train', permissions },
    }),
  );
}

it.each([
  ['with its configuration', configText('    looks: 2\n')],
  ['that removes the plan', configText('')],
  ['with another name for the model', configText('').replace(`  ${MODEL}:`, '  copy:')],
])(
  'somebody starts the workflow by hand on a branch %s → nothing is evaluated, because nothing counts it',
  async (_, config) => {
    const files = { 'skill.txt': 'good\n', '.github/model-steward.yml': config };
    await project.box.pushFiles({
      repository: REPOSITORY,
      branch: 'mine',
      from: 'main',
      files,
      author: 'ann',
    });
    const { train, evaluate } = await startByHand('mine');
    expect(train.failure).toBeUndefined();
    expect(evaluate.failure).toMatch(
      /^TRIGGER_UNTRUSTED: evaluate: expected a pull request, because `looks` of main .* got workflow_dispatch on mine/,
    );
    expect(evaluate.summary).not.toContain('log_loss');
    expect(evaluate.outputs).not.toHaveProperty('verdict');
  },
);

it('the default branch is retrained by hand → it is evaluated, as the plan says', async () => {
  const { evaluate } = await startByHand('main');
  // Without a champion its rules decide nothing.
  expect(evaluate.outputs).toMatchObject({ verdict: 'inconclusive' });
  expect(evaluate.failure).toMatch(/^flight-delays: inconclusive: /);
});
