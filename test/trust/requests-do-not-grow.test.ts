/**
 * What a step costs does not depend on the age of the repository: ten years with a version every few hours, hundreds of
 * moves of its stage, and 300 models beside it. Every request to GitHub is counted: REST, GraphQL, uploads, and git. What
 * the storage of artifacts and assets gets is not, for no limit counts it (docs/lifecycle.md#requests-of-a-step).
 *
 * | step     | at most | with                                                                       |
 * | -------- | ------- | -------------------------------------------------------------------------- |
 * | train    | 3       | the champion found by the tags; 6 with what its release says               |
 * | evaluate | 12      | comment and status                                                         |
 * | register | 39      | 5 assets, stage, ledger and comment                                        |
 * | deploy   | 17      | a deployment that replaces another; 15 for a first one                     |
 * | deploy   | 20      | the same by a command, with the release and both files of the version before |
 * | monitor  | 20      | one issue                                                                  |
 *
 * The stage move of the champion has counter 1, and those of the long history before it have counters up to 1,001: dates
 * decide, as in GTO.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Box } from '../github-box/box.ts';
import { loadPackedRefs } from '../github-box/git/refs.ts';
import type { Repository } from '../github-box/state/repository.ts';
import { startGround as startDeployment } from '../ground/deployment.ts';
import { TEN_YEARS, writeHistory } from '../ground/long-history.ts';
import { startGround as startMonitoring } from '../ground/monitoring.ts';
import {
  EVALUATE_PERMISSIONS,
  MODEL,
  PULL_WORKFLOW,
  REPOSITORY,
  startProject,
  workflowText,
  type Project,
  type Proposal,
} from '../ground/project.ts';
import { MODEL as SERVED_MODEL } from '../ground/served-model.ts';

async function age(repository: Repository, model: string): Promise<void> {
  const tags = await writeHistory(repository.git.path, { model, ...TEN_YEARS });
  expect(tags).toBe(10_000 + 1_000 + 300);
  loadPackedRefs(repository.git);
}

/** The requests of some work, one line each, so that a failure lists them. */
async function requestsOf(box: Box, work: () => Promise<unknown>): Promise<readonly string[]> {
  box.requests.clear();
  await work();
  return box.requests.lines().filter((line) => !line.endsWith(' 304'));
}

/** Of files that a commit does not have: what it has costs nothing when it is asked for again (304). */
async function missingFiles(box: Box, work: () => Promise<unknown>): Promise<readonly string[]> {
  box.requests.clear();
  await work();
  return box.requests.entries
    .filter(({ status, path }) => status === 404 && path.includes('/contents/'))
    .map(({ path, query }) => `${decodeURIComponent(path)} at ${query.ref}`);
}

function expectAtMost(limit: number, requests: readonly string[]): void {
  const got = `expected at most ${limit} requests, got ${requests.length}:\n${requests.join('\n')}\n`;
  expect(requests.length, got).toBeLessThanOrEqual(limit);
}

