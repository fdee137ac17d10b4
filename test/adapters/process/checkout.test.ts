import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCheckout } from '../../../src/shared/adapters/process/checkout.ts';

const environment = {
  PATH: process.env.PATH!,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
  GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
  GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkout-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function git(...args: readonly string[]): Promise<string> {
  return (await promisify(execFile)('git', ['-C', folder, ...args], { env: environment })).stdout.trim();
}

describe('the checkout', () => {
  it('is named by commit and tree, and clean while tracked files are as committed', async () => {
    await git('init', '-q', '-b', 'main');
    await writeFile(join(folder, 'train.py'), 'print(1)\n');
    await git('add', '.');
    await git('commit', '-qm', 'First');
    await writeFile(join(folder, 'untracked.csv'), 'x\n');
    const checkout = createCheckout(folder, environment);
    expect(await checkout.head()).toEqual({
      commit: await git('rev-parse', 'HEAD'),
      tree: await git('show', '-s', '--format=%T'),
      clean: true,
    });
    await writeFile(join(folder, 'train.py'), 'print(2)\n');
    expect((await checkout.head()).clean).toBe(false);
  });

  it('that is none is one clear error', async () => {
    await expect(createCheckout(folder, environment).head()).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      hint: 'run actions/checkout before this step',
    });
  });
});
