/**
 * Reads what the objectives of the service need. What cannot be read is a finding that says so, and an error with which
 * the step fails at its end: a service that nothing is known of is not fine.
 */
import { InputError, ServiceError, StewardError } from '../../../src/shared/domain/kernel/errors.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/shared/domain/kernel/time.ts';
import {
  createIncreaseCounter,
  LOOK_BACK_HOURS,
  type CounterSamples,
} from '../../../src/shared/domain/monitoring/service/count-increases.ts';
import type { Measurement } from '../../../src/shared/domain/monitoring/service/evaluate-service.ts';
import {
  readServiceRules,
  type ErrorObjective,
  type LatencyObjective,
  type ServiceObjective,
  type ValueObjective,
} from '../../../src/shared/domain/monitoring/service/objectives.ts';
import {
  anyOf,
  boundsAt,
  bucketBounds,
  EVERY_REQUEST,
  labelsOf,
  metricOf,
  versionsAmong,
  withMatcher,
} from '../../../src/shared/domain/monitoring/service/selectors.ts';
import type { UnmeasuredCause } from '../../../src/shared/domain/documents/service-detail.ts';
import type { SeriesLabels, ServiceMetrics, SampleSpan } from '../../../src/shared/ports/service-metrics.ts';
import type { MonitorStep } from '../ports.ts';

export interface ServiceReading {
  readonly measured: readonly Measurement[];
  readonly errors: readonly StewardError[];
}

/** @param version that is monitored. */
export async function measureService(
  { model, ports, started }: Pick<MonitorStep, 'model' | 'ports' | 'started'>,
  version: string,
): Promise<ServiceReading> {
  const { service } = model.config.monitor;
  if (service === undefined) return { measured: [], errors: [] };
  const rules = readServiceRules(service);
  const metrics = ports.serviceMetrics(rules);
  const request = { metrics, version, windowDays: rules.windowDays, nowMs: started.at.getTime() };
  const measured: Measurement[] = [];
  const errors: StewardError[] = [];
  let cause: UnmeasuredCause | undefined;
  for (const objective of rules.objectives) {
    if (cause !== undefined) {
      measured.push(notMeasured(objective, cause));
      continue;
    }
    try {
      measured.push(await measure(objective, request));
    } catch (error) {
      if (!(error instanceof StewardError)) throw error;
      errors.push(error);
      measured.push(notMeasured(objective, causeOf(error)));
      // Each further question would wait for the same silence.
      if (isOfServer(error)) cause = causeOf(error);
    }
  }
  return { measured, errors };
}

/** The same is to be expected for every objective. */
function isOfServer(error: StewardError): boolean {
  return error instanceof ServiceError && error.code !== 'SERVICE_FAILED';
}

class UnknownBound extends InputError {}

function causeOf(error: StewardError): UnmeasuredCause {
  if (error instanceof UnknownBound) return 'unknown-bound';
  return error.code === 'SERVICE_UNREACHABLE' ? 'unreachable' : 'refused';
}

function notMeasured(objective: ServiceObjective, cause: UnmeasuredCause): Measurement {
  return { kind: 'not-measured', objective, cause };
}

interface MeasureRequest {
  readonly metrics: ServiceMetrics;
  readonly version: string;
  readonly windowDays: number;
  readonly nowMs: number;
}

function measure(objective: ServiceObjective, request: MeasureRequest): Promise<Measurement> {
  switch (objective.kind) {
    case 'errors':
      return measureErrors(objective, request);
    case 'latency':
      return measureLatency(objective, request);
    case 'value':
      return measureValue(objective, request);
  }
}

async function measureValue(
  objective: ValueObjective,
  { metrics, nowMs }: MeasureRequest,
): Promise<Measurement> {
  const values = await metrics.valuesAt(objective.query, nowMs);
  const [value] = values;
  if (value === undefined) return notMeasured(objective, 'no-value');
  return values.length > 1 ? notMeasured(objective, 'several-values') : { kind: 'value', objective, value };
}

async function measureErrors(objective: ErrorObjective, request: MeasureRequest): Promise<Measurement> {
  const found = await findSeries(objective.requests, request);
  if ('cause' in found) return notMeasured(objective, found.cause);
  const failed = await request.metrics.seriesOf(objective.errors, windowOf(request));
  if (failed.length === 0 && !mayHaveNone(objective, found.series))
    return notMeasured(objective, 'no-error-series');
  const selectors = { all: found.selector, some: ofVersions(objective.errors, versionsOf(failed, request)) };
  const counts = await countIncreases(selectors, request);
  if (counts === undefined) return notMeasured(objective, 'too-large');
  return { kind: 'requests', objective, counts, counted: found.counted };
}

