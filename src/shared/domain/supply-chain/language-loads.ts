/** What R, Julia, Go and make load by names that are no paths: a package of the repository, a module, an object file. */
import { endOfPath, inFolder, isBelow, possiblePaths } from '../kernel/repository-path.ts';
import type { FileIndex } from './file-index.ts';
import { filesNamedSo, foldersOnTheWay, nearFiles, type Place } from './named-places.ts';

interface Loading {
  readonly path: string;
  readonly text: string;
}

interface Search {
  readonly place: Place;
  readonly index: FileIndex;
}

/** @returns files of the index; also for code in a command, as in `Rscript -e 'targets::tar_make()'`. */
export function filesLoadedByLanguage({ path, text }: Loading, search: Search): readonly string[] {
  return [
    ...filesOfR(text, search),
    ...filesOfJulia(text, search),
    ...(path.endsWith('.go') ? filesEmbedded(text, search) : []),
    ...sourcesOfObjects(text, search),
  ];
}

const TARGETS = /\btar_(?:make|source|outdated|visnetwork|manifest)\w*\s*\(/;
const TAR_SOURCE = /\btar_source\s*\(\s*(?:files\s*=\s*)?(?:c\(\s*)?(?:["']([^"']*)["'])?/g;
/** A package in R that is loaded from its sources. */
const LOADS_PACKAGE =
  /\b(?:load_all|install_local|devtools::(?:install|test|check|document)|R\s+CMD\s+(?:INSTALL|build|check))\b\s*\(?\s*(?:(?:path|pkg)\s*=\s*)?["']?([\w./-]*)/g;
const BOX_USE = /\bbox::use\s*\(([^)]*)\)/g;

function filesOfR(text: string, { place, index }: Search): readonly string[] {
  const targets = TARGETS.test(text) ? ['_targets.R', '_targets.yaml'] : [];
  const sourced = Array.from(text.matchAll(TAR_SOURCE), ([, name = 'R']) => name);
  const packages = Array.from(text.matchAll(LOADS_PACKAGE), ([, name = '']) => endOfPath(name));
  const modules = Array.from(text.matchAll(BOX_USE), ([, list = '']) => list.split(',')).flat();
  const boxed = modules.map((item) =>
    item
      .replace(/^[^=]*=/, '')
      .replace(/\[.*/s, '')
      .trim(),
  );
  const folders = [
    ...sourced,
    ...packages.flatMap((one) => ['R', 'src', 'inst', 'data'].map((part) => inFolder(one, part))),
  ];
  return [
    ...[...targets, ...sourced.filter((name) => /\.r$/i.test(name))].flatMap((name) =>
      filesNamedSo(name, place, index),
    ),
    ...folders.flatMap((folder) => filesBelow(folder, { place, index })),
    ...packages.flatMap((one) =>
      ['NAMESPACE', '.Rbuildignore'].flatMap((name) => nearFiles(`${one}/${name}`, place, index)),
    ),
    ...boxed
      .filter((name) => name.includes('/'))
      .flatMap((name) => ['.R', '.r', '/__init__.R', '/__init__.r'].map((ending) => `${name}${ending}`))
      .flatMap((name) => filesNamedSo(name, place, index)),
  ];
}

/** `using Churn, Near: score`; the project of the folder says where its packages lie. */
const USING =
  /(?:^|[\n;"'`(])[ \t]*(?:@everywhere\s+)?(?:using|import)[ \t]+([A-Z][\w.]*(?:[ \t]*,[ \t]*[A-Z][\w.]*)*)/g;

function filesOfJulia(text: string, { place, index }: Search): readonly string[] {
  const names = Array.from(text.matchAll(USING), ([, list = '']) => list.split(',')).flat();
  return names
    .map((name) => `${name.trim().split('.')[0] ?? ''}.jl`)
    .flatMap((name) => filesNamedSo(name, place, index));
}

const EMBED = /^\s*\/\/go:embed\s+(.+)$/gm;

/** Patterns of files and folders below that of the source. */
function filesEmbedded(text: string, { place, index }: Search): readonly string[] {
  const words = Array.from(text.matchAll(EMBED), ([, list = '']) => list.split(/[\s"`]+/)).flat();
  const starts = words
    .map((word) => word.replace(/^all:/, ''))
    .filter((word) => word !== '')
    .map((word) => inFolder(place.folder, word.replace(/[*?[].*/s, '')));
  return [...index.paths].filter((path) => starts.some((start) => path.startsWith(start)));
}

const OBJECT = /(?:^|[\s:=(])([\w./-]+)\.o(?=[\s)]|$)/gm;
const SOURCES = ['c', 'cc', 'cpp', 'cxx', 'cu'];

/** What make compiles to an object file without a rule. */
function sourcesOfObjects(text: string, { place, index }: Search): readonly string[] {
  return Array.from(text.matchAll(OBJECT), ([, name = '']) => name).flatMap((name) =>
    SOURCES.flatMap((ending) => filesNamedSo(`${name}.${ending}`, place, index)),
  );
}

/** In the folders where a name is looked for. */
function filesBelow(name: string, { place, index }: Search): readonly string[] {
  const above = place.isElsewhere ? [''] : foldersOnTheWay(place.folder);
  const folders = above.flatMap((one) => possiblePaths(one, name)).filter((one) => one !== '');
  return [...index.paths].filter((path) => folders.some((folder) => isBelow(path, folder)));
}
