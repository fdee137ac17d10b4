/** A repository that was renamed or transferred while a step, or a setting, still has its former name. */
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createGitHub, type GitHub } from '../../../src/shared/adapters/github/create-github.ts';
import { openFiles } from '../../../src/shared/adapters/files/files.ts';
import { startBoxGitHub, type BoxGitHub } from './box-github.ts';
import { promotion } from './ledger-event.ts';
import { bytes, json, startScriptedServer, type Answer, type ScriptedServer } from './scripted-server.ts';
import { assetSource } from '../../ground/asset-source.ts';
import { createTestClient, silentLog } from './test-client.ts';

const shape = z.object({ id: z.number() });
const calls = {
  GET: { purpose: 'read the pull request', route: 'GET /repos/{owner}/{repo}/pulls/7' },
  PATCH: {
    purpose: 'update the issue',
    route: 'PATCH /repos/{owner}/{repo}/issues/7',
    parameters: { title: 'moved' },
  },
  POST: {
    purpose: 'comment',
    route: 'POST /repos/{owner}/{repo}/issues/7/comments',
    parameters: { body: 'pass' },
  },
};

describe('a redirect of the API', () => {
  let api: ScriptedServer;
  let elsewhere: ScriptedServer;
  beforeEach(async () => {
    api = await startScriptedServer();
    elsewhere = await startScriptedServer();
  });
  afterEach(async () => {
    await api[Symbol.asyncDispose]();
    await elsewhere[Symbol.asyncDispose]();
  });

  const to = (location: string, code = 301): Answer => bytes('', { location }, code);
  const none = (): Promise<undefined> => Promise.resolve(undefined);

  it.each([301, 302, 307, 308])(
    'of %i is followed with the token, by the method and with the body of the request',
    async (code) => {
      const { client } = createTestClient(api.url);
      api.script(to('/repositories/3/pulls/7', code), json({ id: 7 }));
      expect(await client.read(calls.GET, shape)).toEqual({ id: 7 });
      api.script(to(`${api.url}/repositories/3/issues/7`, code), json({ id: 8 }));
      expect(await client.idempotentWrite(calls.PATCH, shape)).toEqual({ id: 8 });
      api.script(to('/repositories/3/issues/7/comments', code), json({ id: 9 }, {}, 201));
      expect(await client.create(calls.POST, shape, none)).toEqual({ id: 9 });
      expect(api.requests.map(({ method, url, body }) => `${method} ${url} ${body}`)).toEqual([
        'GET /repos/acme/models/pulls/7 ',
        'GET /repositories/3/pulls/7 ',
        'PATCH /repos/acme/models/issues/7 {"title":"moved"}',
        'PATCH /repositories/3/issues/7 {"title":"moved"}',
        'POST /repos/acme/models/issues/7/comments {"body":"pass"}',
        'POST /repositories/3/issues/7/comments {"body":"pass"}',
      ]);
      expect(new Set(api.requests.map(({ headers }) => headers.authorization))).toEqual(
        new Set(['token ghs_test']),
      );
    },
  );

  it('to another host is an error, and the host gets nothing', async () => {
    const { client } = createTestClient(api.url);
    for (const call of [calls.GET, calls.POST]) {
      api.script(to(`${elsewhere.url}/repositories/3`, 307));
      await expect(client.create(call, shape, none)).rejects.toMatchObject({
        code: 'SERVICE_FAILED',
        status: 307,
      });
    }
    expect(elsewhere.requests).toEqual([]);
  });

  it('that leads back to itself is an error', async () => {
    api.script(...Array.from({ length: 9 }, () => to('/repos/acme/models/pulls/7')));
    await expect(createTestClient(api.url).client.read(calls.GET, shape)).rejects.toMatchObject({
      status: 301,
    });
    expect(api.requests).toHaveLength(4);
  });

  it('of a download keeps the token until the storage', async () => {
    const call = {
      purpose: 'download',
      route: 'GET /repos/{owner}/{repo}/releases/assets/3',
      parameters: { headers: { accept: 'application/octet-stream' } },
    };
    api.script(to('/repositories/3/releases/assets/3'), to(`${elsewhere.url}/blob?sig=1`, 302));
    elsewhere.script(bytes('model', {}));
    const content = await createTestClient(api.url).client.download(call, 5, (body) => buffer(body));
    expect(content.toString()).toBe('model');
    expect(api.requests.map(({ headers }) => [headers.authorization, headers.accept])).toEqual([
      ['token ghs_test', 'application/octet-stream'],
      ['token ghs_test', 'application/octet-stream'],
    ]);
    expect(elsewhere.requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  it("of git's protocol is a POST again", async () => {
    const call = { purpose: 'fetch', route: `POST ${api.url}/acme/models.git/git-upload-pack` };
    api.script(to('/acme/renamed.git/git-upload-pack'), bytes('pack', {}));
    const reply = await createTestClient(api.url).client.git(call, Uint8Array.from(Buffer.from('want')), 4);
    expect(reply.toString()).toBe('pack');
    expect(api.requests.map(({ method, url, body }) => `${method} ${url} ${body}`)).toEqual([
      'POST /acme/models.git/git-upload-pack want',
      'POST /acme/renamed.git/git-upload-pack want',
    ]);
  });
});

describe('a step that has the former name', () => {
  let ground: BoxGitHub;
  let former: GitHub;
  beforeEach(async () => {
    ground = await startBoxGitHub();
    const { box, clock, folder } = ground;
    ground.repository.formerNames.push('acme/former');
    const token = ground.tokenWith({
      contents: 'write',
      issues: 'write',
      'pull-requests': 'write',
      statuses: 'write',
    });
    former = createGitHub({
      ...{ apiUrl: box.apiUrl, graphqlUrl: box.graphqlUrl, token, clock, log: silentLog, tempDir: folder },
      repository: { owner: 'acme', name: 'former' },
      random: () => 0.5,
    });
  });
  afterEach(() => ground[Symbol.asyncDispose]());

  it('continues comments and issues, and doubles none', async () => {
    const { github, repository } = ground;
    const marker = '<!-- model-steward:drift model=churn -->';
    const labels = ['model-steward', 'model: churn', 'drift'];
    const issue = await github.issues.create({ title: 'Drift', body: `${marker}\none`, labels, marker });
    expect((await former.issues.find(labels, marker)).map(({ number }) => number)).toEqual([issue.number]);
    expect(
      await former.issues.create({ title: 'Drift', body: `${marker}\ntwo`, labels, marker }),
    ).toMatchObject({ number: issue.number });
    await former.issues.update(issue.number, { body: `${marker}\nthree` });
    const comment = await github.comments.upsert(issue.number, marker, { body: `${marker}\none` });
    expect(await former.comments.upsert(issue.number, marker, { body: `${marker}\ntwo` })).toMatchObject({
      id: comment.id,
    });
    expect(repository.comments.map(({ body }) => body)).toEqual([`${marker}\ntwo`]);
    expect(repository.issues.filter(({ state }) => state === 'open')).toMatchObject([
      { body: `${marker}\nthree` },
    ]);
  });

  it('continues tags and the ledger', async () => {
    const { github, sha } = ground;
    const tag = {
      name: 'churn@v1.0.0',
      commit: sha,
      message: 'version 1.0.0',
      taggedAt: '2026-11-01T00:00:00Z',
    };
    expect(await github.tags.create(tag)).toBe('created');
    expect(await former.tags.create({ ...tag, message: 'by another run' })).toBe('exists');
    expect(await former.tags.create({ ...tag, name: 'churn@v1.1.0' })).toBe('created');
    expect((await former.tags.ofModel('churn')).map(({ name }) => name)).toEqual([
      'churn@v1.0.0',
      'churn@v1.1.0',
    ]);
    const event = promotion(1);
    await github.ledger.append('churn/2026/11/promoted-1-1.json', event);
    await former.ledger.append('churn/2026/11/promoted-1-1.json', event);
    await former.ledger.append('churn/2026/11/promoted-2-1.json', promotion(2));
    expect(await github.ledger.list('churn')).toEqual([
      'churn/2026/11/promoted-1-1.json',
      'churn/2026/11/promoted-2-1.json',
    ]);
  });

  it('uploads, publishes and downloads a release', async () => {
    const { github, sha, folder } = ground;
    await github.tags.create({
      name: 'churn@v1.0.0',
      commit: sha,
      message: 'version 1.0.0',
      taggedAt: '2026-11-01T00:00:00Z',
    });
    const files = openFiles(`${folder}/files`);
    await files.write('model.bin', 'bytes of a model');
    const draft = await former.releases.createDraft({
      tag: 'churn@v1.0.0',
      name: 'churn 1.0.0',
      body: 'notes',
    });
    const asset = await former.releases.uploadAsset(
      draft,
      'model.bin',
      await assetSource(files, 'model.bin'),
    );
    const release = await former.releases.publish(draft, () => undefined);
    await former.releases.downloadAsset(release, asset, { files, path: 'again.bin' });
    expect(Buffer.from(await files.read('again.bin')).toString()).toBe('bytes of a model');
    expect(ground.repository.releases).toHaveLength(1);
  });
});
