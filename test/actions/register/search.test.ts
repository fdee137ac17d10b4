/** The search of versions: what tags answer, what the ledger answers, and what is said not to have been looked at. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConflictError } from '../../../src/shared/domain/kernel/errors.ts';
import {
  listSearchedVersions,
  readVersionDetails,
  type RegisteredEvent,
  type VersionDetails,
} from '../../../src/shared/domain/registry/search/searched-version.ts';
import { readTag } from '../../github-box/git/objects.ts';
import { createRef, deleteRef, readRef } from '../../github-box/git/refs.ts';
import { startProject, type Project } from '../../ground/project.ts';

let project: Project;
beforeAll(async () => {
  project = await startProject();
  await project.ship({ branch: 'first', skill: 'fair' });
  await project.ship({ branch: 'second', skill: 'good' });
});
afterAll(() => project[Symbol.asyncDispose]());

const search = (inputs: Readonly<Record<string, string>> = {}) =>
  project.registerByHand({ inputs: { operation: 'search', ...inputs }, permissions: { contents: 'read' } });

interface Shown {
  readonly version: string;
  readonly metrics: Readonly<Record<string, number>> | null;
  readonly params: Readonly<Record<string, string>> | null;
  readonly datasets: readonly { readonly name: string; readonly digest: string }[] | null;
}

const versionsIn = (outputs: Readonly<Record<string, unknown>>): readonly Shown[] =>
  JSON.parse(String(outputs.versions)) as readonly Shown[];

const found = async (filter: string, more: Readonly<Record<string, string>> = {}) =>
  versionsIn((await search({ filter, ...more })).outputs).map(({ version }) => version);

describe('search', () => {
  it('without a filter lists all versions, newest first, in three requests, and writes nothing', async () => {
    project.box.requests.clear();
    const { failure, outputs, summary } = await search();
    const requests = project.box.requests.lines();
    expect(requests, requests.join('\n')).toHaveLength(3);
    expect(project.box.requests.writes()).toEqual([]);
    expect(failure).toBeUndefined();
    expect(outputs).toMatchObject({
      registered: false,
      version: '',
      reason: '2 match among 2 versions of 1 model',
    });
    const evaluation = JSON.parse(project.asset('flight-delays@v1.1.0', 'model.json')) as {
      metrics: { metric: string; value: number }[];
      modelDigest: string;
      commit: string;
    };
    const auc = evaluation.metrics.find(({ metric }) => metric === 'roc_auc')?.value;
    expect(versionsIn(outputs)).toMatchObject([
      {
        ...{ model: 'flight-delays', version: '1.1.0', tag: 'flight-delays@v1.1.0' },
        ...{ commit: evaluation.commit, modelDigest: evaluation.modelDigest },
        ...{ stages: ['production'], status: 'active', metrics: { roc_auc: auc } },
        tags: { task: 'binary', verdict: 'pass' },
      },
      { version: '1.0.0', stages: [] },
    ]);
    expect(summary).toContain('### Search: 2 match among 2 versions of 1 model');
    expect(summary).toMatch(/\| `flight-delays@v1\.1\.0` \| 2026-\d\d-\d\d \| `production` \|/);
  });

  it('asks about metrics, parameters, tags and data, as well as about stages and dates', async () => {
    const all = versionsIn((await search()).outputs);
    const [newest, oldest] = all.map(({ metrics }) => metrics?.roc_auc ?? 0);
    const between = String(((newest ?? 0) + (oldest ?? 0)) / 2);
    expect(newest).toBeGreaterThan(oldest ?? 1);
    expect(await found(`metrics.roc_auc > ${between}`)).toEqual(['1.1.0']);
    expect(await found(`metrics.roc_auc <= ${between}`)).toEqual(['1.0.0']);
    expect(await found(`metrics.roc_auc <= ${between} and stage = 'production'`)).toEqual([]);
    expect(await found(`tags.verdict = 'pass'`)).toEqual(['1.1.0', '1.0.0']);
    expect(await found(`tags.task LIKE 'bin%' and params.missing IS NULL`)).toEqual(['1.1.0', '1.0.0']);
    const digest = all[0]?.datasets?.find(({ name }) => name !== 'rows')?.digest ?? '';
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(await found(`dataset.digest = '${digest}'`)).toContain('1.1.0');
    expect(await found(`created < '2020-01-01'`)).toEqual([]);
    expect(await found(`name = 'another'`)).toEqual([]);
  });

  it('orders and limits, and says how many there are', async () => {
    const ascending = await search({ 'order-by': 'metrics.roc_auc ASC' });
    expect(versionsIn(ascending.outputs).map(({ version }) => version)).toEqual(['1.0.0', '1.1.0']);
    const one = await search({ 'order-by': 'version', limit: '1' });
    expect(versionsIn(one.outputs).map(({ version }) => version)).toEqual(['1.0.0']);
    expect(one.outputs.reason).toBe('2 match among 2 versions of 1 model, of which 1 are shown');
  });

  it('says of which versions nothing is known: the ledger has not their registration', async () => {
    const { git } = project.repository;
    const ledger = (await readRef(git, 'refs/heads/model-steward-ledger'))!;
    await deleteRef(git, ledger.name);
    try {
      const { outputs, summary } = await search({ filter: 'metrics.roc_auc > 0' });
      expect(versionsIn(outputs)).toEqual([]);
      expect(summary).toMatch(
        /of flight-delays@.?v1\.1\.0, flight-delays@.?v1\.0\.0 the ledger has no registration that is the one of the tag/,
      );
      expect(versionsIn((await search()).outputs)).toMatchObject([{ metrics: null }, { metrics: null }]);
    } finally {
      await createRef(git, ledger.name, ledger.sha);
    }
  });

  it('believes of the ledger what the tag of the version says, and no other training', async () => {
    const tag = 'flight-delays@v1.0.0';
    const { git } = project.repository;
    const message = (await readTag(git, (await readRef(git, `refs/tags/${tag}`))!.sha))!.message;
    const [version] = listSearchedVersions('flight-delays', [
      { name: tag, commit: 'c1', message, taggedAt: '2026-03-02T00:00:00Z' },
    ]);
    const event = Object.values(await project.ledger()).find(
      (one): one is RegisteredEvent => one.event === 'registered' && one.version.version === '1.0.0',
    )!;
    const contexts = ({ datasets }: VersionDetails) => datasets.map(({ context }) => context);
    expect(contexts(readVersionDetails(version!, event))).toContain('data');
    const claimed = { ...event, run: { ...event.run, parameters: { depth: 7 } } };
    const read = readVersionDetails(version!, claimed);
    expect({ contexts: contexts(read), parameters: read.parameters }).toEqual({
      ...{ contexts: ['rows'], parameters: {} },
    });
    const other = { ...event, version: { ...event.version, commit: 'f'.repeat(40) } };
    expect(() => readVersionDetails(version!, other)).toThrow(ConflictError);
  });

  it('refuses a filter that it does not understand, and one beside another operation', async () => {
    expect((await search({ filter: 'metrics.auc >' })).failure).toContain(
      'input "filter": expected a number, which has no quotes, got its end',
    );
    const beside = await project.registerByHand({
      inputs: { operation: 'resolve', filter: 'metrics.a > 1' },
    });
    expect(beside.failure).toContain(
      'input "filter": expected nothing beside `operation: resolve`, got a filter',
    );
  });
});
