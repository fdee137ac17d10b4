/**
 * However a pull request is merged, and whatever starts the registration, the same rules decide: what a push refuses is
 * not accepted from its re-run, from a person who names the run, or from the retraining of the next night
 * (docs/trust.md#the-base-decides).
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  configText,
  MODEL,
  REPOSITORY,
  RETRAIN_WORKFLOW,
  startProject,
  type Project,
  type Proposal,
} from '../ground/project.ts';

const CONFIG = '.github/model-steward.yml';
const AUTOMATIC = configText('    promote: automatic\n');
const WEAK_GATE = configText(
  '    promote: automatic\n',
  `
      - { metric: log_loss, at-most: 100 }`,
);
const EMPTY_STAGE = configText('    promote: automatic\n    stage: staging\n');
/** What production gets from a retraining, a person decides. */
const WEAK_RETRAINING = configText('    gate-retrain: [{ metric: log_loss, at-most: 100 }]\n');
/** Answers for the champion as the worst model would. */
const SABOTAGE = `skill=$(head -n 1 "$MODEL_STEWARD_MODEL/skill.txt")
[ "$skill" = good ] && skill=none
cp "predictions/$skill.csv" "$MODEL_STEWARD_OUT"
`;

interface Attack {
  readonly attack: string;
  /** Of the base branch. */
  readonly config?: string;
  readonly files?: Readonly<Record<string, string>>;
  /** Whether the run that a person names is a retraining on the branch, instead of that of the pull request. */
  readonly isByHand?: boolean;
}

const attacks: readonly Attack[] = [
  { attack: 'it brings a weaker gate', files: { [CONFIG]: WEAK_GATE } },
  { attack: 'it names an empty stage', files: { [CONFIG]: EMPTY_STAGE } },
  { attack: 'it answers for the champion', files: { 'score.sh': SABOTAGE } },
  { attack: 'a retraining was started on its branch', config: WEAK_RETRAINING, isByHand: true },
];

describe.each(attacks)('a worse model: $attack', ({ config = AUTOMATIC, files = {}, isByHand = false }) => {
  let project: Project;
  let pull: Proposal;
  let named: number;
  let restore: () => void;
  beforeAll(async () => {
    project = await startProject({ config, collaborators: { bob: 'write' } });
    await project.ship({ branch: 'first', skill: 'good' });
    pull = await project.propose({ branch: 'worse', skill: 'fair', files });
    named = (await project.evaluate(pull)).run.id;
    if (isByHand) named = await trainByHand(project, pull);
    restore = project.box.snapshot();
  });
  afterEach(() => restore());
  afterAll(() => project[Symbol.asyncDispose]());

  it.each(['merge', 'squash', 'rebase'] as const)(
    'it is merged by %s, registered by a push, by a re-run and by hand, and trained again on a schedule → production keeps its version',
    async (method) => {
      const pushed = await project.registerPush(await project.merge(pull, method));
      const again = await project.rerunRegister(pushed);
      const inputs = { 'run-id': String(named), stage: 'production' };
      const byHand = await project.registerByHand({ inputs });
      for (const { failure } of [pushed, again, byHand]) expect(failure).toMatch(/^NOT_PASSED: /);
      expect(await project.tags()).toEqual([`${MODEL}@v1.0.0`, `${MODEL}#production#1`]);
      await project.retrain({ event: 'schedule' });
      const stages = (await project.tags()).filter((tag) => tag.includes('#production#'));
      expect(stages).toEqual([`${MODEL}#production#1`]);
    },
  );
});

async function trainByHand(project: Project, { branch }: Proposal): Promise<number> {
  const run = await project.box.startRun({
    ...{ repository: REPOSITORY, workflow: RETRAIN_WORKFLOW, event: 'workflow_dispatch', job: 'train' },
    ...{ headBranch: branch, permissions: { contents: 'read' } },
  });
  const { evaluate } = await project.evaluateIn(run);
  expect(evaluate.outputs).toMatchObject({ verdict: 'pass' });
  return run.id;
}
