/**
 * What a search costs does not grow with the registry: 10,000 versions without a registration in the ledger, 1,100 with one,
 * and 300 other models. Tags are two requests; registrations are read fifty at a time, 1,000 at most, and what was not
 * looked at is said.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LedgerEvent } from '../../src/shared/domain/documents/event.ts';
import type { GitDirectory } from '../github-box/git/git-directory.ts';
import { readTag } from '../github-box/git/objects.ts';
import { loadPackedRefs, readRef } from '../github-box/git/refs.ts';
import { TEN_YEARS, writeHistory } from '../ground/long-history.ts';
import { writeRegistrations } from '../ground/many-registrations.ts';
import { MODEL, startProject, type Project } from '../ground/project.ts';

const REGISTERED = 1_100;
let project: Project;
beforeAll(async () => {
  project = await startProject();
  await project.ship({ branch: 'first', skill: 'fair' });
  const { git } = project.repository;
  await writeHistory(git.path, { model: MODEL, ...TEN_YEARS });
  loadPackedRefs(git);
  const event = Object.values(await project.ledger()).find(
    (one): one is Extract<LedgerEvent, { event: 'registered' }> => one.event === 'registered',
  );
  await writeRegistrations(git.path, {
    ...{ model: MODEL, count: REGISTERED, firstAt: '2026-12-01T00:00:00Z' },
    event: event!,
    message: await messageOf(git, `refs/tags/${MODEL}@v1.0.0`),
    metric: { name: 'roc_auc', valueOf: (version) => version / 10_000 },
  });
}, 600_000);
afterAll(() => project[Symbol.asyncDispose]());

async function messageOf(git: GitDirectory, name: string): Promise<string> {
  const ref = await readRef(git, name);
  return (await readTag(git, ref?.sha ?? ''))?.message ?? '';
}

interface Answer {
  readonly versions: readonly string[];
  readonly reason: string;
  readonly summary: string;
  readonly requests: readonly string[];
}

async function search(inputs: Readonly<Record<string, string>>): Promise<Answer> {
  project.box.requests.clear();
  const ended = await project.registerByHand({
    inputs: { operation: 'search', ...inputs },
    permissions: { contents: 'read' },
  });
  expect(ended.failure).toBeUndefined();
  expect(project.box.requests.writes()).toEqual([]);
  const versions = JSON.parse(String(ended.outputs.versions)) as readonly { version: string }[];
  return {
    versions: versions.map(({ version }) => version),
    reason: String(ended.outputs.reason),
    summary: ended.summary,
    requests: project.box.requests.lines(),
  };
}

it('A search among 10,000 versions asks about tags alone → at most three requests, of which one is for what it shows', async () => {
  const found = await search({ filter: `version >= '2.5.0' and version < '2.8.0'`, 'order-by': 'version' });
  expect(found.versions).toEqual(['2.5.0', '2.6.0', '2.7.0']);
  expect(found.reason).toBe('3 match among 11,101 versions of 1 model');
  expect(found.summary).not.toContain('not looked at');
  expect(found.requests.length, found.requests.join('\n')).toBeLessThanOrEqual(3);
});

it('A search asks about metrics, newest first → it ends with the last version that it shows', async () => {
  const found = await search({ filter: 'metrics.roc_auc > 0', limit: '60' });
  expect(found.versions.slice(0, 2)).toEqual(['2.1100.0', '2.1099.0']);
  expect(found.versions).toHaveLength(60);
  expect(found.summary).toContain('11,001 versions were not looked at, because 60 are found');
  expect(found.requests.length, found.requests.join('\n')).toBeLessThanOrEqual(2 + 2);
});

it('A search asks for the best of 10,000 → 1,000 registrations are read in 20 requests, and it says what it did not look at', async () => {
  const found = await search({ 'order-by': 'metrics.roc_auc ASC', limit: '2' });
  expect(found.versions).toEqual(['2.101.0', '2.102.0']);
  expect(found.summary).toContain('10,101 versions were not looked at, and others may match');
  expect(found.requests.length, found.requests.join('\n')).toBeLessThanOrEqual(2 + 20);
});

it('A search asks for another name → no request is made', async () => {
  const found = await search({ filter: `name = 'another'` });
  expect(found).toMatchObject({ versions: [], requests: [] });
});
