/**
 * Every write of every adapter, as a scenario that can be run any number of times in one repository: what is
 * prepared, the call itself, and what a person would count afterwards.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { openFiles } from '../../../src/shared/adapters/files/files.ts';
import type { BoxGitHub } from './box-github.ts';
import { assetSource } from '../../ground/asset-source.ts';
import { promotion } from './ledger-event.ts';

export interface Scenario {
  readonly name: string;
  /** The requests that the call sends to change something: `POST /repos/{owner}/{repo}/git/refs`. */
  readonly writes: readonly string[];
  /** What a token needs for it, besides reading. */
  readonly permission: string;
  /** @param id unlike that of any other preparation. */
  prepare(ground: BoxGitHub, id: number): Promise<PreparedScenario> | PreparedScenario;
}

export interface PreparedScenario {
  readonly act: () => Promise<unknown>;
  /** How often the effect is there; 1 is right. */
  readonly count: () => number;
}

const AT = '2026-11-20T10:00:00Z';
const R = '/repos/{owner}/{repo}';

function count<T>(items: readonly T[], is: (item: T) => boolean): number {
  return items.filter(is).length;
}

async function openIssue({ github }: BoxGitHub, id: number): Promise<number> {
  const labels = ['drift'];
  return (await github.issues.create({ title: `issue ${id}`, body: `m${id};`, labels, marker: `m${id};` }))
    .number;
}

function git({ repository }: BoxGitHub, ...args: string[]): string {
  return execFileSync('git', ['-C', repository.git.path, ...args], { encoding: 'utf8' }).trim();
}

const comments: readonly Scenario[] = [
  {
    name: 'a sticky comment is created',
    writes: [`POST ${R}/issues/{issue_number}/comments`],
    permission: 'issues',
    prepare: async (ground, id) => {
      const number = await openIssue(ground, id);
      return {
        act: () => ground.github.comments.upsert(number, `c${id};`, { body: `c${id}; text` }),
        count: () => count(ground.repository.comments, ({ body }) => body === `c${id}; text`),
      };
    },
  },
  {
    name: 'a sticky comment is updated',
    writes: [`PATCH ${R}/issues/comments/{comment_id}`],
    permission: 'issues',
    prepare: async (ground, id) => {
      const number = await openIssue(ground, id);
      await ground.github.comments.upsert(number, `c${id};`, { body: `c${id}; before` });
      return {
        act: () => ground.github.comments.upsert(number, `c${id};`, { body: `c${id}; after` }),
        count: () =>
          count(
            ground.repository.comments,
            ({ body }) => body.startsWith(`c${id};`) && body.endsWith('after'),
          ),
      };
    },
  },
];

const issues: readonly Scenario[] = [
  {
    name: 'an issue is opened with a label that does not exist yet',
    writes: [`POST ${R}/labels`, `POST ${R}/issues`],
    permission: 'issues',
    prepare: (ground, id) => ({
      act: () =>
        ground.github.issues.create({
          title: 'Drift',
          body: `i${id};`,
          labels: [`label ${id}`],
          marker: `i${id};`,
        }),
      count: () =>
        count(ground.repository.issues, ({ body, labels }) => body === `i${id};` && labels.length === 1),
    }),
  },
  {
    name: 'an issue is updated',
    writes: [`PATCH ${R}/issues/{issue_number}`],
    permission: 'issues',
    prepare: async (ground, id) => {
      const number = await openIssue(ground, id);
      return {
        act: () => ground.github.issues.update(number, { title: `worse ${id}`, body: `m${id}; worse` }),
        count: () =>
          count(
            ground.repository.issues,
            ({ title, body }) => title === `worse ${id}` && body === `m${id}; worse`,
          ),
      };
    },
  },
  {
    name: 'an issue is closed',
    writes: [`PATCH ${R}/issues/{issue_number}`],
    permission: 'issues',
    prepare: async (ground, id) => {
      const number = await openIssue(ground, id);
      return {
        act: () => ground.github.issues.close(number, 'completed'),
        count: () =>
          count(ground.repository.issues, (issue) => issue.number === number && issue.state === 'closed'),
      };
    },
  },
  {
    name: 'an issue is reopened',
    writes: [`PATCH ${R}/issues/{issue_number}`],
    permission: 'issues',
    prepare: async (ground, id) => {
      const number = await openIssue(ground, id);
      await ground.github.issues.close(number, 'completed');
      return {
        act: () => ground.github.issues.reopen(number),
        count: () =>
          count(ground.repository.issues, (issue) => issue.number === number && issue.state === 'open'),
      };
    },
  },
];

