/**
 * What a run says about the size of both models and about scoring with them. The size is counted. What scoring takes was
 * measured again and again, in rounds in which each model was run once, one after the other: the interval of a difference is
 * that of the median of its rounds, in which what slows the machine down for a while cancels.
 */
import type { MetricResult } from '../documents/evaluation.ts';
import type { Run } from '../documents/run.ts';
import {
  isRunMetric,
  isWrittenRunMetric,
  modelSizeMb,
  namesOfCosts,
  readCost,
  SIZE_METRIC,
} from '../metrics/run-metrics.ts';
import { estimateMedian, type MedianEstimate } from '../statistics/median-interval.ts';
import type { JoinedOpponent } from './joined-evidence.ts';
import type { Rule } from './rule.ts';

export interface RunOpponent {
  readonly role: 'champion' | 'anchor';
  readonly version: Pick<JoinedOpponent, 'modelSizeBytes' | 'source'>;
}

/** Of a metric of the run; values in its unit. */
export type RunFinding =
  /** That model has no such number. */
  | { readonly kind: 'not-measured'; readonly model: 'challenger' | RunOpponent['role'] }
  | { readonly kind: 'counted'; readonly challenger: number; readonly other: number | undefined }
  | {
      readonly kind: 'measured';
      readonly confidence: number;
      readonly challenger: RepeatedCosts;
      /** Undefined without an opponent, and where that was not measured in the same rounds. */
      readonly compared: ComparedCosts | undefined;
    };

export interface RepeatedCosts extends MedianEstimate {
  readonly roundCount: number;
}

export interface ComparedCosts {
  /** In which both were measured. */
  readonly roundCount: number;
  /** The median of the opponent. */
  readonly value: number;
  /** Challenger minus opponent. */
  readonly difference: MedianEstimate;
  /** The same as a fraction of the opponent's value in the same round; undefined where one of those is not above 0. */
  readonly relative: MedianEstimate | undefined;
}

export interface RunFindingOptions {
  readonly opponent: RunOpponent | undefined;
  readonly confidence: number;
}

type Measurements = NonNullable<NonNullable<Run['scored']>['measurements']>;

/** @param name of a metric of the run. */
export function computeRunFinding(
  name: string,
  run: Pick<Run, 'modelSet' | 'scored'>,
  { opponent, confidence }: RunFindingOptions,
): RunFinding {
  if (name === SIZE_METRIC) return countSize(run, opponent);
  const measurements = run.scored?.measurements ?? [];
  const own = valuesByRound(name, measurements, 'challenger');
  if (own.size === 0) return { kind: 'not-measured', model: 'challenger' };
  const challenger = { ...estimateMedian([...own.values()], confidence), roundCount: own.size };
  // A version that this run did not score in this role was not measured by it.
  const theirs =
    opponent?.version.source === 'scored'
      ? valuesByRound(name, measurements, opponent.role)
      : new Map<number, number>();
  const pairs = [...own].flatMap(([round, value]) => {
    const other = theirs.get(round);
    return other === undefined ? [] : [{ value, other }];
  });
  return {
    ...{ kind: 'measured', confidence, challenger },
    compared: pairs.length === 0 ? undefined : compareRounds(pairs, confidence),
  };
}

function countSize({ modelSet }: Pick<Run, 'modelSet'>, opponent: RunOpponent | undefined): RunFinding {
  if (modelSet === undefined) return { kind: 'not-measured', model: 'challenger' };
  const otherBytes = opponent?.version.modelSizeBytes;
  return {
    kind: 'counted',
    challenger: modelSizeMb(modelSet.files),
    other: otherBytes === undefined ? undefined : modelSizeMb([{ sizeBytes: otherBytes }]),
  };
}

function compareRounds(
  pairs: readonly { readonly value: number; readonly other: number }[],
  confidence: number,
): ComparedCosts {
  const median = (values: readonly number[]): MedianEstimate => estimateMedian(values, confidence);
  return {
    roundCount: pairs.length,
    value: median(pairs.map(({ other }) => other)).estimate,
    difference: median(pairs.map(({ value, other }) => value - other)),
    relative: pairs.some(({ other }) => other <= 0)
      ? undefined
      : median(pairs.map(({ value, other }) => (value - other) / other)),
  };
}

function valuesByRound(
  name: string,
  measurements: Measurements,
  model: Measurements[number]['model'],
): ReadonlyMap<number, number> {
  return new Map(
    measurements
      .filter((each) => each.model === model)
      .flatMap((each) => {
        const value = readCost(name, each);
        return value === undefined ? [] : [[each.round, value] as const];
      }),
  );
}

/** Undefined for a first version. */
export function opponentOf({
  role,
  champion,
}: {
  readonly role: RunOpponent['role'];
  readonly champion: RunOpponent['version'] | undefined;
}): RunOpponent | undefined {
  return champion && { role, version: champion };
}

/** The names of all that was measured, and of what rules ask for. */
export function namesOfRun(
  { scored }: Pick<Run, 'scored'>,
  rules: readonly Pick<Rule, 'metric'>[],
): readonly string[] {
  const { measurements } = scored ?? {};
  const asked = rules.map(({ metric }) => metric).filter(isRunMetric);
  const names = measurements === undefined ? [] : [SIZE_METRIC, ...namesOfCosts(measurements)];
  return [...new Set([...names, ...asked])];
}

export interface RunFindings {
  /** With the usual confidence. */
  readonly shown: RunFinding;
  /** With the confidence that decides rules: what that detects is written. */
  readonly deciding: RunFinding;
}

/** As the document writes it; undefined where the challenger has no such number. */
export function resultOfRun(
  metric: string,
  { shown: finding, deciding }: RunFindings,
  comparedWith: RunOpponent['role'],
): MetricResult | undefined {
  if (finding.kind === 'not-measured') return undefined;
  const named = {
    ...{ metric, better: 'lower' as const },
    ...(isWrittenRunMetric(metric) && { written: true as const }),
  };
  if (finding.kind === 'counted') {
    const { challenger, other } = finding;
    return { ...named, challenger, ...(other !== undefined && { comparedWith, comparedValue: other }) };
  }
  const { challenger, compared, confidence } = finding;
  const interval = describeEnds(challenger, confidence);
  const difference = compared && describeEnds(compared.difference, confidence);
  const precision = describeRounds(deciding);
  return {
    ...{ ...named, challenger: challenger.estimate },
    ...(interval && { interval }),
    ...(compared && { comparedWith, comparedValue: compared.value }),
    ...(difference && { difference }),
    ...(precision && { precision }),
  };
}

/** Each round is one observation. Undefined where there are too few for an interval that decides. */
function describeRounds(finding: RunFinding): MetricResult['precision'] {
  if (finding.kind !== 'measured') return undefined;
  const { challenger, compared } = finding;
  const { minimumDetectableEffect } = compared?.difference ?? challenger;
  if (minimumDetectableEffect === undefined) return undefined;
  const { roundCount } = compared ?? challenger;
  return {
    method: 'order-statistics',
    ...{ groups: roundCount, effectiveGroups: roundCount, effectiveRows: roundCount },
    minimumDetectableEffect,
    provisional: false,
  };
}

function describeEnds({ estimate, ends }: MedianEstimate, confidence: number): MetricResult['interval'] {
  return ends && { estimate, ...ends, confidence };
}
