/**
 * Takes from @actions/core only what the runtime uses. The package does not say that its modules have no side
 * effects, so ncc keeps all of it, and with it an HTTP client for OIDC: two thirds of a step's start.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** @param folder with the runtime as tsc wrote it; files that import the package are replaced. */
export async function shakeActionsCore(folder: string): Promise<void> {
  const files = (await readdir(folder)).map((name) => join(folder, name));
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  await build({
    entryPoints: files.filter((_, index) => texts[index]?.includes(`'@actions/core'`)),
    outdir: folder,
    allowOverwrite: true,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    plugins: [lazyCrypto, onlyActionsCore],
  });
}

/** Everything else stays an import, for ncc to resolve. */
const onlyActionsCore: Plugin = {
  name: 'only @actions/core',
  setup: (builder) => {
    builder.onResolve({ filter: /.*/ }, async ({ path, importer, kind, resolveDir, pluginData }) => {
      if (kind === 'entry-point' || pluginData === 'resolving') return undefined;
      const isPartOfCore = path === '@actions/core' || importer.split(sep).includes('node_modules');
      if (!isPartOfCore) return { path, external: true };
      const resolved = await builder.resolve(path, { kind, importer, resolveDir, pluginData: 'resolving' });
      return { ...resolved, sideEffects: false };
    });
  },
};

/** For `randomUUID` alone the package imports all of `crypto`, a quarter of what a step needs to start. */
const lazyCrypto: Plugin = {
  name: 'crypto when it is used',
  setup: (builder) => {
    const namespace = 'lazy-crypto';
    builder.onResolve({ filter: /^crypto$/ }, () => ({ path: 'crypto', namespace, sideEffects: false }));
    builder.onLoad({ filter: /.*/, namespace }, () => ({
      contents: 'export const randomUUID = () => globalThis.crypto.randomUUID();',
    }));
  },
};
