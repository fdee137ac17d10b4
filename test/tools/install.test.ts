import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const LOCK = {
  '': { name: 'root' },
  'node_modules/yaml': { version: '2.9.1', integrity: 'sha512-a' },
  'node_modules/of-another-platform': { version: '1.0.0', integrity: 'sha512-b', optional: true },
};

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'install-'));
  await mkdir(join(root, 'test', 'tools'), { recursive: true });
  await mkdir(join(root, 'node_modules'));
  await copyFile(join(import.meta.dirname, 'install.mjs'), join(root, 'test', 'tools', 'install.mjs'));
  await writeFile(join(root, 'package-lock.json'), JSON.stringify({ packages: LOCK }));
  // What stands in for npm writes down how it was called; it is informed by the variable that npm itself sets.
  await writeFile(
    join(root, 'npm.cjs'),
    "require('fs').writeFileSync('called', process.argv.slice(2).join(' '))",
  );
});
afterEach(() => rm(root, { recursive: true }));

/** @param installed npm's own record of what is in node_modules. */
async function install(
  installed?: Readonly<Record<string, unknown>>,
): Promise<{ called: string | undefined; printed: string }> {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (installed !== undefined) await writeFile(record, JSON.stringify({ packages: installed }));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(root, 'test', 'tools', 'install.mjs')],
    {
      env: { PATH: process.env.PATH, npm_execpath: join(root, 'npm.cjs') },
    },
  );
  const called = await readFile(join(root, 'called'), 'utf8').catch(() => undefined);
  return { called, printed: stdout };
}

describe('the installation', () => {
  it('is silent when everything is there', async () => {
    const { 'node_modules/yaml': yaml } = LOCK;
    expect(await install({ 'node_modules/yaml': yaml })).toEqual({ called: undefined, printed: '' });
  });

  it.each([
    ['nothing was installed', undefined],
    ['a package is missing', {}],
    ['a package is another one', { 'node_modules/yaml': { version: '2.9.0', integrity: 'sha512-old' } }],
  ])('happens when %s, without running any scripts of packages', async (_, installed) => {
    const { called } = await install(installed);
    expect(called).toBe('ci --ignore-scripts --loglevel=error');
  });
});