const statuses: readonly Scenario[] = [
  {
    name: 'a commit status is set',
    writes: [`POST ${R}/statuses/{sha}`],
    permission: 'statuses',
    prepare: (ground, id) => ({
      act: () =>
        ground.github.statuses.set(ground.sha, {
          context: `model-steward/m${id}`,
          state: 'success',
          description: 'pass',
          targetUrl: 'https://example.org',
        }),
      count: () => count(ground.repository.statuses, ({ context }) => context === `model-steward/m${id}`),
    }),
  },
];

function deployment(id: number): Parameters<BoxGitHub['github']['deployments']['create']>[0] {
  const payload = { run: id, attempt: 1 };
  return { ref: 'main', task: `deploy:m${id}`, environment: 'production', description: 'v1', payload };
}

const deployments: readonly Scenario[] = [
  {
    name: 'a deployment is created',
    writes: [`POST ${R}/deployments`],
    permission: 'deployments',
    prepare: (ground, id) => ({
      act: () => ground.github.deployments.create(deployment(id)),
      count: () => count(ground.repository.deployments, ({ task }) => task === `deploy:m${id}`),
    }),
  },
  {
    name: 'the state of a deployment is set',
    writes: [`POST ${R}/deployments/{deployment_id}/statuses`],
    permission: 'deployments',
    prepare: async (ground, id) => {
      const created = await ground.github.deployments.create(deployment(id));
      return {
        act: () => ground.github.deployments.setState(created.id, 'success', { description: 'in service' }),
        count: () =>
          ground.repository.deployments.find((record) => record.id === created.id)!.statuses.length,
      };
    },
  },
];

const tags: readonly Scenario[] = [
  {
    name: 'a version is claimed',
    writes: [`POST ${R}/git/tags`, `POST ${R}/git/refs`],
    permission: 'contents',
    prepare: (ground, id) => ({
      act: async () => {
        const tag = { name: `m${id}@v1.0.0`, commit: ground.sha, message: `run ${id}`, taggedAt: AT };
        const outcome = await ground.github.tags.create(tag);
        if (outcome !== 'created') throw new Error(`expected the claim to succeed, got "${outcome}"`);
      },
      count: () =>
        git(ground, 'tag', '--list', `m${id}@*`)
          .split('\n')
          .filter((name) => name !== '').length,
    }),
  },
  {
    name: 'a registration commit is made',
    writes: [`POST ${R}/git/commits`],
    permission: 'contents',
    prepare: (ground, id) => {
      const made: string[] = [];
      return {
        act: async () => {
          made.push(await ground.github.tags.createRegistrationCommit(ground.sha, `Register ${id}`, AT));
        },
        count: () => count(made, (sha) => git(ground, 'show', '-s', '--format=%s', sha) === `Register ${id}`),
      };
    },
  },
];

function draft(id: number): { tag: string; name: string; body: string } {
  return { tag: `r${id}@v1.0.0`, name: `r${id} v1.0.0`, body: 'card' };
}

const releases: readonly Scenario[] = [
  {
    name: 'a draft release is created',
    writes: [`POST ${R}/releases`],
    permission: 'contents',
    prepare: (ground, id) => ({
      act: () => ground.github.releases.createDraft(draft(id)),
      count: () => count(ground.repository.releases, ({ tagName }) => tagName === draft(id).tag),
    }),
  },
  {
    name: 'an asset is uploaded',
    writes: [`POST ${R}/releases/{release_id}/assets`],
    permission: 'contents',
    prepare: async (ground, id) => {
      const files = openFiles(ground.folder);
      await files.write(`asset-${id}`, `bytes of ${id}`);
      const release = await ground.github.releases.createDraft(draft(id));
      return {
        act: async () =>
          ground.github.releases.uploadAsset(release, 'model.bin', await assetSource(files, `asset-${id}`)),
        count: () => {
          const { assets } = ground.repository.releases.find((record) => record.id === release.id)!;
          return assets.every(({ bytes }) => bytes.toString() === `bytes of ${id}`) ? assets.length : 0;
        },
      };
    },
  },
  {
    name: 'a release is published',
    writes: [`PATCH ${R}/releases/{release_id}`],
    permission: 'contents',
    prepare: async (ground, id) => {
      const release = await ground.github.releases.createDraft(draft(id));
      return {
        act: () => ground.github.releases.publish(release, () => undefined),
        count: () =>
          count(ground.repository.releases, (record) => record.tagName === release.tag && !record.draft),
      };
    },
  },
];

