/** The arrows of the map: which folders and packages each layer may import, types included. */
import { actionFolder, actionNames, FOLDERS, layerOf, type Layer } from '../layers.ts';
import type { Import, SourceFile } from '../source-file.ts';
import { placeOf, type Violation } from '../violation.ts';
import { isPureImport } from './pure-packages.ts';

const { domain: DOMAIN, ports: PORTS, usecases: USECASES, adapters: ADAPTERS, runtime: RUNTIME } = FOLDERS;

/** What acts on the world may use these, as a whole; the others have `pure-packages.ts` or nothing. */
export const EFFECT_PACKAGES = {
  adapters: [
    ...['@actions/artifact', '@actions/cache', '@actions/github', 'hyparquet', 'yauzl', 'zod'],
    ...['node:child_process', 'node:crypto', 'node:diagnostics_channel', 'node:dns', 'node:events'],
    ...[
      'node:fs',
      'node:fs/promises',
      'node:http',
      'node:https',
      'node:net',
      'node:os',
      'node:path',
      'node:stream/consumers',
    ],
    ...['node:timers/promises', 'node:util', 'node:worker_threads', 'node:zlib'],
  ],
  runtime: ['@actions/core', 'node:fs', 'node:fs/promises', 'node:timers/promises', 'node:util'],
} as const satisfies Partial<Record<Layer, readonly string[]>>;

const LISTS = 'the lists in test/tools/architecture/rules';

/** What to do instead, for whoever reads that an import is not allowed. */
const REMEDIES: Readonly<Record<Layer, string>> = {
  domain: `pass in what it needs, which a use case, a step or an adapter reads; a pure package is added to ${LISTS}`,
  ports: 'import types of the domain with `import type`; an effect has its code in adapters/',
  usecases: 'take the effect from a port of src/shared/ports, or move pure code to domain/',
  story: 'take the effect from a port of the step; main.ts or create-ports.ts beside it makes the adapter',
  wiring: 'make the effect an adapter behind a port, and create it here',
  entry: 'import main.ts and inputs.ts of the five actions, lazily, and runtime/',
  adapters: `pass it in from main.ts, or move shared code to adapters/http, adapters/files or domain/; a package is added to ${LISTS}`,
  runtime: `import domain/ and ports/; what acts on something else than the runner is an adapter; a package is added to ${LISTS}`,
};

const SHARE =
  'move what both need to src/shared/usecases or src/shared/domain; what only the other action needs stays there';

/** @returns true also for a shared file that imports one of an action. */
function isOfOtherAction(path: string, { target = '' }: Import): boolean {
  const folder = actionFolder(target);
  return folder !== undefined && folder !== actionFolder(path);
}

export function importViolations(file: SourceFile): readonly Violation[] {
  const layer = layerOf(file.path);
  if (layer === undefined) return [];
  return file.imports
    .filter((imported) => !mayImport(file.path, layer, imported))
    .map((imported) => ({
      rule: 'imports',
      place: placeOf(imported.node),
      found: `${layer} may not import ${describeImport(imported)}`,
      remedy: isOfOtherAction(file.path, imported) && layer !== 'entry' ? SHARE : REMEDIES[layer],
    }));
}

function describeImport({ specifier, names = [] }: Import): string {
  const impure = names.filter((name) => !isPureImport(specifier, [name]));
  const parts = impure.length === 0 ? names : impure;
  return parts.length === 0 ? specifier : `${parts.join(', ')} of ${specifier}`;
}

function mayImport(path: string, layer: Layer, imported: Import): boolean {
  const { target } = imported;
  if (target === undefined) return mayImportPackage(layer, imported);
  if (!target.endsWith('.ts')) return false;
  if (layer === 'ports' && imported.kind !== 'type') return false;
  // What wires an action makes its adapters: a story that imported it could reach all of them.
  if (layer === 'story' && layerOf(target) === 'wiring') return false;
  return foldersFor(path, layer).some((folder) => target.startsWith(folder));
}

function foldersFor(path: string, layer: Layer): readonly string[] {
  switch (layer) {
    case 'domain':
      return [DOMAIN];
    case 'ports':
      return [DOMAIN, PORTS];
    case 'usecases':
      return [DOMAIN, PORTS, USECASES];
    case 'adapters':
      return [DOMAIN, PORTS, ...reachableAdapters(path)];
    case 'runtime':
      return [DOMAIN, PORTS, RUNTIME];
    case 'story':
      return [DOMAIN, PORTS, USECASES, actionFolder(path) ?? path];
    case 'wiring':
      return [...Object.values(FOLDERS), actionFolder(path) ?? path];
    case 'entry':
      return [
        DOMAIN,
        RUNTIME,
        ...actionNames.flatMap((name) => [`actions/${name}/main.ts`, `actions/${name}/inputs.ts`]),
      ];
  }
}

const SHARED_ADAPTERS = [`${ADAPTERS}http/`, `${ADAPTERS}files/`];

/** An adapter knows its own protocol; what several need is in `http/` and `files/`, which know none of them. */
function reachableAdapters(path: string): readonly string[] {
  const own = /^src\/shared\/adapters\/[a-z-]+\//.exec(path)?.[0] ?? path;
  return SHARED_ADAPTERS.includes(own) ? [own] : [own, ...SHARED_ADAPTERS];
}

function mayImportPackage(layer: Layer, { specifier, names, kind }: Import): boolean {
  const name = packageOf(specifier);
  const isListed = (packages: readonly string[]) => packages.includes(name);
  switch (layer) {
    case 'domain':
    case 'usecases':
    case 'story':
      return isPureImport(specifier, names);
    case 'adapters':
      return isListed(EFFECT_PACKAGES.adapters);
    case 'runtime':
      // Loaded at run time, it would be an object whose members no rule can follow.
      return isListed(EFFECT_PACKAGES.runtime) && (name !== '@actions/core' || kind === 'value');
    case 'ports':
    case 'wiring':
    case 'entry':
      return false;
  }
}

/** `@actions/github/lib/utils` is `@actions/github`; a module of Node is named in full. */
export function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}
