import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { planRelease, type ReleaseRequest } from './check-release.ts';

function request(over: Partial<ReleaseRequest> = {}): ReleaseRequest {
  return {
    tag: 'v1.2.0',
    packageVersion: '1.2.0',
    isOnMain: true,
    tags: ['v1.2.0', 'v1.1.9', 'v1'],
    ...over,
  };
}

it('moves the major tag to the newest version', () => {
  expect(planRelease(request())).toEqual({ major: 'v1', isLatest: true });
  expect(planRelease(request({ tags: ['v1.2.0', 'v1.10.0'] }))).toEqual({
    major: undefined,
    isLatest: false,
  });
});

it('moves the major tag of an older major version, which is not the latest', () => {
  expect(planRelease(request({ tags: ['v2.0.0', 'v1.1.0', 'flights@v9.0.0', ''] }))).toEqual({
    major: 'v1',
    isLatest: false,
  });
});

it.each([
  [{ tag: 'v1.2', packageVersion: '1.2' }, 'v1.2: expected a tag such as v1.2.3, got another name'],
  [{ tag: 'v01.2.0' }, 'v01.2.0: expected a tag such as v1.2.3, got another name'],
  [
    { packageVersion: '1.1.9' },
    'package.json: expected version 1.2.0, got 1.1.9; change it on main, and tag that commit',
  ],
  [{ isOnMain: false }, 'v1.2.0: expected a commit of main, got another one; merge it, and tag the merge'],
])('refuses %o', (over, message) => {
  expect(() => planRelease(request(over))).toThrow(message);
});

it('reads version, main and tags from a clone, as the workflow has it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'release-'));
  try {
    const [origin, clone] = [join(folder, 'origin'), join(folder, 'clone')];
    const git = (cwd: string, ...args: readonly string[]): string =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
        cwd,
      }).toString();
    mkdirSync(join(origin, 'test/tools'), { recursive: true });
    git(folder, 'init', '--quiet', '--initial-branch', 'main', origin);
    writeFileSync(join(origin, 'package.json'), '{ "version": "1.2.0", "type": "module" }');
    cpSync(join(import.meta.dirname, 'check-release.ts'), join(origin, 'test/tools/check-release.ts'));
    git(origin, 'add', '.');
    git(origin, 'commit', '--quiet', '--message', 'Version');
    git(origin, 'tag', 'v1.2.0');
    git(folder, 'clone', '--quiet', origin, clone);
    const check = (tag: string): ReturnType<typeof spawnSync> =>
      spawnSync(process.execPath, ['test/tools/check-release.ts', tag], { cwd: clone, encoding: 'utf8' });
    expect(check('v1.2.0')).toMatchObject({ status: 0, stdout: 'major=v1\nlatest=true\n' });
    git(clone, 'commit', '--quiet', '--allow-empty', '--message', 'Not on main');
    expect(check('v1.2.0')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: 'v1.2.0: expected a commit of main, got another one; merge it, and tag the merge\n',
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
