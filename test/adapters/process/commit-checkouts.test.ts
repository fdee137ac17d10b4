/** A clone of depth 1 without credentials, as actions/checkout leaves it, of a private repository in the box. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openFiles } from '../../../src/shared/adapters/files/files.ts';
import { createCommitCheckouts } from '../../../src/shared/adapters/process/commit-checkouts.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import { startBox, type Box } from '../../github-box/box.ts';

const REPOSITORY = 'acme/churn';
const environment = { PATH: process.env.PATH!, HOME: '/nonexistent' };

let box: Box;
let folder: string;
let workspace: string;
let older: string;
let into: Files;

beforeEach(async () => {
  box = await startBox();
  folder = await mkdtemp(join(tmpdir(), 'commit-checkouts-'));
  workspace = join(folder, 'workspace');
  await box.createRepository({
    ...{ owner: 'acme', name: 'churn', private: true },
    files: { 'score.py': 'print(1)\n', '.gitattributes': '*.py filter=evil\n' },
  });
  const pushed = await box.pushFiles({ repository: REPOSITORY, files: { 'score.py': 'print(2)\n' } });
  older = pushed.before;
  await git(folder, 'clone', '--quiet', '--depth', '1', box.gitUrl(REPOSITORY, token()), workspace);
  await git(workspace, 'remote', 'remove', 'origin');
  await mkdir(join(folder, 'into'));
  into = openFiles(join(folder, 'into'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
  await box.close();
});

const token = (): string => box.issueToken({ repository: REPOSITORY, permissions: { contents: 'read' } });

async function git(cwd: string, ...args: readonly string[]): Promise<void> {
  await promisify(execFile)('git', args, { cwd, env: environment });
}

const checkOut = (
  commit: string,
  given = token(),
  repositoryUrl = `${box.url}/${REPOSITORY}`,
): Promise<void> =>
  createCommitCheckouts({ workspace, environment, token: given, repositoryUrl }).checkOut(commit, into);

it('fetches a commit that a clone of depth 1 does not have, and leaves only its files', async () => {
  await checkOut(older);
  expect(await readFile(join(into.root, 'score.py'), 'utf8')).toBe('print(1)\n');
  expect(await into.match(['**'])).toEqual(['.gitattributes', 'score.py']);
});

it('runs no hook and no filter of the workspace, where an earlier step could wait for the token', async () => {
  const trap = join(folder, 'trap');
  await git(workspace, 'config', 'filter.evil.smudge', `touch ${trap} && cat`);
  await git(workspace, 'config', 'core.hooksPath', 'hooks');
  await mkdir(join(workspace, 'hooks'));
  for (const hook of ['reference-transaction', 'post-checkout'])
    await writeFile(join(workspace, 'hooks', hook), `#!/bin/sh\ntouch ${trap}\n`, { mode: 0o755 });
  await checkOut(older);
  expect(existsSync(trap)).toBe(false);
});

it('needs neither network nor token for a commit that the clone has', async () => {
  const head = await promisify(execFile)('git', ['rev-parse', 'HEAD'], { cwd: workspace });
  const before = box.requests.entries.length;
  await checkOut(head.stdout.trim(), '');
  expect(await readFile(join(into.root, 'score.py'), 'utf8')).toBe('print(2)\n');
  expect(box.requests.entries).toHaveLength(before);
});

it('says which commit cannot be had, and never the token', async () => {
  const refused = box.issueToken({ repository: REPOSITORY, permissions: { issues: 'read' } });
  const failure: unknown = await checkOut(older, refused).catch((error: unknown) => error);
  expect(String(failure)).toMatch(/commit [0-9a-f]{12}: expected its files, got none: .+/);
  expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain(refused);
});

it('follows a redirect of the server to another host without the token', async () => {
  const seen: (string | undefined)[] = [];
  await using elsewhere = await serve((request, response) => {
    seen.push(request.headers.authorization);
    const isList = request.method === 'GET';
    response.writeHead(isList ? 200 : 401, {
      'content-type': 'application/x-git-upload-pack-advertisement',
      'www-authenticate': 'Basic realm="elsewhere"',
    });
    response.end(isList ? advertisementOf(older) : '');
  });
  await using moved = await serve((request, response) => {
    response.writeHead(301, { location: `${elsewhere.url}${request.url ?? ''}` }).end();
  });
  await expect(checkOut(older, token(), `${moved.url}/${REPOSITORY}`)).rejects.toThrow(
    'expected its files, got none',
  );
  // The list of refs, and the request for the commit, which got what `http.extraHeader` names.
  expect(seen.length).toBeGreaterThan(1);
  expect(seen.filter((authorization) => authorization !== undefined)).toEqual([]);
});

/** What a server says of itself and of its refs: https://git-scm.com/docs/gitprotocol-http */
function advertisementOf(commit: string): string {
  const line = (text: string): string => (text.length + 4).toString(16).padStart(4, '0') + text;
  const capabilities = 'shallow allow-tip-sha1-in-want multi_ack multi_ack_detailed side-band-64k ofs-delta';
  return `${line('# service=git-upload-pack\n')}0000${line(`${commit} HEAD\0${capabilities}\n`)}0000`;
}

async function serve(listener: RequestListener): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
