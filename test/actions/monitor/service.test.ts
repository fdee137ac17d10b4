/** What a service has to keep: its requests are counted, an issue is opened when it does not, and closed when it does again. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFlights } from '../../ground/daily-data.ts';
import { readable, startGround, type Checked, type Ground } from '../../ground/monitoring.ts';
import {
  startPrometheusStandIn,
  type PrometheusStandIn,
  type RecordedSeries,
} from '../../ground/prometheus-stand-in.ts';
import { MODEL } from '../../ground/project.ts';

let ground: Ground;
let prometheus: PrometheusStandIn;

beforeEach(async () => {
  prometheus = await startPrometheusStandIn();
  ground = await startGround({ monitor: `{ service: ${service(prometheus.url)} }` });
});
afterEach(async () => {
  await ground[Symbol.asyncDispose]();
  await prometheus[Symbol.asyncDispose]();
});

function service(url: string): string {
  return JSON.stringify({
    ...{ prometheus: url, 'allow-private-network': true, window: '7 days' },
    objectives: {
      availability: {
        ...{ requests: 'requests_total', errors: 'requests_total{code=~"5.."}' },
        'at-least': '99 %',
      },
      latency: { histogram: 'seconds_bucket', below: '300 ms', 'at-least': '90 %' },
      memory: { query: 'max(memory_bytes)', 'at-most': '2 GB' },
    },
  });
}

const DAY = 86_400;
const noon = (day: string): number => Date.parse(`${day}T12:00:00Z`) / 1000;

interface Served {
  /** Requests a day, and of them the failed and the slow ones. */
  readonly requests: number;
  readonly failed: number;
  readonly slow: number;
}

/** The seven days up to noon, counted once an hour. */
function record(day: string, { requests, failed, slow }: Served): void {
  const labels = { job: 'flights', instance: 'a', version: '1.0.0' };
  const counter = (more: Record<string, string>, perDay: number): RecordedSeries => ({
    labels: { ...labels, ...more },
    samples: Array.from({ length: 7 * 24 + 1 }, (_, hour) => [
      noon(day) - 7 * DAY + hour * 3600 - 5,
      500 + (perDay / 24) * hour,
    ]),
  });
  const others = { ...counter({ code: '200' }, 1_000_000), labels: { ...labels, version: '0.9.0' } };
  const [good, bad] = [counter({ code: '200' }, requests - failed), counter({ code: '500' }, failed)];
  const { recorded } = prometheus;
  recorded.set('requests_total', [good, bad, others]);
  recorded.set('requests_total{version=~"1[.]0[.]0"}', [good, bad]);
  recorded.set('requests_total{code=~"5.."}', [bad]);
  recorded.set('requests_total{code=~"5..",version=~"1[.]0[.]0"}', [bad]);
  const [fast, every] = [counter({ le: '0.3' }, requests - slow), counter({ le: '+Inf' }, requests)];
  recorded.set('seconds_bucket', [fast, every]);
  recorded.set('seconds_bucket{version=~"1[.]0[.]0",le=~"0[.]3"}', [fast]);
  recorded.set('seconds_bucket{version=~"1[.]0[.]0",le=~"[+]Inf"}', [every]);
  recorded.set('max(memory_bytes)', [{ labels: {}, samples: [[noon(day), 1.5e9]] }]);
}

const findings = ({ check }: Checked): unknown =>
  check.findings.flatMap(({ kind, subject, outcome, detail }) =>
    kind === 'service' ? [[subject, outcome, 'cause' in detail ? detail.cause : detail]] : [],
  );

async function check(day: string): Promise<Checked> {
  await ground.putCurrent(createFlights('2026-05-25', 7));
  return ground.checkOn(day, { inputs: { 'prometheus-token': 'secret-of-prometheus' } });
}

