import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bundleProgram } from '../../tools/program.ts';
import { createClock } from '../clock.ts';
import type { BoxClock } from '../clock.ts';
import type { ResultsService, RuntimeJob } from '../mount.ts';
import { serveMount } from '../serve-mount.ts';
import type { MountServer } from '../serve-mount.ts';
import { createResultsService } from './service.ts';
import type { ToolkitOperation } from './toolkit-client.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

let folder: string;
let clock: BoxClock;
let server: MountServer & { readonly mount: ResultsService };
const jobs = new Map<string, RuntimeJob>();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'results-test-'));
  clock = createClock();
  server = await serveMount((baseUrl) =>
    createResultsService({ clock, baseUrl, resolveRuntimeToken: (token) => jobs.get(token) }),
  );
});

afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

/** A job of a run, on main unless said otherwise. */
function job(runId: number, changes: Partial<RuntimeJob> = {}): RuntimeJob {
  return {
    repository: 'acme/flights',
    runId,
    attempt: 1,
    jobId: 'train',
    runBackendId: `run-${runId}`,
    jobBackendId: `job-${runId}-train`,
    cacheScope: 'refs/heads/main',
    cacheReadScopes: [],
    ...changes,
  };
}

/** Runs operations with the real clients, as a step of `job`; each test knows what its operations answer. */
// oxlint-disable-next-line typescript/no-explicit-any
async function asStepOf(job: RuntimeJob, ...operations: ToolkitOperation[]): Promise<any[]> {
  const claims = { scp: `Actions.Results:${job.runBackendId}:${job.jobBackendId}` };
  const encoded = [{ alg: 'none' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const token = [...encoded, randomBytes(32).toString('base64url')].join('.');
  jobs.set(token, job);
  const child = spawn(
    process.execPath,
    [await bundleProgram(join(import.meta.dirname, 'toolkit-client.ts')), JSON.stringify(operations)],
    {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
        ACTIONS_RESULTS_URL: `${server.url}/`,
        ACTIONS_RUNTIME_TOKEN: token,
        ACTIONS_CACHE_SERVICE_V2: 'true',
        GITHUB_WORKSPACE: folder,
        RUNNER_TEMP: join(folder, 'temp'),
        ...(restUrl && { GITHUB_API_URL: restUrl }),
      },
    },
  );
  const [results, output, errors, exitCode] = await Promise.all([
    text(child.stdio[3] as Readable),
    text(child.stdout!),
    text(child.stderr!),
    new Promise((resolve) => child.on('close', resolve)),
  ]);
  if (exitCode !== 0) throw new Error(`the step ended with ${String(exitCode)}:\n${output}\n${errors}`);
  return JSON.parse(results) as unknown[];
}

let restUrl: string | undefined;

async function writeModel(content: Buffer | string = 'weights'): Promise<ToolkitOperation> {
  await mkdir(join(folder, 'model'), { recursive: true });
  await writeFile(join(folder, 'model/weights.bin'), content);
  return { call: 'upload', name: 'model', files: [join(folder, 'model/weights.bin')], root: folder };
}

test('an artifact of several blocks comes back byte for byte, with the digest that the client computed', async () => {
  const content = randomBytes(20_000_000);
  const upload = await writeModel(content);
  const [uploaded, listed, downloaded] = await asStepOf(
    job(7),
    upload,
    { call: 'list' },
    { call: 'download', name: 'model', path: join(folder, 'back') },
  );
  const [stored] = server.mount.artifactsOf(7);
  expect(listed.artifacts).toMatchObject([
    { id: uploaded.id, name: 'model', digest: `sha256:${uploaded.digest}` },
  ]);
  expect(downloaded).toMatchObject({ digestMismatch: false });
  expect((await readFile(join(folder, 'back/model/weights.bin'))).equals(content)).toBe(true);
  expect(stored).toMatchObject({
    id: uploaded.id,
    runId: 7,
    sizeBytes: uploaded.size,
    digest: `sha256:${uploaded.digest}`,
  });
  expect(server.log.some(({ path }) => path.includes('comp=blocklist'))).toBe(true);
});

test('a name can be used once in a run, and again in another run', async () => {
  const upload = await writeModel();
  const [first, second] = await asStepOf(job(7), upload, upload);
  const [other] = await asStepOf(job(8), upload);
  expect(first.id).toBe(1);
  expect(second.error).toContain('an artifact with this name already exists on the workflow run');
  expect(other.id).toBe(2);
});

test('a deleted artifact is gone and its name is free again', async () => {
  const upload = await writeModel();
  const [, deleted, missing, again] = await asStepOf(
    job(7),
    upload,
    { call: 'delete', name: 'model' },
    { call: 'get', name: 'model' },
    upload,
  );
  expect(deleted).toEqual({ id: 1 });
  expect(missing.error).toContain('Artifact not found for name: model');
  expect(again.id).toBe(2);
});

test('a single file is stored as it is and comes back under its own name', async () => {
  const upload = await writeModel('just this');
  const [uploaded] = await asStepOf(
    job(7),
    { ...upload, options: { skipArchive: true } } as ToolkitOperation,
    { call: 'download', name: 'weights.bin', path: join(folder, 'back') },
  );
  expect(await readFile(join(folder, 'back/weights.bin'), 'utf8')).toBe('just this');
  expect(uploaded.digest).toBe(createHash('sha256').update('just this').digest('hex'));
});

test('an artifact expires with the clock, and with its retention', async () => {
  const upload = await writeModel();
  await asStepOf(job(7), upload, {
    ...upload,
    name: 'short',
    options: { retentionDays: 5 },
  } as ToolkitOperation);
  clock.advance(6 * DAY_MS);
  expect(server.mount.artifactsOf(7).map(({ name, expired }) => [name, expired])).toEqual([
    ['model', false],
    ['short', true],
  ]);
  clock.advance(85 * DAY_MS);
  const [listed] = await asStepOf(job(7), { call: 'list' });
  expect(listed.artifacts).toEqual([]);
  expect(() => server.mount.downloadUrl(1)).toThrow('not there');
});

test('another run finds and downloads an artifact through the REST endpoints', async () => {
  const upload = await writeModel('for the next job');
  await asStepOf(job(7), upload);
  const rest = createServer((request, response) => {
    const isList = request.url?.startsWith('/repos/acme/flights/actions/runs/7/artifacts') === true;
    const artifacts = server.mount
      .artifactsOf(7)
      .map(({ id, name, sizeBytes, digest }) => ({ id, name, size_in_bytes: sizeBytes, digest }));
    if (isList) {
      response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify({ total_count: 1, artifacts }));
    } else response.writeHead(302, { location: server.mount.downloadUrl(1) }).end();
  });
  await new Promise<void>((resolve) => rest.listen(0, '127.0.0.1', resolve));
  restUrl = `http://127.0.0.1:${(rest.address() as AddressInfo).port}`;
  const findBy = {
    token: 'github-token',
    workflowRunId: 7,
    repositoryOwner: 'acme',
    repositoryName: 'flights',
  };
  const [listed, downloaded] = await asStepOf(
    job(8),
    { call: 'list', findBy },
    { call: 'download', name: 'model', path: join(folder, 'back'), findBy },
  );
  restUrl = undefined;
  await new Promise((resolve) => rest.close(resolve));
  expect(listed.artifacts).toMatchObject([{ id: 1, name: 'model' }]);
  expect(downloaded.digestMismatch).toBe(false);
  expect(await readFile(join(folder, 'back/model/weights.bin'), 'utf8')).toBe('for the next job');
});

