import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Box, startBox } from './box.ts';
import { gitEnvironment } from './git/command.ts';
import { createTrustedClient, failureOf, REPOSITORY } from './test-client.ts';

interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** The real git, as a person's machine runs it. */
async function git(cwd: string, ...args: readonly string[]): Promise<Outcome> {
  const person = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.com'];
  const child = spawn('git', [...person, ...args], {
    cwd,
    env: gitEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number>((resolve) => child.on('close', (exit) => resolve(exit ?? -1)));
  return { code, output: Buffer.concat(chunks).toString() };
}

describe('git over HTTP', () => {
  let box: Box;
  let folder: string;
  let clone: string;

  beforeEach(async () => {
    box = await startBox();
    folder = await mkdtemp(join(tmpdir(), 'github-box-test-'));
    clone = join(folder, 'clone');
    await box.createRepository({
      owner: 'acme',
      name: 'churn',
      private: true,
      files: { 'README.md': 'churn\n' },
    });
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
    await box.close();
  });

  const address = (contents: 'read' | 'write'): string =>
    box.gitUrl('acme/churn', box.issueToken({ repository: 'acme/churn', permissions: { contents } }));

  const commitFile = async (name: string): Promise<void> => {
    await writeFile(join(clone, name), name);
    await git(clone, 'add', name);
    await git(clone, 'commit', '--quiet', '-m', name);
  };

  it('shows a push to the refs API, and a ref of the API to git', async () => {
    expect(await git(folder, 'clone', '--quiet', address('write'), clone)).toMatchObject({ code: 0 });
    await commitFile('model.txt');
    expect(await git(clone, 'push', '--quiet', 'origin', 'HEAD:main')).toMatchObject({ code: 0 });
    const pushed = (await git(clone, 'rev-parse', 'HEAD')).output.trim();
    const client = createTrustedClient(box);
    const { data } = await client.rest.git.getRef({ ...REPOSITORY, ref: 'heads/main' });
    expect(data.object.sha).toBe(pushed);

    await client.rest.git.createRef({ ...REPOSITORY, ref: 'refs/tags/churn@v1.0.0', sha: pushed });
    const { output } = await git(clone, 'ls-remote', '--tags', 'origin');
    expect(output).toContain(`${pushed}\trefs/tags/churn@v1.0.0`);
  });

  it('fetches one commit shallowly with a lower-case scheme, as actions/checkout does', async () => {
    const token = box.issueToken({ repository: 'acme/churn', permissions: { contents: 'read' } });
    const credentials = Buffer.from(`x-access-token:${token}`).toString('base64');
    const { sha } = await box.pushFiles({ repository: 'acme/churn', files: { 'model.txt': 'new\n' } });
    await git(folder, 'init', '--quiet', clone);
    const url = `${box.url}/acme/churn`;
    const header = `http.extraheader=AUTHORIZATION: basic ${credentials}`;
    const fetched = await git(
      clone,
      '-c',
      header,
      '-c',
      'protocol.version=2',
      'fetch',
      '--depth=1',
      url,
      sha,
    );
    expect(fetched).toMatchObject({ code: 0 });
    await git(clone, 'checkout', '--quiet', sha);
    expect(await readFile(join(clone, 'model.txt'), 'utf8')).toBe('new\n');
  });

  it('hides a private repository from outsiders and refuses pushes of readers', async () => {
    expect((await git(folder, 'ls-remote', box.gitUrl('acme/churn'))).code).not.toBe(0);
    const stranger = box.issueToken({ repository: 'acme/other', permissions: { contents: 'write' } });
    expect((await git(folder, 'ls-remote', box.gitUrl('acme/churn', stranger))).output).toContain(
      'not found',
    );
    await git(folder, 'clone', '--quiet', address('read'), clone);
    await commitFile('model.txt');
    const { code, output } = await git(clone, 'push', 'origin', 'HEAD:main');
    expect(code).not.toBe(0);
    expect(output).toContain('403');
  });

  it('holds pushes to the rulesets and to the tags of immutable releases', async () => {
    const repository = box.world.findRepository('acme/churn');
    repository!.immutableReleases = true;
    const client = createTrustedClient(box);
    await client.rest.repos.createRelease({ ...REPOSITORY, tag_name: 'churn@v1.0.0' });
    await box.restrictCreation('acme/churn', ['refs/heads/model-steward-*']);
    await git(folder, 'clone', '--quiet', address('write'), clone);
    await commitFile('model.txt');
    const moved = await git(clone, 'push', '--force', 'origin', 'HEAD:refs/tags/churn@v1.0.0');
    expect(moved.output).toContain('Cannot update this protected ref');
    const branch = await git(clone, 'push', 'origin', 'HEAD:refs/heads/model-steward-ledger');
    expect(branch.output).toContain('creations being restricted');
    expect(await git(clone, 'push', 'origin', 'HEAD:refs/heads/anything')).toMatchObject({ code: 0 });
    expect(
      await failureOf(client.rest.git.deleteRef({ ...REPOSITORY, ref: 'tags/churn@v1.0.0' })),
    ).toMatchObject({ status: 422 });
  });

  it('keeps the refs of a pull request in step with pushes to its branch', async () => {
    await box.pushFiles({ repository: 'acme/churn', branch: 'better', files: { 'a.txt': 'a' } });
    const number = await box.openPull({ repository: 'acme/churn', head: 'better' });
    await git(folder, 'clone', '--quiet', '--branch=better', address('write'), clone);
    await commitFile('b.txt');
    await git(clone, 'push', '--quiet', 'origin', 'HEAD:better');
    const pushed = (await git(clone, 'rev-parse', 'HEAD')).output.trim();
    const { output } = await git(clone, 'ls-remote', 'origin', `refs/pull/${number}/*`);
    expect(output).toContain(`${pushed}\trefs/pull/${number}/head`);
    expect(output).toContain(`refs/pull/${number}/merge`);
  });
});
