/** What pure code may use of packages and of Node: it computes, and touches nothing. */

/** By name, where other parts draw random numbers. Without `node:` a module of Node is another spelling, which is refused. */
const PURE_PACKAGES: Readonly<Record<string, readonly string[] | 'all'>> = {
  zod: 'all',
  yaml: 'all',
  'smol-toml': 'all',
  'simple-statistics': ['mean', 'rootMeanSquare', 'sampleStandardDeviation', 'sampleVariance', 'sum'],
  'node:crypto': ['createHash'],
};

/** What an adapter may call besides, to compute its constants. */
const PURE_PARTS_OF_NODE: Readonly<Record<string, readonly string[] | 'all'>> = {
  'node:net': ['BlockList', 'isIP'],
  // Not `resolve` and `relative`, which read the working directory, nor `posix` and `win32`, which have them too.
  'node:path': ['basename', 'dirname', 'extname', 'isAbsolute', 'join', 'normalize', 'sep'],
  // Not `parseArgs`, `debuglog` and `styleText`, which read the command line and the environment.
  'node:util': ['promisify'],
};

export function isPureImport(specifier: string, names: readonly string[] | undefined): boolean {
  return isListed(PURE_PACKAGES, specifier, names);
}

export function isPureCall(specifier: string, name: string): boolean {
  return isListed({ ...PURE_PACKAGES, ...PURE_PARTS_OF_NODE }, specifier, [name]);
}

function isListed(
  list: Readonly<Record<string, readonly string[] | 'all'>>,
  specifier: string,
  names: readonly string[] | undefined,
): boolean {
  const parts = Object.hasOwn(list, specifier) ? list[specifier] : undefined;
  if (parts === undefined || parts === 'all') return parts === 'all';
  return names?.every((name) => parts.includes(name)) ?? false;
}