test('signed addresses carry a long random signature, belong to one blob and end', async () => {
  await asStepOf(job(7), await writeModel());
  const url = new URL(server.mount.downloadUrl(1));
  expect(url.searchParams.get('sig')).toMatch(/^[\w-]{43}$/);
  expect((await fetch(url)).status).toBe(200);
  expect((await fetch(url, { headers: { range: 'bytes=0-3' } })).status).toBe(206);
  expect((await fetch(url, { method: 'PUT', body: 'other bytes' })).status).toBe(403);
  expect((await fetch(url.href.replace('artifacts/1', 'artifacts/2'))).status).toBe(403);
  clock.advance(61_000);
  expect((await fetch(url)).status).toBe(403);
});

test('a token of one run sees nothing of another, and an unknown token nothing at all', async () => {
  await asStepOf(job(7), await writeModel());
  const call = async (token: string): Promise<{ status: number; body: unknown }> => {
    const path = '/twirp/github.actions.results.api.v1.ArtifactService/ListArtifacts';
    const response = await fetch(server.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: '{"workflow_run_backend_id":"run-7"}',
    });
    return { status: response.status, body: await response.json() };
  };
  jobs.set('of run 8', job(8));
  expect(await call('of run 8')).toMatchObject({ status: 403, body: { code: 'permission_denied' } });
  expect(await call('unknown')).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
});

