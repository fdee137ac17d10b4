import { defineConfig } from 'vitest/config';

/** All of them, with those that need packages of Python. */
export default defineConfig({
  test: {
    include: ['test/repositories/*.test.ts'],
    // They share one Python environment, and each starts many processes.
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 600_000,
  },
});
