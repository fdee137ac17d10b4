/** A second rule about paths. */
import { ADAPTER, DOMAIN, inFunction, plant, STEP, USECASES } from './plant.ts';

const HOME = 'src/shared/domain/kernel/repository-path.ts';
const withPath = (...expressions: readonly string[]): readonly string[] =>
  inFunction(...expressions).map((text) => `const path = 'a/b';\n${text}`);

const FOLLOWED = `".." of a path is followed in a second place; use climbs or resolvePath of ${HOME}`;
const CUT = `a path is taken apart in a second place; use folderOf, lastPartOf or depthOf of ${HOME}`;

export const pathPlants = [
  ...plant(
    DOMAIN,
    FOLLOWED,
    ...withPath(
      "path.split('/').filter((part) => part !== '..')",
      "path.split('/').includes('..')",
      "path.startsWith('../')",
      "path.split('/').some((part) => ['.', '..'].includes(part))",
    ),
    "export function f(part: string): number {\n  switch (part) {\n    case '..':\n      return 1;\n    default:\n      return 2;\n  }\n}",
  ),
  ...plant(
    USECASES,
    FOLLOWED,
    ...withPath("path.includes('..')"),
    "const UP = '..';\nexport const f = (path: string) => path.includes(UP);",
  ),
  ...plant(
    DOMAIN,
    CUT,
    ...withPath(
      "path.slice(path.lastIndexOf('/') + 1)",
      "path.split('/').slice(0, -1).join('/')",
      "path.split('/').at(-1)",
      "path.split('/').pop()",
      "path.split('/').length",
      "path.split('/').reverse()",
      "path.split('/').toReversed()[0]",
      'path.split(/\\//).at(-1)',
      "path.replace(/^.*\\//, '')",
    ),
    "export const f = (path: string) => {\n  const parts = path.split('/');\n  parts.pop();\n  return parts;\n};",
    "const SLASH = '/';\nexport const f = (path: string) => path.lastIndexOf(SLASH);",
  ),
  ...[STEP, ADAPTER].flatMap((place) => plant(place, CUT, ...withPath("path.replace(/[^/]*$/, '')"))),
];

export const harmlessPaths: readonly (readonly [path: string, text: string])[] = [
  ...withPath(
    "path.split('/')[0]",
    "path.split('/').slice(0, 2)",
    "path.split('/').map((part) => part.length)",
    "'../'.repeat(2)",
    '`${path}/..`',
    "path.replace(/[^/]*$/, 'c')",
    "path.lastIndexOf('.')",
  ).map((text) => [DOMAIN, text] as const),
  ...withPath("path.split('/').includes('..')").map((text) => [HOME, text] as const),
];
