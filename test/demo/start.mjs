// `npm run demo` on any Node from 20 on: installs what is needed, then runs the demo itself on Node 24.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { installDependencies } from '../tools/install.mjs';

const root = join(import.meta.dirname, '..', '..');

installDependencies();
const node = process.versions.node.startsWith('24.')
  ? process.execPath
  : join(root, 'node_modules', '.bin', 'node');
const demo = spawn(node, [join(import.meta.dirname, 'main.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
// The terminal sends Ctrl-C to both; the demo cleans up, and this process waits for it.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => demo.kill('SIGTERM'));
demo.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === null ? 1 : 130);
});
