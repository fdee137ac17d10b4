/** What lies in a folder, with what shows that something has been done to it. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openFiles } from '../../../src/shared/adapters/files/files.ts';
import { listStates } from '../../../src/shared/adapters/files/folder-states.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'folder-states-'));
});
afterEach(() => rm(root, { recursive: true }));

const shell = (command: string): void => {
  execFileSync('bash', ['-ec', command], { cwd: root, stdio: 'ignore' });
};
const list = (tracked: readonly string[] = []) => listStates(openFiles(root), tracked);

it('has files and links wherever they lie, and follows no link', () => {
  shell('mkdir -p a/b .c; touch a/b/x .c/y z; ln -s a link; ln -s nothing broken; mkfifo pipe; mkdir empty');
  expect([...list().keys()].sort()).toEqual(['.c/y', 'a/b/x', 'broken', 'link', 'z']);
});

it('leaves out installed packages and compiled modules, unless git tracks files there', () => {
  shell('mkdir -p .git .venv/lib node_modules/a renv/library/x env/tasks lib/__pycache__ renv/own');
  shell('touch .git/HEAD .venv/lib/a.py node_modules/a/a.js renv/library/x/a env/tasks/a.py renv/own/a.R');
  shell('touch lib/__pycache__/a.cpython-312.pyc lib/__pycache__/a.txt lib/a.pyc');
  expect([...list().keys()].sort()).toEqual(['lib/__pycache__/a.txt', 'lib/a.pyc', 'renv/own/a.R']);
  expect([...list(['env/tasks/b.py']).keys()]).toContain('env/tasks/a.py');
});

it('has what lies under the name of such a folder where nothing is installed', () => {
  shell(
    'mkdir -p data/venv data/.git web/node_modules/a; touch data/venv/x data/.git/y web/node_modules/a/a.js',
  );
  expect([...list(['data/a.csv', 'web/package.json']).keys()].sort()).toEqual(['data/.git/y', 'data/venv/x']);
});

it.each([
  ['a write that keeps size and time', 'touch -r a t; echo y > a; touch -r t a'],
  ['another file in its place', 'cp -p a t; mv t a'],
  ['a flag', 'chmod 600 a'],
  ['a link in its place', 'mv a t; ln -s t a'],
])('shows %s', (_, command) => {
  shell('echo x > a; echo x > b');
  const before = list();
  shell(command);
  const now = list();
  expect(now.get('a')).not.toBe(before.get('a'));
  expect(now.get('b')).toBe(before.get('b'));
});
