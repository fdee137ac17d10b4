#!/usr/bin/env node
// `try`, `init` and `check` of a folder, on any Node from 20 on: installs what is needed, then runs it on Node 24.
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { installDependencies } from '../tools/install.mjs';

const root = join(import.meta.dirname, '..', '..');

installDependencies();
const node = process.versions.node.startsWith('24.')
  ? process.execPath
  : join(root, 'node_modules', '.bin', 'node');
// npm runs scripts in the folder of its package; a relative folder is one of the shell that called it.
const from = process.env.INIT_CWD ?? process.cwd();
const args = process.argv
  .slice(2)
  .map((argument, index) => (index === 0 || argument.startsWith('-') ? argument : resolve(from, argument)));
const child = spawn(node, [join(import.meta.dirname, 'main.ts'), ...args], {
  stdio: 'inherit',
  detached: true,
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill('SIGTERM'));
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
