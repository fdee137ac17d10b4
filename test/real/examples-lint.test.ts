/** zizmor, with its strictest persona, over the workflows that people copy and those that test and release this project. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommand } from './command.ts';
import { installTools, root } from './tools.ts';

const { bin } = await installTools();
const examples = join(root, 'workflows-examples');
const names = (await readdir(examples)).filter((name) => name.endsWith('.yml'));
const config = join(root, '.github', 'zizmor.yml');

/** Rules that the files break, such as `unpinned-uses`. @throws when zizmor could not read a file. */
async function audit(files: readonly string[]): Promise<readonly string[]> {
  const options = ['--offline', '--no-progress', '--persona', 'pedantic', '--strict-collection'];
  const format = ['--format', 'json', '--no-exit-codes', '--config', config];
  const { code, stdout, stderr } = await runCommand(join(bin, 'zizmor'), [...options, ...format, ...files]);
  if (code !== 0) throw new Error(`zizmor: expected exit code 0, got ${code}: ${stderr}`);
  const read = files.filter((file) => stderr.includes(`completed ${file}`));
  if (read.length !== files.length) throw new Error(`zizmor: expected all files read, got ${stderr}`);
  return (JSON.parse(stdout) as readonly { readonly ident: string }[]).map(({ ident }) => ident);
}

/** The same, for a changed copy of an example under its own name, which the configuration refers to. */
async function auditChanged(name: string, change: (text: string) => string): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'zizmor-'));
  const original = await readFile(join(examples, name), 'utf8');
  const changed = change(original);
  expect(changed).not.toBe(original);
  await writeFile(join(folder, name), changed);
  try {
    return await audit([join(folder, name)]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('zizmor, pedantic', () => {
  it.each([
    ...names.map((name) => join('workflows-examples', name)),
    '.github/workflows/ci.yml',
    '.github/workflows/release.yml',
  ])('finds nothing in %s', async (file) => {
    expect(await audit([join(root, file)])).toEqual([]);
  });

  it.each([
    ['unpinned-uses', 'pull-request.yml', (text: string) => text.replace(/@[0-9a-f]{40}/, '@v6')],
    [
      'artipacked',
      'monitor.yml',
      (text: string) => text.replace(/ +with:\n +persist-credentials: false\n/, ''),
    ],
    ['excessive-permissions', 'retrain.yml', (text: string) => text.replace('permissions: {}', '')],
    ['dangerous-triggers', 'fork-safe-comment.yml', (text: string) => text.replace(/ # zizmor: .*/, '')],
    [
      'template-injection',
      'pull-request.yml',
      (text: string) => text.replace('run: npm ci', 'run: echo "${{ github.head_ref }}"'),
    ],
  ])('finds %s when it is planted in %s', async (rule, name, change) => {
    expect(await auditChanged(name, change)).toContain(rule);
  });
});
