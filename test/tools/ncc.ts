/** @vercel/ncc as a typed function: one entry and its lazy chunks, and which packages they came from. */
import { createRequire } from 'node:module';
import { isAbsolute } from 'node:path';

interface Module {
  readonly nameForCondition?: string | null;
  readonly modules?: readonly Module[];
}

interface NccResult {
  readonly code: string;
  readonly assets: Readonly<Record<string, { readonly source: string | Buffer }>>;
  readonly stats: { toJson(options: object): { readonly modules: readonly Module[] } };
}

type Ncc = (entry: string, options: object) => Promise<NccResult>;

export interface Bundle {
  /** Code of `index.js` and of each chunk, by file name. */
  readonly files: ReadonlyMap<string, string>;
  /** Folders of the npm packages that are in it, sorted. */
  readonly packages: readonly string[];
}

/** @param entry absolute path of a JavaScript file below a package.json of type "module". */
export async function bundle(entry: string): Promise<Bundle> {
  if (!isAbsolute(entry)) throw new RangeError(`bundle: expected an absolute path, got ${entry}`);
  // ncc is CommonJS without types.
  const ncc = createRequire(import.meta.url)('@vercel/ncc') as Ncc;
  const result = await ncc(entry, { cache: false, minify: false, sourceMap: false, quiet: true });
  const files = new Map([['index.js', result.code]]);
  for (const [name, { source }] of Object.entries(result.assets)) {
    if (name.endsWith('.js')) files.set(name, source.toString());
  }
  const { modules } = result.stats.toJson({ all: false, modules: true, nestedModules: true });
  return { files, packages: [...new Set(modules.flatMap(packageFolders))].sort() };
}

/** `/repo/node_modules/@actions/core/lib/core.js` → `/repo/node_modules/@actions/core`; nested packages too. */
function packageFolders(module: Module): readonly string[] {
  const match = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(module.nameForCondition ?? '');
  return [...(match === null ? [] : [match[0]]), ...(module.modules ?? []).flatMap(packageFolders)];
}
