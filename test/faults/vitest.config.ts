import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import LongestFirst from '../tools/longest-first.ts';

const root = join(import.meta.dirname, '..', '..');

const COUNTED = 'test/faults/every-write.test.ts';

/** Each case is one of hundreds: a file has minutes, and a step that waits for something is given up on its own. */
export default defineConfig({
  root,
  test: {
    projects: [
      // A worker reads the sources once for all of its files, whose stories begin and end with them.
      {
        extends: true,
        test: { name: 'cases', include: ['test/faults/**/*.test.ts'], exclude: [COUNTED], isolate: false },
      },
      // The engine counts what was executed since a module was loaded: that has to be its own.
      { extends: true, test: { name: 'writes', include: [COUNTED] } },
    ],
    maxWorkers: 2,
    globalSetup: ['test/tools/temporary-folder.ts'],
    sequence: { sequencer: LongestFirst },
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Node reads TypeScript itself: what is executed are the places of the sources (executed.ts).
    experimental: { viteModuleRunner: false, nodeLoader: false },
    env: { NO_COLOR: '1', NODE_COMPILE_CACHE: join(root, '.cache', 'node') },
  },
});
