/** The server that a training command finds: who may ask, what may be written where, and how it ends. */
import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFiles } from '../../../src/shared/adapters/files/files.ts';
import { createTracking } from '../../../src/shared/adapters/tracking/tracking-server.ts';
import type { TrackingSession } from '../../../src/shared/ports/tracking.ts';
import { createClock } from '../../../src/shared/runtime/clock.ts';

const API = '/api/2.0/mlflow';
const ARTIFACTS = '/api/2.0/mlflow-artifacts/artifacts';

let folder: string;
let session: TrackingSession;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracking-'));
  session = await start({});
});
afterEach(async () => {
  await session.end();
  await rm(folder, { recursive: true, force: true });
});

function start(environment: Readonly<Record<string, string>>): Promise<TrackingSession> {
  const tracking = createTracking({ clock: createClock(new AbortController().signal), environment });
  return tracking.start({ experiment: 'late', seed: 'run-1', files: openFiles(join(folder, 'artifacts')) });
}

interface Reply {
  readonly status: number;
  readonly text: string;
}

/** By hand: `fetch` would resolve `..` in an address. */
function ask(method: string, path: string, body?: string, token?: string): Promise<Reply> {
  const { port } = new URL(session.environment.MLFLOW_TRACKING_URI!);
  const authorization = `Bearer ${token ?? session.environment.MLFLOW_TRACKING_TOKEN!}`;
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method, path, headers: { authorization } }, (reply) => {
      let text = '';
      reply.on('data', (chunk: Buffer) => (text += chunk.toString()));
      reply.on('end', () => resolve({ status: reply.statusCode ?? 0, text }));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

async function createRun(): Promise<string> {
  const { text } = await ask('POST', `${API}/runs/create`, '{"experiment_id": "0", "run_name": "first"}');
  return (JSON.parse(text) as { run: { info: { run_id: string } } }).run.info.run_id;
}

describe('the tracking server', () => {
  it('listens on the loopback interface, and answers only who has its token', async () => {
    expect(session.environment.MLFLOW_TRACKING_URI).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const body = '{"name": "other"}';
    expect(await ask('POST', `${API}/experiments/create`, body, 'guessed')).toMatchObject({ status: 401 });
    expect(await ask('POST', `${API}/experiments/create`, body)).toEqual({
      status: 200,
      text: '{"experiment_id":"1"}',
    });
  });

  it('is reached without the proxy of the job, and keeps the experiment that the job names', async () => {
    const other = await start({ NO_PROXY: 'intern.example', MLFLOW_EXPERIMENT_NAME: 'of the job' });
    await other.end();
    expect(other.environment).toMatchObject({
      NO_PROXY: 'intern.example,127.0.0.1',
      MLFLOW_EXPERIMENT_NAME: 'of the job',
      MLFLOW_TRACKING_USERNAME: '',
    });
    expect(session.environment).toMatchObject({ no_proxy: '127.0.0.1', MLFLOW_EXPERIMENT_NAME: 'late' });
  });

  it('keeps the files of a run, and gives them back', async () => {
    const place = `${ARTIFACTS}/0/${await createRun()}/artifacts`;
    expect(await ask('PUT', `${place}/some%20folder/%C3%BC.txt`, 'content')).toMatchObject({ status: 200 });
    expect(await ask('GET', `${place}/some%20folder/%C3%BC.txt`)).toEqual({ status: 200, text: 'content' });
    const listed = await ask('GET', `${ARTIFACTS}?path=${place.slice(ARTIFACTS.length + 1)}/some%20folder`);
    expect(JSON.parse(listed.text)).toEqual({ files: [{ path: 'ü.txt', is_dir: false, file_size: 7 }] });
    expect(await ask('GET', `${place}/absent.txt`)).toMatchObject({ status: 404 });
  });

  it.each([
    ['../../outside', 400],
    ['%2e%2e/%2e%2e/%2e%2e/%2e%2e/outside', 400],
    ['a/..%2f..%2f..%2f..%2f..%2foutside', 400],
    ['%252e%252e/outside', 200],
    ['/absolute', 400],
    ['a%00b', 400],
    ['a%0ab', 400],
    ['a%5cb', 400],
    ['C:b', 200],
    ['%ff', 400],
    ['a/'.repeat(600), 400],
  ])('writes nothing outside of its folder: %s', async (path, status) => {
    const id = await createRun();
    const reply = await ask('PUT', `${ARTIFACTS}/0/${id}/artifacts/${path}`, 'content');
    expect(reply.status, reply.text).toBe(status);
    expect(await readdir(folder)).toEqual(status === 200 ? ['artifacts'] : []);
  });

  it.each(['0/unknown/artifacts/x', 'metrics.json', '1/ID/artifacts/x', '0/ID/x', '0/models/ID/artifacts/x'])(
    'writes nothing that belongs to no run: %s',
    async (path) => {
      const owned = path.replace('ID', await createRun());
      expect(await ask('PUT', `${ARTIFACTS}/${owned}`, 'content')).toMatchObject({ status: 404 });
      expect(await readdir(folder)).toEqual([]);
    },
  );

  it('follows no link that the command has put into its folder', async () => {
    const id = await createRun();
    const place = `${ARTIFACTS}/0/${id}/artifacts`;
    await ask('PUT', `${place}/a.txt`, 'content');
    await symlink(folder, join(folder, 'artifacts', '0', id, 'artifacts', 'link'));
    expect(await ask('PUT', `${place}/link/outside`, 'content')).toMatchObject({ status: 400 });
    expect(await readdir(folder)).toEqual(['artifacts']);
  });

  it.each([
    ['half of JSON', '{"run_name": ', 400, 'BAD_REQUEST'],
    ['a list', '[]', 400, 'INVALID_PARAMETER_VALUE'],
    ['deep nesting', '['.repeat(100), 400, 'BAD_REQUEST'],
    ['an unknown experiment', '{"experiment_id": "77"}', 404, 'RESOURCE_DOES_NOT_EXIST'],
    ['an object for a text', '{"experiment_id": {"a": 1}}', 400, 'INVALID_PARAMETER_VALUE'],
    ['a name of the language', '{"experiment_id": "__proto__"}', 404, 'RESOURCE_DOES_NOT_EXIST'],
    ['17 MiB', `{"run_name": "${'x'.repeat(17 * 1024 * 1024)}"}`, 400, 'BAD_REQUEST'],
  ])('says in the words of MLflow what it does not take: %s', async (_, body, status, code) => {
    const reply = await ask('POST', `${API}/runs/create`, body);
    expect(reply.status).toBe(status);
    expect(JSON.parse(reply.text)).toMatchObject({ error_code: code });
  });

  it('says what to do for a call that it does not have', async () => {
    const reply = await ask('POST', `${API}/traces`, '{}');
    expect(reply.status).toBe(404);
    expect(reply.text).toContain('train.tracking: none');
  });

  it('ends with what was logged, also while a file is on its way, and answers nothing after that', async () => {
    const id = await createRun();
    await ask('POST', `${API}/runs/log-metric`, `{"run_id": "${id}", "key": "auc", "value": 0.5}`);
    const { port } = new URL(session.environment.MLFLOW_TRACKING_URI!);
    const headers = { authorization: `Bearer ${session.environment.MLFLOW_TRACKING_TOKEN!}` };
    const path = `${ARTIFACTS}/0/${id}/artifacts/half.bin`;
    const unfinished = request({ host: '127.0.0.1', port, method: 'PUT', path, headers });
    const broken = new Promise<void>((resolve) => unfinished.on('error', () => resolve()));
    unfinished.write('half');
    await ask('GET', `${API}/runs/get?run_id=${id}`);
    const { run, model } = await session.end();
    const left = await readdir(folder, { recursive: true, withFileTypes: true });
    expect(left.filter((entry) => entry.isFile())).toEqual([]);
    await broken;
    expect(run?.name).toBe('first');
    expect(run?.metrics.get('auc')?.latest?.value).toBe(0.5);
    expect(model).toBeUndefined();
    await expect(ask('GET', `${API}/runs/get?run_id=${id}`)).rejects.toThrow();
    session = await start({});
  });
});
