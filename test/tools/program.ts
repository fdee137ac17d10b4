/**
 * One file of a program with everything that it imports, as the actions are published. A process that a test starts
 * from it is there in a third of the time, because Node neither resolves nor strips hundreds of modules.
 */
import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const folder = join(import.meta.dirname, '..', '..', '.cache', 'programs');
const bundled = new Map<string, Promise<string>>();

/** @returns the path of the bundle. Each program is bundled once a test process. */
export function bundleProgram(entry: string): Promise<string> {
  const known = bundled.get(entry) ?? bundle(entry);
  bundled.set(entry, known);
  return known;
}

async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    write: false,
    bundle: true,
    platform: 'node',
    format: 'esm',
    sourcemap: false,
    logLevel: 'error',
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
  });
  const content = outputFiles[0]?.contents ?? new Uint8Array();
  // Named by its content: another process may start an older bundle at this moment, and Node's compile cache finds it again.
  const path = join(folder, `${createHash('sha256').update(content).digest('hex').slice(0, 16)}.mjs`);
  const draft = `${path}.${process.pid}`;
  await mkdir(folder, { recursive: true });
  await writeFile(draft, content);
  await rename(draft, path);
  return path;
}