test('a cache is saved once, restored by key and by the newest prefix, and missed otherwise', async () => {
  await writeModel('first');
  const paths = ['model'];
  const save = (key: string): ToolkitOperation => ({ call: 'save', paths, key });
  const [first, duplicate] = await asStepOf(job(7), save('champion-1'), save('champion-1'));
  await writeModel('second');
  await asStepOf(job(7), save('champion-2'));
  await rm(join(folder, 'model'), { recursive: true });
  const [miss, prefix] = await asStepOf(
    job(8),
    { call: 'restore', paths, key: 'other' },
    { call: 'restore', paths, key: 'other', restoreKeys: ['champion-'] },
  );
  expect([first, duplicate, miss, prefix]).toEqual([1, -1, null, 'champion-2']);
  expect(await readFile(join(folder, 'model/weights.bin'), 'utf8')).toBe('second');
  const [exact] = await asStepOf(job(9), { call: 'restore', paths, key: 'champion-1' });
  expect(exact).toBe('champion-1');
  expect(await readFile(join(folder, 'model/weights.bin'), 'utf8')).toBe('first');
});

test('a pull request reads the cache of main, and main never reads the cache of a pull request', async () => {
  await writeModel();
  const paths = ['model'];
  const pull = { cacheScope: 'refs/pull/3/merge', cacheReadScopes: ['refs/heads/main'] };
  await asStepOf(job(7), { call: 'save', paths, key: 'of-main' });
  const [, fromMain] = await asStepOf(
    job(8, pull),
    { call: 'save', paths, key: 'of-pull' },
    { call: 'restore', paths, key: 'of-main' },
  );
  const [fromPull] = await asStepOf(job(9), { call: 'restore', paths, key: 'of-pull' });
  const [other] = await asStepOf(job(9, { repository: 'acme/other' }), {
    call: 'restore',
    paths,
    key: 'of-main',
  });
  expect([fromMain, fromPull, other]).toEqual(['of-main', null, null]);
});

test('a read-only token restores and cannot save', async () => {
  await writeModel();
  const paths = ['model'];
  await asStepOf(job(7), { call: 'save', paths, key: 'champion' });
  const [saved, restored] = await asStepOf(
    job(8, { cacheReadOnly: true }),
    { call: 'save', paths, key: 'poison' },
    { call: 'restore', paths, key: 'champion' },
  );
  const [poison] = await asStepOf(job(9), { call: 'restore', paths, key: 'poison' });
  expect([saved, restored, poison]).toEqual([-1, 'champion', null]);
});

test('a cache that is not read for a week is gone', async () => {
  await writeModel();
  const restore: ToolkitOperation = { call: 'restore', paths: ['model'], key: 'champion' };
  await asStepOf(job(7), { call: 'save', paths: ['model'], key: 'champion' });
  clock.advance(6 * DAY_MS);
  expect(await asStepOf(job(8), restore)).toEqual(['champion']);
  clock.advance(6 * DAY_MS);
  expect(await asStepOf(job(9), restore)).toEqual(['champion']);
  clock.advance(8 * DAY_MS);
  expect(await asStepOf(job(10), restore)).toEqual([null]);
});
