/** Rows that become arguments, and elements that become zeros. */
import { ADAPTER, DOMAIN, inFunction, plant } from './plant.ts';

const ROWS = 'const rows = [1, 2];\n';
const withRows = (...expressions: readonly string[]): readonly string[] =>
  inFunction(...expressions).map((text) => `${ROWS}${text}`);

export const vectorPlants = [
  ...[DOMAIN, ADAPTER].flatMap((path) => [
    ...plant(
      path,
      'any number of values has no place on the stack; use smallest or largest of extremes.ts',
      ...withRows('Math.max(...rows)', 'Math.min(0, ...rows)', 'Math.hypot(...rows.map((row) => row))'),
    ),
    ...plant(
      path,
      'any number of values has no place on the stack; write a loop',
      ...withRows('Math.max.apply(null, [...rows])', 'String.fromCharCode.apply(undefined, [...rows])'),
    ),
  ]),
  ...['statistics', 'metrics', 'evaluation', 'monitoring/drift'].flatMap((folder) =>
    plant(
      `src/shared/domain/${folder}/a.ts`,
      'a missing element is no zero; read it with at, indexAt or countAt of statistics/vectors.ts',
      ...withRows('rows[0] ?? 0', 'rows[0] ?? (0)', '(rows[0]) ?? 0', '1 + (rows[rows.length - 1] ?? 0.0)'),
      ...inFunction('((rows: number[]) => (rows[0] ??= 0))'),
    ),
  ),
];

export const harmlessVectors: readonly (readonly [path: string, text: string])[] = [
  ...withRows('Math.max(1, 2)', 'String(...rows)', 'rows[0] ?? 0').map((text) => [DOMAIN, text] as const),
  ...withRows('rows[0] ?? 1', 'rows[0] ?? NaN', 'rows.at(0) ?? 0').map(
    (text) => ['src/shared/domain/statistics/a.ts', text] as const,
  ),
];
