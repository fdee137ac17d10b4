// `npm run demo` on any Node from 20 on: installs what is needed, then runs the demo itself on Node 24.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { installDependencies } from '../tools/install.mjs';

const root = join(import.meta.dirname, '..', '..');

installDependencies();
const node = process.versions.node.startsWith('24.')
  ? process.execPath
  : join(root, 'node_modules', '.bin', 'node');
// In a group of its own: Ctrl-C would reach the programs that the demo still needs for cleaning up.
const demo = spawn(node, [join(import.meta.dirname, 'main.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  detached: true,
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => demo.kill('SIGTERM'));
demo.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
