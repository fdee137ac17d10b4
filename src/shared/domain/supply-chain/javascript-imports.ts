/**
 * The files that an import of Node.js, TypeScript or a bundler leads to: by endings that are left out, by the index and the
 * `package.json` of a folder, by `#name` (https://nodejs.org/api/modules.html#all-together).
 */
import { endOfPath, folderOf, lastPartOf, possiblePaths } from '../kernel/repository-path.ts';
import type { FileIndex } from './file-index.ts';
import { atPath, filesEndingWith, foldersOnTheWay } from './named-places.ts';

interface ImportingText {
  readonly path: string;
  readonly text: string;
}

const CODE_ENDINGS = ['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx'].map((ending) => `.${ending}`);
const LEFT_OUT = [...CODE_ENDINGS, '.json', '.node', '.d.ts', '.vue', '.svelte'];
const ENDINGS = ['', ...LEFT_OUT, ...LEFT_OUT.map((ending) => `/index${ending}`), '/package.json'];

/** `./a` wherever it stands, for it may be given to a loader; a folder alone only where it is imported. */
const RELATIVE = /["'`](\.{1,2}\/[^"'`\n]*)["'`]/g;
const IMPORTED = /\b(?:from|import|require(?:\.resolve)?)\s*\(?\s*["'`]([^"'`\n]+)["'`]/g;
const ENTRY = /"(?:main|module|browser|types|default|import|require|node)"\s*:\s*"([^"]+)"/g;

/** @returns files of the index; also for code in a command, which runs in the folder of the path. */
export function filesImportedByJavaScript(
  { path, text }: ImportingText,
  index: FileIndex,
): readonly string[] {
  const folder = folderOf(path);
  const names = (pattern: RegExp): readonly string[] =>
    Array.from(text.matchAll(pattern), ([, name = '']) => name);
  const imported = names(IMPORTED);
  const beside = [
    ...names(RELATIVE),
    ...imported.filter((name) => endOfPath(name) === ''),
    ...(lastPartOf(path) === 'package.json' ? names(ENTRY) : []),
  ];
  return [
    ...beside
      .flatMap((name) => possiblePaths(folder, name))
      .flatMap(withEndings)
      .flatMap((file) => atPath(file, index)),
    ...imported.flatMap((name) => filesOfAlias(name, folder, index)),
  ];
}

function withEndings(path: string): readonly string[] {
  // TypeScript names what the compiler will write.
  const written = /\.[mc]?jsx?$/.test(path) ? path.replace(/js(x?)$/, 'ts$1') : path;
  return [...ENDINGS.map((ending) => `${path}${ending}`), written, `${written}x`];
}

/** `#name` is of `imports` in the nearest `package.json`; `@/lib/a` and `~/lib/a` are below the sources. */
function filesOfAlias(name: string, folder: string, index: FileIndex): readonly string[] {
  if (name.startsWith('#')) {
    const files = foldersOnTheWay(folder).map((one) => `${one}package.json`);
    return files.filter((file) => index.paths.has(file)).slice(0, 1);
  }
  const below = /^[@~]\/(.+)$/.exec(name)?.[1];
  return below === undefined
    ? []
    : withEndings(endOfPath(below)).flatMap((file) => filesEndingWith(file, index));
}
