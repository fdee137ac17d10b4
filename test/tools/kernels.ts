/**
 * Compiles `src/kernels/*.ts`, which are AssemblyScript, into the modules of WebAssembly that the domain starts, each as text
 * in a source file: the bundle and the tests read no other files. Same source in, same bytes out, so that a test can
 * compare. Usage: node test/tools/kernels.ts
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const root = resolve(import.meta.dirname, '../..');
// By its command line: its types declare `Array` and others for AssemblyScript, for whatever imports them.
const COMPILER = join(root, 'node_modules', 'assemblyscript', 'bin', 'asc.js');
const SOURCE = join('src', 'kernels', 'csv.ts');
/** Where the compiled kernel stands. */
const TARGET = join('src', 'shared', 'domain', 'table', 'csv-kernel-bytes.ts');

/** Without a runtime: the kernel lays out its memory itself. */
const OPTIONS = ['-O3', '--enable', 'simd', '--runtime', 'stub', '--noAssert', '--use', 'abort='];

export interface CompiledKernel {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
}

/** @throws Error with what the compiler says of the source. */
export async function compileKernel(): Promise<CompiledKernel> {
  const folder = await mkdtemp(join(tmpdir(), 'kernels-'));
  try {
    const compiled = join(folder, 'csv.wasm');
    await promisify(execFile)(process.execPath, [COMPILER, SOURCE, '--outFile', compiled, ...OPTIONS], {
      cwd: root,
    });
    const encoded = (await readFile(compiled)).toString('base64');
    const header = `/** Made from \`${SOURCE}\` by \`node test/tools/kernels.ts\`: WebAssembly, in base64. */`;
    return { path: TARGET, text: `${header}\nexport const CSV_KERNEL =\n  '${encoded}';\n` };
  } finally {
    await rm(folder, { recursive: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { path, text } = await compileKernel();
  await writeFile(join(root, path), text);
}
