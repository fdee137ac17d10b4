/**
 * Where a number falls, as a program and a query decide it alike. Three zones lie below the range of the reference (more
 * than its width away, more than half of it, less), then come the bins of the profile up to its last point, then three
 * zones above it: what the rules about values out of range and about distributions ask for. For sums a value is a whole
 * number of steps: of the decimals that the reference has, or of a millionth of its largest value.
 */
import { sum } from 'simple-statistics';
import { largest } from '../../kernel/extremes.ts';
import { countAt } from '../../statistics/vectors.ts';
import type { NumberProfile } from '../profile/profile.ts';

export const ZONES_BELOW = 3;
const ZONES_ABOVE = 3;

/** Of steps: the square of a larger number is none that a warehouse adds. */
export const MOST_STEPS = 1e15;

const MOST_DECIMALS = 9;
const STEPS_OF_LARGEST = 1e6;
/** For values so many times as large as those of the reference. */
const ROOM = 100;
const WHOLE = 1e-9;

export interface NumberZones {
  /** A value below the first lies in zone 0, below the second in zone 1, below the third in zone 2. */
  readonly below: readonly [number, number, number];
  /** Zone 3 + k has the values above point k - 1 and up to point k. */
  readonly points: readonly number[];
  /** Above the last point and up to the first, up to the second, and beyond. */
  readonly above: readonly [number, number];
  readonly stepsPerUnit: number;
}

/** Undefined where the reference has no value: then there are no bins. */
export function zonesOf({ n, min, max, points, grid }: NumberProfile): NumberZones | undefined {
  if (n === 0 || points.length === 0) return undefined;
  const width = max - min;
  return {
    below: [min - width, min - 0.5 * width, min],
    points,
    above: [max + 0.5 * width, max + width],
    stepsPerUnit: stepsOf({ min, max, step: grid?.step }),
  };
}

/** Of the points and of what lies below and above them. */
export function zoneCount({ points }: NumberZones): number {
  return ZONES_BELOW + points.length + ZONES_ABOVE;
}

function stepsOf({
  min,
  max,
  step,
}: {
  readonly min: number;
  readonly max: number;
  readonly step: number | undefined;
}): number {
  const size = largest([Math.abs(min), Math.abs(max)]);
  const ofGrid = step === undefined ? Infinity : stepsOfGrid(step);
  return size * ofGrid <= MOST_STEPS / ROOM ? ofGrid : stepsOfSize(size);
}

/** A power of ten of which the step is a whole multiple. */
function stepsOfGrid(step: number): number {
  for (let decimals = 0; decimals < MOST_DECIMALS; decimals++) {
    const multiple = step * powerOfTen(decimals);
    if (multiple > 0.5 && Math.abs(multiple - Math.round(multiple)) <= WHOLE * multiple)
      return powerOfTen(decimals);
  }
  return powerOfTen(MOST_DECIMALS);
}

function stepsOfSize(size: number): number {
  let exponent = 0;
  while (exponent < 300 && size * powerOfTen(exponent) < STEPS_OF_LARGEST) exponent++;
  while (exponent > -300 && size * powerOfTen(exponent) >= 10 * STEPS_OF_LARGEST) exponent--;
  return powerOfTen(exponent);
}

/** The float that `1e-3` means: a power that is computed may be another one. */
function powerOfTen(exponent: number): number {
  return Number(`1e${exponent}`);
}

/** The counts of a day in the bins of the profile: values up to its first point, and those above its last. */
export function binsOfZones(counts: readonly number[]): readonly number[] {
  const inner = counts.slice(ZONES_BELOW, counts.length - ZONES_ABOVE);
  const below = sum(counts.slice(0, ZONES_BELOW));
  const above = sum(counts.slice(counts.length - ZONES_ABOVE));
  return [below + countAt(inner, 0), ...inner.slice(1), above];
}
