import { join } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';
import LongestFirst from './test/tools/longest-first.ts';

/**
 * Whole stories: what people and runs do one after the other, through git and the box, and the box itself. They take as
 * long as the rest.
 */
const STORIES = ['bundles', 'github-box', 'journeys', 'recipes', 'trust', 'try', 'workflows-examples'];
const stories = STORIES.map((folder) => `test/${folder}/**/*.test.ts`);

/** Error rates in simulated worlds: minutes of arithmetic, the same on every machine. */
const RATES = 'test/**/*.rates.test.ts';

/** Suites that need more than git and Node, or hundreds of cases of minutes, have configurations of their own. */
const others = ['test/real/**', 'test/faults/**', 'test/repositories/{node,python,tasks}.test.ts'];

export default defineConfig({
  test: {
    projects: [
      // `npm test`, `npm run test:stories` and `npm run test:rates`; a file that is named is found in each.
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...stories, RATES, ...others],
        },
      },
      { extends: true, test: { name: 'stories', include: stories } },
      // `.ci/run` gives them only what other suites leave of the processor.
      { extends: true, test: { name: 'rates', include: [RATES], testTimeout: 1_800_000 } },
    ],
    // Only what never ends takes so long: seconds on idle cores are many times that beside other work.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // Two cores: the third works while another waits for a process or a server (228 s instead of 240 s on idle cores).
    maxWorkers: 3,
    // Loading the modules once for each file took longer than most files; setup.ts checks that no file needs it.
    isolate: false,
    // Node reads TypeScript itself, as the tools and the tests' processes have it do: nothing is transformed, and no module
    // is mocked.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    // Processes that tests start from the sources find them compiled; Node keys what it keeps by their content.
    env: { NO_COLOR: '1', NODE_COMPILE_CACHE: join(import.meta.dirname, '.cache', 'node') },
    sequence: { sequencer: LongestFirst },
    globalSetup: ['test/tools/temporary-folder.ts'],
    setupFiles: ['test/tools/setup.ts'],
    reporters: ['default', './test/tools/slowest-files.ts'],
  },
});
