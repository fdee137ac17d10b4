/**
 * What is to be registered, according to GitHub's API and not to an artifact: the pull requests that a
 * push merged (docs/lifecycle.md#which-pull-requests-count), one that is named, a run that is named, or this run itself.
 */
import { InputError } from '../../../src/shared/domain/kernel/errors.ts';
import type { PullRequest, RunContext, WorkflowRun } from '../../../src/shared/domain/kernel/platform.ts';
import { isOwnRepository } from '../../../src/shared/domain/kernel/origin.ts';
import { isRetraining } from '../../../src/shared/domain/kernel/trigger.ts';
import { branchName, OWN_BRANCH } from '../../../src/shared/usecases/default-branch.ts';
import type { Subject } from '../outcome.ts';
import type { RegisterStep } from '../ports.ts';
import { isObjectName } from '../../../src/shared/domain/kernel/digest-form.ts';
import { LISTS_LAG_MS, REQUEST_AGAIN_MS } from '../../../src/shared/usecases/model-tags.ts';

/** Of a push; older commits of a larger one are ignored. */
const MAX_COMMITS = 100;

/**
 * Of a run on the default branch.
 * @returns the newest last; none for a push without a merged pull request.
 * @throws InputError for other events.
 */
export async function findSubjects(step: RegisterStep): Promise<readonly Subject[]> {
  const { inputs, context } = step;
  if (inputs.pullRequest !== undefined) return [await namedPullRequest(step, inputs.pullRequest)];
  if (inputs.runId !== undefined) return [await namedRun(step, inputs.runId)];
  switch (context.eventName) {
    case 'push':
      return (await mergedPullRequests(step)).map(pullRequestSubject);
    case 'workflow_dispatch':
    case 'schedule':
      return [{ kind: 'retraining', gate: 'gate-retrain', run: await ownRun(step) }];
    default:
      throw new InputError(
        'TRIGGER_UNTRUSTED',
        `event: expected push, workflow_dispatch or schedule, got ${context.eventName}`,
        { hint: 'run register after the merge: on: push' },
      );
  }
}

/** Merged into another branch, it had other rules: whoever may write can make a branch, and merge into it alone. */
async function namedPullRequest({ ports }: RegisterStep, number: number): Promise<Subject> {
  const pull = await ports.pullRequests.get(number);
  const branch = await ports.repositories.defaultBranch();
  if (pull.merged && pull.base.ref === branch) return pullRequestSubject(pull);
  if (pull.merged) {
    throw new InputError(
      'INPUT_INVALID',
      `input "pull-request": expected one that was merged into ${branch}, the default branch, got #${number}, which was merged into ${pull.base.ref}`,
      {
        hint: `merge it into ${branch} in a pull request that is evaluated; where ${pull.base.ref} is an older name of ${branch}, propose the model again; ${OWN_BRANCH}`,
      },
    );
  }
  throw new InputError(
    'INPUT_INVALID',
    `input "pull-request": expected a merged one, got #${number}, which is ${pull.state}`,
    {
      hint: 'merge it first: the merge is the approval',
    },
  );
}

function pullRequestSubject(pull: PullRequest): Subject {
  return { kind: 'pull-request', gate: 'gate', pull };
}

/** A run that a person names is a retraining only where it is one by the rules of `ownRun`; else the full gate decides. */
async function namedRun(step: RegisterStep, runId: number): Promise<Subject> {
  const run = await step.ports.workflows.run(runId);
  const retrained = (await isRetrainingRun(step, run)) && (await isOnDefaultBranch(step, run));
  return { kind: 'manual', gate: retrained ? 'gate-retrain' : 'gate', run };
}

async function isRetrainingRun({ context, ports }: RegisterStep, run: WorkflowRun): Promise<boolean> {
  if (!isRetraining(run.event) || !isOwnRepository(context, run.headRepository)) return false;
  return run.headBranch === (await ports.repositories.defaultBranch());
}

/**
 * Whether a run tested a commit of the default branch as it is there. One of a pull request tested a merge, which can be that of
 * the same commit into another branch.
 */
export async function isOfDefaultBranch(step: RegisterStep, run: WorkflowRun): Promise<boolean> {
  if (run.event === 'pull_request') return false;
  const defaultBranch = await step.ports.repositories.defaultBranch();
  const isNamed =
    run.headBranch === defaultBranch ||
    run.headBranch?.startsWith(`${MERGE_QUEUE}${defaultBranch}/`) === true;
  return isNamed && (await isOnDefaultBranch(step, run));
}