function ledgerCount(ground: BoxGitHub, path: string): number {
  return Number(git(ground, 'rev-list', '--count', 'model-steward-ledger', '--', path));
}

const ledger: readonly Scenario[] = [
  {
    name: 'the ledger is begun',
    writes: [`POST ${R}/git/trees`, `POST ${R}/git/commits`, `POST ${R}/git/refs`],
    permission: 'contents',
    prepare: (ground, id) => {
      git(ground, 'update-ref', '-d', 'refs/heads/model-steward-ledger');
      const path = join('churn', `${id}.json`);
      return {
        act: () => ground.github.ledger.append(path, promotion(id)),
        count: () => ledgerCount(ground, path),
      };
    },
  },
  {
    name: 'the ledger is continued',
    writes: [`PUT ${R}/contents/{path}`],
    permission: 'contents',
    prepare: async (ground, id) => {
      await ground.github.ledger.append('churn/first.json', promotion(1));
      const path = join('churn', `${id}.json`);
      return {
        act: () => ground.github.ledger.append(path, promotion(id)),
        count: () => ledgerCount(ground, path),
      };
    },
  },
  {
    name: 'the ledger is continued by two events at once',
    writes: [`POST ${R}/git/trees`, `POST ${R}/git/commits`, `PATCH ${R}/git/refs/{ref}`],
    permission: 'contents',
    prepare: async (ground, id) => {
      await ground.github.ledger.append('churn/first.json', promotion(1));
      const paths = [`churn/${id}-1.json`, `churn/${id}-2.json`];
      return {
        act: () => ground.github.ledger.appendAll(paths.map((path) => ({ path, event: promotion(id) }))),
        count: () => Math.max(...paths.map((path) => ledgerCount(ground, path))),
      };
    },
  },
];

const workflows: readonly Scenario[] = [
  {
    name: 'a workflow is dispatched',
    writes: [`POST ${R}/actions/workflows/{workflow_id}/dispatches`],
    permission: 'actions',
    prepare: (ground, id) => ({
      act: () => ground.github.workflows.dispatch('retrain.yml', 'main', { issue: String(id) }),
      count: () => count(ground.box.dispatches, ({ inputs }) => inputs.issue === String(id)),
    }),
  },
];

async function proposed({ github }: BoxGitHub, id: number): Promise<string> {
  const branch = `b${id}`;
  await github.branches.ensure(branch, 'main');
  const file = { branch, path: 'README.md', message: `change ${id}` };
  await github.branches.changeFile(file, (text) => `${text}${id}`);
  return branch;
}

const proposal = (id: number, branch: string) => ({ branch, base: 'main', title: `p${id}`, body: '' });

const proposals: readonly Scenario[] = [
  {
    name: 'a branch is made, and a file changed on it',
    writes: [`POST ${R}/git/refs`, `PUT ${R}/contents/{path}`],
    permission: 'contents',
    prepare: (ground, id) => ({
      act: () => proposed(ground, id),
      count: () => Number(git(ground, 'rev-list', '--count', `main..b${id}`)),
    }),
  },
  {
    name: 'a pull request is opened',
    writes: [`POST ${R}/pulls`],
    permission: 'pull-requests',
    prepare: async (ground, id) => {
      const branch = await proposed(ground, id);
      return {
        act: () => ground.github.ownPullRequests.open(proposal(id, branch)),
        count: () => count(ground.repository.issues, ({ title }) => title === `p${id}`),
      };
    },
  },
  {
    name: 'a pull request is closed, with another text',
    writes: [`PATCH ${R}/pulls/{pull_number}`],
    permission: 'pull-requests',
    prepare: async (ground, id) => {
      const branch = await proposed(ground, id);
      const { number } = await ground.github.ownPullRequests.open(proposal(id, branch));
      return {
        act: () => ground.github.ownPullRequests.update(number, { title: `gone ${id}`, state: 'closed' }),
        count: () =>
          count(ground.repository.issues, (one) => one.title === `gone ${id}` && one.state === 'closed'),
      };
    },
  },
];

export const scenarios: readonly Scenario[] = [
  ...proposals,
  ...comments,
  ...issues,
  ...statuses,
  ...deployments,
  ...tags,
  ...releases,
  ...ledger,
  ...workflows,
];
