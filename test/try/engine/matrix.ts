/** The combinations of `strategy.matrix`, with `include` and `exclude` as GitHub documents them. */
import { evaluateWhole, type Contexts } from '../../demo/engine/expressions.ts';

export type Combination = Readonly<Record<string, unknown>>;

/** @returns one empty combination without a matrix. @throws Error for a matrix that is none. */
export function combinationsOf(matrix: unknown, contexts: Contexts): readonly Combination[] {
  if (matrix === undefined || matrix === null) return [{}];
  const given = resolve(matrix, contexts);
  if (!isRecord(given)) throw new Error(`strategy.matrix: expected a map, got ${JSON.stringify(given)}`);
  const { include, exclude, ...axes } = given;
  const excluded = listOf(resolve(exclude, contexts));
  const product = Object.entries(axes)
    .reduce<readonly Combination[]>(
      (combinations, [name, values]) =>
        combinations.flatMap((combination) =>
          [resolve(values, contexts)].flat().map((value: unknown) => ({ ...combination, [name]: value })),
        ),
      Object.keys(axes).length === 0 ? [] : [{}],
    )
    .filter((combination) => !excluded.some((entry) => agrees(combination, entry)));
  return withIncluded(product, listOf(resolve(include, contexts)), Object.keys(axes));
}

/** An entry is added to each combination that it does not contradict, and else stands alone. */
function withIncluded(
  product: readonly Combination[],
  entries: readonly Combination[],
  axes: readonly string[],
): readonly Combination[] {
  const combinations = [...product];
  for (const entry of entries) {
    const onAxes = Object.fromEntries(Object.entries(entry).filter(([name]) => axes.includes(name)));
    const matching = combinations.flatMap((combination, index) =>
      index < product.length && agrees(combination, onAxes) ? [index] : [],
    );
    if (matching.length === 0) combinations.push(entry);
    for (const index of matching) combinations[index] = { ...combinations[index], ...entry };
  }
  return combinations;
}

function agrees(combination: Combination, entry: Combination): boolean {
  return Object.entries(entry).every(
    ([name, value]) => JSON.stringify(combination[name]) === JSON.stringify(value),
  );
}

function resolve(value: unknown, contexts: Contexts): unknown {
  return typeof value === 'string' ? (evaluateWhole(value, contexts) ?? value) : value;
}

function listOf(value: unknown): readonly Combination[] {
  return [value].flat().filter(isRecord);
}

function isRecord(value: unknown): value is Combination {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
