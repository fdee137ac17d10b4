/**
 * Builds what the actions run: TypeScript → JavaScript (tsc) → one bundle with lazy chunks (ncc) → minified
 * (esbuild, because ncc minifies the entry only) → `actions/dist/`, with a two-line stub for each action.
 * Same sources in, same bytes out, so a test can compare. Usage: node test/tools/build.ts [folder]
 */
import { execFile } from 'node:child_process';
import { lstat, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { transform } from 'esbuild';
import { actionNames } from '../../src/shared/domain/kernel/names.ts';
import { renderLicenses } from './licenses.ts';
import { bundle } from './ncc.ts';
import { shakeActionsCore } from './shake-actions-core.ts';

const root = resolve(import.meta.dirname, '../..');
export const distFolder = join(root, 'actions', 'dist');

/** @param into the folder to replace. Intermediate files stay inside the repository: packages are found from there. */
export async function build(into: string): Promise<void> {
  await refuseLinkedPackages();
  const lib = join(root, '.build', 'lib');
  await rm(lib, { recursive: true, force: true });
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  // Types are what `npm run check` is for: the bytes are the same without them.
  await run(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json'), '--noCheck']);
  await shakeActionsCore(join(lib, 'src', 'shared', 'runtime'));
  await compileThread(lib);
  const { files, packages } = await bundle(join(lib, 'actions', 'start.js'));
  const thread = await bundle(join(lib, THREAD_FOLDER, THREAD));
  const contents = new Map<string, string>([
    ['package.json', '{ "type": "module" }\n'],
    ['licenses.txt', await renderLicenses(packages)],
  ]);
  for (const action of actionNames) contents.set(`${action}.js`, stub(action));
  for (const [name, code] of files) contents.set(name, await minify(code));
  contents.set(THREAD, await minify(thread.files.get('index.js') ?? ''));
  await rm(into, { recursive: true, force: true });
  for (const [name, content] of contents) {
    await mkdir(dirname(join(into, name)), { recursive: true });
    await writeFile(join(into, name), content);
  }
}

/** Its own entry, since a thread is started with a file: the bundler copies it as it is, without what it imports. */
const [THREAD_FOLDER, THREAD] = [join('src', 'shared', 'adapters', 'data'), 'csv-worker.js'];

/** The compiler follows imports, and the address of the thread is none. */
async function compileThread(lib: string): Promise<void> {
  const starter = join(lib, THREAD_FOLDER, 'csv-threads.js');
  const code = await readFile(starter, 'utf8');
  const compiled = code.replaceAll('./csv-worker.ts', `./${THREAD}`);
  if (compiled === code) throw new Error(`${starter}: expected the address of the thread, got none`);
  await writeFile(starter, compiled);
}

/** The bundler names chunks by their path from here: a link elsewhere would make other names on each machine. */
async function refuseLinkedPackages(): Promise<void> {
  const packages = join(root, 'node_modules');
  if (!(await lstat(packages)).isSymbolicLink()) return;
  throw new Error(
    'build: expected node_modules to be a folder, got a link, with which the chunks get other names. ' +
      'Install the packages here (npm ci), or build in the checkout that has them.',
  );
}

function stub(action: string): string {
  return `import { start } from './index.js';\nawait start('${action}');\n`;
}

/** Names of functions and classes are kept: they are what a stack trace in a report of a defect says. */
async function minify(code: string): Promise<string> {
  const options = { minify: true, keepNames: true, format: 'esm', target: 'node24' } as const;
  return (await transform(code, { ...options, legalComments: 'none' })).code;
}

async function run(command: string, args: readonly string[]): Promise<void> {
  try {
    await promisify(execFile)(command, args, { cwd: root, maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`build: expected tsc to succeed, got:\n${stdout}${stderr}`, { cause: error });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await build(process.argv[2] === undefined ? distFolder : resolve(process.argv[2]));
}
