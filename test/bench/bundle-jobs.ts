/**
 * The jobs of the benchmarks as one bundle, as the actions are: users run no TypeScript, of which each file would be
 * stripped of its types at the start of each process. The thread that reads CSV is a file of its own, as in the actions.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { root } from '../real/tools.ts';

const THREAD = join(root, 'src', 'shared', 'adapters', 'data', 'csv-worker.ts');

/** @param into an empty folder. @returns the program that runs a job. */
export async function bundleJobs(into: string): Promise<string> {
  await build({
    entryPoints: [join(import.meta.dirname, 'data', 'jobs.ts'), THREAD],
    outdir: into,
    entryNames: '[name]',
    outExtension: { '.js': '.mjs' },
    ...{ bundle: true, splitting: true, minify: true, keepNames: true },
    ...{ format: 'esm', platform: 'node', target: 'node24', logLevel: 'error' },
    // Packages of CommonJS load the modules of Node so.
    banner: {
      js: "import { createRequire } from 'node:module';const require=createRequire(import.meta.url);",
    },
    plugins: [compiledThread, validatorInParts],
  });
  return join(into, 'jobs.mjs');
}

/** The bundler follows imports, and the address of a thread is none. */
const compiledThread: Plugin = {
  name: 'compiled-thread',
  setup: (building) => {
    building.onLoad({ filter: /csv-threads\.ts$/ }, async ({ path }) => {
      const code = await readFile(path, 'utf8');
      return { loader: 'ts', contents: code.replaceAll('./csv-worker.ts', './csv-worker.mjs') };
    });
  },
};

/**
 * `import { z }` is an object with all of the package, translations of its messages too, of which the bundler of the
 * actions takes what is used; this one does so for a namespace.
 */
const validatorInParts: Plugin = {
  name: 'validator-in-parts',
  setup: (building) => {
    building.onLoad({ filter: /[\\/]src[\\/]shared[\\/].*\.ts$/ }, async ({ path }) => {
      const code = await readFile(path, 'utf8');
      return {
        loader: 'ts',
        contents: code.replace("import { z } from 'zod';", "import * as z from 'zod/v4';"),
      };
    });
  },
};
