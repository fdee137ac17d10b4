/** Predicted quantiles among the outputs of a model: their roles, and how they are found. */
import type { Output, ScoredRows } from './metric.ts';

/** Of a role; `QUANTILE_PREFIX` begins the names of metrics. */
const ROLE_PREFIX = 'quantile:';
/** (1 − 0.8) / 2 is not quite 0.1. */
const SAME_LEVEL = 1e-9;

/** @param level between 0 and 1. */
export function quantileRole(level: number): string {
  return `${ROLE_PREFIX}${level}`;
}

/** The level of a predicted quantile; undefined for another output. */
export function levelOf({ role }: Pick<Output, 'role'>): number | undefined {
  return role.startsWith(ROLE_PREFIX) ? Number(role.slice(ROLE_PREFIX.length)) : undefined;
}

export interface QuantileOutput {
  readonly level: number;
  /** N numbers, in the unit of the label. */
  readonly values: Float64Array;
}

/** By rising levels. */
export function quantilesOf({ outputs = [] }: Pick<ScoredRows, 'outputs'>): readonly QuantileOutput[] {
  return outputs
    .flatMap((output) => {
      const level = levelOf(output);
      return level === undefined ? [] : [{ level, values: output.values }];
    })
    .sort((one, other) => one.level - other.level);
}

/**
 * The output of that level, whatever was lost where it was written as a decimal; undefined where the model gives
 * none.
 */
export function findQuantile(
  quantiles: readonly QuantileOutput[],
  wanted: number,
): QuantileOutput | undefined {
  return quantiles.find(({ level }) => isSameLevel(level, wanted));
}

function isSameLevel(one: number, other: number): boolean {
  return Math.abs(one - other) < SAME_LEVEL;
}

/** Nominal coverages of the intervals between two quantiles that are as far from the ends, the narrowest first. */
export function centralCoverages(levels: readonly number[]): readonly number[] {
  return levels
    .filter((lower) => lower < 0.5 && levels.some((upper) => isSameLevel(upper, 1 - lower)))
    .map((lower) => Number((1 - 2 * lower).toPrecision(12)))
    .sort((one, other) => one - other);
}
