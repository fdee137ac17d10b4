/** The places that a source file can stand in. What a layer may import and touch follows from it, in `rules/`. */

export const actionNames = ['train', 'evaluate', 'register', 'deploy', 'monitor'] as const;

/** `wiring` is `main.ts` of the five actions and a `create-ports.ts` beside it; `story` is everything else in their folders. */
export type Layer = 'domain' | 'ports' | 'usecases' | 'adapters' | 'runtime' | 'story' | 'wiring' | 'entry';

export const FOLDERS = {
  domain: 'src/shared/domain/',
  ports: 'src/shared/ports/',
  usecases: 'src/shared/usecases/',
  adapters: 'src/shared/adapters/',
  runtime: 'src/shared/runtime/',
} as const satisfies Partial<Record<Layer, string>>;

const SHARED_LAYERS = ['domain', 'ports', 'usecases', 'adapters', 'runtime'] as const;
const WIRING_FILES = ['main.ts', 'create-ports.ts'];

/** @returns undefined for a file that stands in no layer, which is a violation. */
export function layerOf(path: string): Layer | undefined {
  if (path === 'actions/start.ts') return 'entry';
  const folder = actionFolder(path);
  if (folder !== undefined) return WIRING_FILES.includes(path.slice(folder.length)) ? 'wiring' : 'story';
  return SHARED_LAYERS.find((layer) => path.startsWith(FOLDERS[layer]));
}

/** `actions/train/` for a file of that action. */
export function actionFolder(path: string): string | undefined {
  return actionNames.map((name) => `actions/${name}/`).find((folder) => path.startsWith(folder));
}

/** Domain, ports, use cases and stories act through ports only. */
export function isPure(layer: Layer | undefined): boolean {
  switch (layer) {
    case 'domain':
    case 'ports':
    case 'usecases':
    case 'story':
      return true;
    case 'adapters':
    case 'runtime':
    case 'wiring':
    case 'entry':
    case undefined:
      return false;
  }
}