/** The branches of a merge queue, each followed by the name of its base. */
const MERGE_QUEUE = 'gh-readonly-queue/';

/**
 * The commit counts too, because a tag can have the name of a branch. A commit within a merged pull request is on the branch
 * and was never its newest one: what the pull request took back before the merge was approved by no one.
 */
async function isOnDefaultBranch(
  { ports: { repositories, pullRequests } }: RegisterStep,
  { headSha }: Pick<WorkflowRun, 'headSha'>,
): Promise<boolean> {
  const name = await repositories.defaultBranch();
  if ((await repositories.commitsBetween(`refs/heads/${name}`, headSha)).length > 0) return false;
  const merged = (await pullRequests.ofCommit(headSha)).filter(({ base }) => base.ref === name);
  return merged.length === 0 || merged.some(({ mergeCommit }) => mergeCommit === headSha);
}

/** Only GitHub can say that a run was started by schedule or by hand, on the default branch. */
async function ownRun(step: RegisterStep): Promise<WorkflowRun> {
  const { ports, context } = step;
  const run = await ports.workflows.run(context.runId);
  if (await isRetrainingRun(step, run)) return run;
  const defaultBranch = await ports.repositories.defaultBranch();
  throw new InputError(
    'TRIGGER_UNTRUSTED',
    `run ${run.id}: expected workflow_dispatch or schedule on ${defaultBranch}, got ${run.event} on ${run.headBranch ?? 'a deleted branch'}`,
    { hint: 'run the retraining workflow on the default branch' },
  );
}

async function mergedPullRequests(step: RegisterStep): Promise<readonly PullRequest[]> {
  const { ports, context } = step;
  const branch = branchName(context.ref);
  let commits = await pushedCommits(step);
  const pullsOfCommit = new Map<string, readonly PullRequest[]>();
  const fetchPulls = async (shas: readonly string[]): Promise<void> => {
    for (const sha of shas) pullsOfCommit.set(sha, await ports.pullRequests.ofCommit(sha));
  };
  const isUnknown = (sha: string): boolean => (pullsOfCommit.get(sha) ?? []).length === 0;
  await fetchPulls([context.sha]);
  const others = commits.filter((sha) => sha !== context.sha);
  if ((pullsOfCommit.get(context.sha) ?? []).some((pull) => isAllOf(pull, others))) commits = [context.sha];
  else await fetchPulls(others);
  // The tip is the newest commit: once its pull request is known, so are those of the others.
  for (let waitedMs = 0; isUnknown(context.sha) && waitedMs < LISTS_LAG_MS; waitedMs += REQUEST_AGAIN_MS) {
    await ports.clock.sleep(REQUEST_AGAIN_MS);
    await fetchPulls([context.sha]);
    if (!isUnknown(context.sha)) await fetchPulls(commits.filter(isUnknown));
  }
  const inOrder = commits
    .flatMap((sha) => pullsOfCommit.get(sha) ?? [])
    .filter(({ base }) => base.ref === branch);
  // A pull request of several commits stands where its last commit does.
  return [...new Map(inOrder.toReversed().map((pull) => [pull.number, pull])).values()].toReversed();
}

/** Whether these are the commits of the pull request, whose merge is the rest of the push. */
function isAllOf({ commits, head }: PullRequest, others: readonly string[]): boolean {
  return others.length === commits && others.includes(head.sha);
}

/** Oldest first; the pushed tip is always the last. */
async function pushedCommits({ ports, context }: RegisterStep): Promise<readonly string[]> {
  const before = beforeOf(context);
  const between = before === undefined ? [] : await ports.repositories.commitsBetween(before, context.sha);
  const commits = [...between.filter((sha) => sha !== context.sha), context.sha];
  if (commits.length > MAX_COMMITS)
    ports.log.warning(`push: ${commits.length} commits; only the newest ${MAX_COMMITS} are considered`);
  return commits.slice(-MAX_COMMITS);
}

/** `before` of the push event, whose payload is not verified. */
function beforeOf({ event }: RunContext): string | undefined {
  const before = typeof event === 'object' && event !== null && 'before' in event ? event.before : undefined;
  return typeof before === 'string' && isObjectName(before) ? before : undefined;
}