/** Programs make the series of a code with its first response: without one there was none, if other series have that label. */
function mayHaveNone({ requests, errors }: ErrorObjective, series: readonly SeriesLabels[]): boolean {
  if (metricOf(requests) !== metricOf(errors)) return false;
  return labelsOf(errors).every((name) => series.some((labels) => labels[name] !== undefined));
}

async function measureLatency(objective: LatencyObjective, request: MeasureRequest): Promise<Measurement> {
  const found = await findSeries(objective.histogram, request);
  if ('cause' in found) return notMeasured(objective, found.cause);
  const bounds = bucketBounds(found.series, objective.histogram);
  const texts = boundsAt(bounds, objective.belowMs);
  if (texts.length === 0) {
    const shown = bounds.map(({ ms }) => `${Number(ms.toPrecision(12))} ms`).join(', ') || 'none';
    throw new UnknownBound(
      'CONFIG_INVALID',
      `monitor.service.objectives.${objective.name}.below: expected a bound of the histogram, which are ${shown}, got ${objective.belowMs} ms`,
      {
        hint: 'write one of its bounds, or give the histogram this one: how many requests were faster is counted at bounds alone',
      },
    );
  }
  const counts = await countIncreases(
    {
      all: withMatcher(found.selector, anyOf('le', [EVERY_REQUEST])),
      some: withMatcher(found.selector, anyOf('le', texts)),
    },
    request,
  );
  if (counts === undefined) return notMeasured(objective, 'too-large');
  return { kind: 'requests', objective, counts, counted: found.counted };
}

interface FoundSeries {
  readonly series: readonly SeriesLabels[];
  /** With the version, where series say of which they are. */
  readonly selector: string;
  readonly counted: 'version' | 'all';
}

async function findSeries(
  selector: string,
  request: MeasureRequest,
): Promise<FoundSeries | { readonly cause: UnmeasuredCause }> {
  const series = await request.metrics.seriesOf(selector, windowOf(request));
  if (series.length === 0) return { cause: 'no-series' };
  const versions = versionsOf(series, request);
  if (versions === undefined) return { series, selector, counted: 'all' };
  if (versions.length === 0) return { cause: 'no-series-of-version' };
  return { series, selector: ofVersions(selector, versions), counted: 'version' };
}

function versionsOf(
  series: readonly SeriesLabels[],
  { version }: MeasureRequest,
): readonly string[] | undefined {
  return versionsAmong(series, version);
}

/** No spelling is a matcher of none: errors of other versions are not of this one. */
function ofVersions(selector: string, versions: readonly string[] | undefined): string {
  return versions === undefined ? selector : withMatcher(selector, anyOf('version', versions));
}

function windowOf({ nowMs, windowDays }: MeasureRequest): SampleSpan {
  return { fromMs: nowMs - windowDays * DAY_MS, toMs: nowMs };
}

const SHORTEST_PIECE_MS = 5 * MINUTE_MS;

/** Piece by piece, so that memory does not grow with the window. @returns undefined where the shortest piece is too large. */
async function countIncreases(
  { all, some }: { readonly all: string; readonly some: string },
  { metrics, windowDays, nowMs }: MeasureRequest,
): Promise<ReturnType<ReturnType<typeof createIncreaseCounter>['counts']> | undefined> {
  const counter = createIncreaseCounter(nowMs, windowDays);
  let pieceMs = DAY_MS;
  for (let fromMs = nowMs - windowDays * DAY_MS - LOOK_BACK_HOURS * HOUR_MS; fromMs < nowMs;) {
    const span = { fromMs, toMs: Math.min(nowMs, fromMs + pieceMs) };
    const total = await metrics.samplesOf(all, span);
    const part = total === 'too-large' ? total : await metrics.samplesOf(some, span);
    if (total === 'too-large' || part === 'too-large') {
      pieceMs /= 2;
      if (pieceMs < SHORTEST_PIECE_MS) return undefined;
      continue;
    }
    const samples: CounterSamples[] = [];
    for (const series of total) samples.push({ part: 'all', ...series });
    for (const series of part) samples.push({ part: 'some', ...series });
    counter.add(samples);
    fromMs = span.toMs;
  }
  return counter.counts();
}