describe('the service of the monitored version', () => {
  it('an issue is opened when an objective is missed, and closed when the service keeps it', async () => {
    record('2026-06-01', { requests: 2400, failed: 48, slow: 24 });
    const missed = await check('2026-06-01');
    expect(missed.outputs).toMatchObject({ service: 'alert', decision: 'change-processing' });
    expect(missed.check.decision).toMatchObject({
      rule: { code: 'objective-missed', objectives: ['availability'] },
      otherwise: [{ change: 'without-service-alerts', kind: 'none' }],
    });
    // 2400 a day and 48 of them failed; those of version 0.9.0 are others'.
    expect(findings(missed)).toMatchObject([
      [
        'availability',
        'alert',
        { requestCount: 16_800, badRequestCount: 336, counted: 'version', state: 'spent' },
      ],
      ['latency', 'ok', { requestCount: 16_800, badRequestCount: 168, belowMs: 300 }],
      ['memory', 'ok', { value: 1.5e9, threshold: 2e9, bound: 'at-most' }],
    ]);
    expect(missed.issues).toMatchObject([{ issueKind: 'service', change: 'opened' }]);
    const [issue] = ground.issues;
    expect(issue?.title).toBe(`${MODEL}: the service misses its objective (availability)`);
    await expect(readable(issue?.body ?? '')).toMatchFileSnapshot('fixtures/service-issue.md');
    expect(
      prometheus.requests.every(({ headers }) => headers.authorization === 'Bearer secret-of-prometheus'),
    ).toBe(true);
    expect(JSON.stringify([missed, issue])).not.toContain('secret-of-prometheus');

    record('2026-06-08', { requests: 2400, failed: 12, slow: 24 });
    const kept = await check('2026-06-08');
    expect(kept.outputs).toMatchObject({ service: 'ok', decision: 'none' });
    expect(issue?.state).toBe('closed');
  });

  it('what is not known is inconclusive, and keeps the issue open', async () => {
    record('2026-06-01', { requests: 2400, failed: 48, slow: 24 });
    await check('2026-06-01');
    prometheus.recorded.clear();
    const unknown = await check('2026-06-02');
    expect(unknown.outputs).toMatchObject({ service: 'inconclusive', decision: 'none' });
    expect(findings(unknown)).toEqual([
      ['availability', 'inconclusive', 'no-series'],
      ['latency', 'inconclusive', 'no-series'],
      ['memory', 'inconclusive', 'no-value'],
    ]);
    expect(ground.issues[0]?.state).toBe('open');
    expect(unknown.failure).toBeUndefined();
  });

  it('a server that does not answer leaves everything unknown, and fails the step once the check is written', async () => {
    await prometheus[Symbol.asyncDispose]();
    const ended = await check('2026-06-01');
    expect(findings(ended)).toEqual(
      ['availability', 'latency', 'memory'].map((name) => [name, 'inconclusive', 'unreachable']),
    );
    expect(ended.outputs).toMatchObject({ service: 'inconclusive', drift: 'ok' });
    expect(ended.failure).toMatch(
      /^SERVICE_UNREACHABLE: Prometheus server http:.*: expected an answer, got .*ECONNREFUSED/,
    );
    prometheus = await startPrometheusStandIn();
  });

  it('a bound that the histogram does not have fails the step, and the error lists those that it has', async () => {
    record('2026-06-01', { requests: 2400, failed: 0, slow: 0 });
    prometheus.recorded.set('seconds_bucket', [
      ...['0.25', '0.5', '+Inf'].map((le) => ({ labels: { le }, samples: [] })),
    ]);
    const ended = await check('2026-06-01');
    expect(findings(ended)).toMatchObject([
      ['availability', 'ok', {}],
      ['latency', 'inconclusive', 'unknown-bound'],
      ['memory', 'ok', {}],
    ]);
    expect(ended.failure).toMatch(/a bound of the histogram, which are 250 ms, 500 ms, got 300 ms/);
  });

  it('without a series of this version, or of its errors, nothing is called fine', async () => {
    record('2026-06-01', { requests: 2400, failed: 0, slow: 0 });
    const { recorded } = prometheus;
    recorded.set('requests_total', [{ labels: { version: '0.9.0', code: '200' }, samples: [] }]);
    recorded.set('seconds_bucket', [{ labels: { version: '0.9.0', le: '0.3' }, samples: [] }]);
    expect(findings(await check('2026-06-01'))).toMatchObject([
      ['availability', 'inconclusive', 'no-series-of-version'],
      ['latency', 'inconclusive', 'no-series-of-version'],
      ['memory', 'ok', {}],
    ]);
    recorded.set('requests_total', [{ labels: { version: '1.0.0', status: '200' }, samples: [] }]);
    recorded.set('requests_total{code=~"5.."}', []);
    expect(findings(await check('2026-06-02'))).toMatchObject([
      ['availability', 'inconclusive', 'no-error-series'],
      ['latency', 'inconclusive', 'no-series-of-version'],
      ['memory', 'ok', {}],
    ]);
  });
});
