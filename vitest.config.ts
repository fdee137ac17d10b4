import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/real/**', 'test/faults/**', 'test/repositories/{node,python}.test.ts', 'node_modules/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two cores: more workers only wait for each other.
    maxWorkers: 2,
    // Loading the modules once for each file took longer than most files; setup.ts checks that no file needs it.
    isolate: false,
    // Processes that tests start from the sources find them compiled; Node keys what it keeps by their content.
    env: { NO_COLOR: '1', NODE_COMPILE_CACHE: join(import.meta.dirname, '.cache', 'node') },
    setupFiles: ['test/tools/setup.ts'],
    reporters: ['default', './test/tools/slowest-files.ts'],
  },
});
