/** `npm run test:real`: installs the tools, then runs the suites that use them. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { installTools, root } from './tools.ts';

await installTools();
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const config = join('test', 'real', 'vitest.config.ts');
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', '--config', config, ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
process.exitCode = status ?? 1;