describe('10,000 versions, 1,000 moves of a stage, and 300 other models', () => {
  let project: Project;
  let pull: Proposal;
  beforeAll(async () => {
    project = await startProject({ private: false });
    await project.ship({ branch: 'first', skill: 'fair' });
    pull = await project.propose({ branch: 'second', skill: 'good' });
    await age(project.repository, MODEL);
  }, 600_000);
  afterAll(() => project[Symbol.asyncDispose]());

  it('train, evaluate and register a pull request → at most 6, 12 and 39 requests, with 5 assets', async () => {
    const { box } = project;
    const permissions = { contents: 'read' } as const;
    const event = { workflow: PULL_WORKFLOW, event: 'pull_request', pull: pull.number, permissions };
    const run = await box.startRun({ repository: REPOSITORY, job: 'train', ...event });
    const train = await requestsOf(box, () => project.step('train', run));
    expectAtMost(6, train);
    // The tags alone say which version it is.
    const ofRelease = train.findIndex((line) => line.includes('/releases/'));
    expectAtMost(3, train.slice(0, ofRelease));
    const job = await run.startJob({ job: 'evaluate', permissions: EVALUATE_PERMISSIONS });
    const evaluate = await requestsOf(box, async () => {
      const ended = await project.step('evaluate', job);
      expect(ended.outputs).toMatchObject({ verdict: 'pass', champion: 'flight-delays@v1.0.0' });
    });
    expect(evaluate.filter((line) => line.startsWith('POST /repos'))).toHaveLength(2);
    expectAtMost(12, evaluate);
    const push = await project.merge(pull);
    const register = await requestsOf(box, async () => {
      const ended = await project.registerPush(push);
      expect(ended.outputs).toMatchObject({ version: '1.1.0', stage: 'production' });
    });
    expect(await project.tags()).toContain('flight-delays#production#1002');
    const assets = register.filter((line) => line.includes('{release_id}/assets 201')).length;
    expect(Object.keys(await project.ledger())).toHaveLength(4);
    expect(project.comments(pull.number)).toHaveLength(1);
    expectAtMost(34 + assets, register);
  }, 600_000);
});

it('evaluate and register a first pull request that brings its workflow → no file of a commit is asked for twice', async () => {
  await using project = await startProject();
  const { box } = project;
  const workflow = '.github/workflows/model.yml';
  const files = { [workflow]: workflowText('pull_request') };
  const pull = await project.propose({ branch: 'first', skill: 'good', files });
  const permissions = { contents: 'read' } as const;
  const event = { workflow, event: 'pull_request', pull: pull.number, permissions };
  const run = await box.startRun({ repository: REPOSITORY, job: 'train', ...event });
  await project.step('train', run);
  const job = await run.startJob({ job: 'evaluate', permissions: EVALUATE_PERMISSIONS });
  const evaluate = await missingFiles(box, () => project.step('evaluate', job));
  const push = await project.merge(pull);
  const register = await missingFiles(box, () => project.registerPush(push));
  for (const asked of [evaluate, register]) {
    expect(asked).toContainEqual(expect.stringContaining(workflow));
    expect(asked).toEqual([...new Set(asked)]);
  }
});

it('deploy with 10,000 versions → at most 15 requests for a first deployment, and 17 for the next, or 20 with a command', async () => {
  await using ground = await startDeployment();
  const { box } = ground;
  const image = { target: 'none', image: `${box.registry}/acme/flights`, environment: 'images' };
  await ground.register('1.0.0');
  await ground.deploy(image);
  await ground.deploy();
  await ground.register('1.1.0');
  await age(box.world.findRepository(REPOSITORY)!, SERVED_MODEL);
  // From now on the events of the versions should be in the ledger, and whether they are is asked.
  box.clock.advance(2 * 60 * 60_000);
  const first = await requestsOf(box, () => ground.deploy({ environment: 'canary' }));
  const next = await requestsOf(box, () => ground.deploy(image));
  const nextByCommand = await requestsOf(box, () => ground.deploy());
  expect(ground.deployments().map(([version, state]) => [version, state])).toEqual([
    ['1.0.0', 'inactive'],
    ['1.0.0', 'inactive'],
    ['1.1.0', 'success'],
    ['1.1.0', 'success'],
    ['1.1.0', 'success'],
  ]);
  expectAtMost(15, first);
  expectAtMost(17, next);
  // Release and both files of the version before: they have to be there before a rollback needs them.
  expectAtMost(17 + 3, nextByCommand);
}, 600_000);

it('monitor with 10,000 versions → at most 20 requests with one issue', async () => {
  await using ground = await startMonitoring();
  await age(ground.box.world.findRepository(REPOSITORY)!, MODEL);
  const requests = await requestsOf(ground.box, () => ground.monitorOn('2026-06-20'));
  expect(ground.issues).toHaveLength(1);
  expectAtMost(20, requests);
}, 600_000);
