/**
 * Debian's Prometheus scrapes an exporter whose processes restart, and what is counted from its API is what the exporter
 * counted, exactly. Beside it, what its own `increase()` makes of the same samples.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measureService } from '../../actions/monitor/steps/measure-service.ts';
import type { MonitorStep } from '../../actions/monitor/ports.ts';
import { createPrometheus } from '../../src/shared/adapters/serving/prometheus.ts';
import { serviceSchema } from '../../src/shared/domain/config/service-section.ts';
import type { Finding } from '../../src/shared/domain/documents/check.ts';
import { evaluateService } from '../../src/shared/domain/monitoring/service/evaluate-service.ts';
import type { ServiceMetrics } from '../../src/shared/ports/service-metrics.ts';
import { silentLog } from '../adapters/github/test-client.ts';
import { createResources } from './resources.ts';
import { installPrometheus } from './tools.ts';

const resources = createResources();

/** Counters of one process, and what all of them together were asked since they are scraped. */
interface Counters {
  ok: number;
  failed: number;
  fast: number;
}

const counters: Counters = { ok: 5000, failed: 0, fast: 4000 };
const sent = { all: 0, failed: 0, slow: 0 };
let hasFailed = false;
let scrapes = 0;
let port = 0;
let url = '';

/** As client libraries do, the series of a code is there from its first response on. */
function exposition(): string {
  const labels = 'version="1.2.0"';
  const all = counters.ok + counters.failed;
  return [
    `requests_total{${labels},code="200"} ${counters.ok}`,
    ...(hasFailed ? [`requests_total{${labels},code="503"} ${counters.failed}`] : []),
    'requests_total{version="1.1.0",code="200"} 77',
    `latency_seconds_bucket{${labels},le="0.1"} ${Math.floor(counters.fast / 2)}`,
    `latency_seconds_bucket{${labels},le="0.3"} ${counters.fast}`,
    `latency_seconds_bucket{${labels},le="+Inf"} ${all}`,
    'memory_bytes 1.5e9',
    'idle_total 4',
    'nothing NaN',
    '',
  ].join('\n');
}

function serve(requests: { readonly ok: number; readonly failed: number; readonly slow: number }): void {
  counters.ok += requests.ok;
  counters.failed += requests.failed;
  counters.fast += requests.ok + requests.failed - requests.slow;
  hasFailed ||= requests.failed > 0;
  sent.all += requests.ok + requests.failed;
  sent.failed += requests.failed;
  sent.slow += requests.slow;
}

async function untilScraped(times: number): Promise<void> {
  const until = scrapes + times;
  while (scrapes < until) await delay(50);
}

beforeAll(async () => {
  const exporter = createServer((_, response) => {
    scrapes += 1;
    response.end(exposition());
  });
  await new Promise<void>((resolve) => exporter.listen(0, '127.0.0.1', resolve));
  resources.defer(() => new Promise<void>((resolve) => exporter.close(() => resolve())));
  const folder = await mkdtemp(join(tmpdir(), 'prometheus-'));
  resources.defer(() => rm(folder, { recursive: true, force: true }));
  port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const target = `127.0.0.1:${(exporter.address() as AddressInfo).port}`;
  const config = join(folder, 'prometheus.yml');
  await writeFile(
    config,
    `global: { scrape_interval: 500ms }\nscrape_configs: [{ job_name: churn, static_configs: [{ targets: ['${target}'] }] }]\n`,
  );
  const server = spawn(
    await installPrometheus(),
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: 'ignore' },
  );
  resources.defer(() => end(server));
  await untilScraped(3);
  await playTraffic();
});

afterAll(() => resources.close());

/** Requests between scrapes, three restarts, one of them where the new process soon has more than the old one had. */
async function playTraffic(): Promise<void> {
  for (let round = 1; round <= 12; round++) {
    serve({ ok: 40 * round, failed: round > 3 ? 2 : 0, slow: round });
    await untilScraped(2);
    if (round % 4 !== 0) continue;
    Object.assign(counters, { ok: 0, failed: 0, fast: 0 });
    if (round !== 8) await untilScraped(2);
    else serve({ ok: 3, failed: 1, slow: 1 });
  }
  await untilScraped(3);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const free = (server.address() as AddressInfo).port;
  await new Promise((resolve) => server.close(resolve));
  return free;
}

async function end(server: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill();
  await ended;
}

const clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  sleep: (ms: number) => delay(ms),
};

function connect(): ServiceMetrics {
  const retry = { clock, log: silentLog, random: () => 0.1 };
  return createPrometheus({ url, token: undefined, allowPrivateNetwork: true, timeoutMs: 10_000, ...retry });
}

async function evaluate(objectives: Readonly<Record<string, unknown>>, version = '1.2.0') {
  const service = serviceSchema.parse({
    prometheus: url,
    'allow-private-network': true,
    window: '1 days',
    objectives,
  });
  const step = {
    model: { name: 'churn', config: { monitor: { service } } },
    ports: { serviceMetrics: connect },
    started: { at: new Date() },
  } as unknown as MonitorStep;
  const { measured, errors } = await measureService(step, version);
  return { findings: evaluateService(measured), errors };
}

const availability = {
  ...{ requests: 'requests_total{job="churn"}', errors: 'requests_total{job="churn",code=~"5.."}' },
  'at-least': '99.9 %',
};

describe('what the real server counted', () => {
  it('is what the exporter was asked, to the request, across restarts', async () => {
    const { findings, errors } = await evaluate({
      availability,
      latency: { histogram: 'latency_seconds_bucket', below: '300 ms', 'at-least': '50 %' },
      memory: { query: 'max(memory_bytes)', 'at-most': '2 GB' },
    });
    expect(errors).toEqual([]);
    expect(sent.failed).toBeGreaterThan(10);
    expect(findings).toMatchObject([
      {
        outcome: 'alert',
        detail: { requestCount: sent.all, badRequestCount: sent.failed, counted: 'version', state: 'spent' },
      },
      { outcome: 'ok', detail: { requestCount: sent.all, badRequestCount: sent.slow, belowMs: 300 } },
      { outcome: 'ok', detail: { value: 1.5e9 } },
    ] satisfies readonly Shown[]);
    const [estimated = NaN] = await connect().valuesAt(
      'sum(increase(requests_total{version="1.2.0"}[1d]))',
      Date.now(),
    );
    console.log(`${sent.all} requests were sent and counted; increase() says ${estimated}`);
    expect(Math.round(estimated)).not.toBe(sent.all);
  });

  it('what it does not know is not fine', async () => {
    const { findings, errors } = await evaluate({
      absent: { ...availability, requests: 'request_total' },
      'no-label': { ...availability, errors: 'requests_total{status=~"5.."}' },
      idle: { requests: 'idle_total', errors: 'idle_total{job="none"}', 'at-least': '99 %' },
      number: { query: 'nothing', 'at-most': 1 },
      empty: { query: 'no_such_metric', 'at-most': 1 },
      several: { query: 'requests_total', 'at-most': 1 },
    });
    expect(causesOf(findings)).toEqual([
      'no-series',
      'no-error-series',
      'no-requests',
      'no-value',
      'no-value',
      'several-values',
    ]);
    expect(errors).toEqual([]);
  });

  it('another version has its own requests, and none is of a third', async () => {
    const one = await evaluate({ availability }, '1.1.0');
    expect(causesOf(one.findings)).toEqual(['no-requests']);
    const other = await evaluate({ availability }, '2.0.0');
    expect(causesOf(other.findings)).toEqual(['no-series-of-version']);
  });

  it('a bound that it does not have, and a query that it does not understand, are errors that say it', async () => {
    const { findings, errors } = await evaluate({
      latency: { histogram: 'latency_seconds_bucket', below: '200 ms', 'at-least': '50 %' },
      memory: { query: 'max(memory_bytes', 'at-most': '2 GB' },
      up: { query: 'up', 'at-least': 1 },
    });
    expect(causesOf(findings)).toEqual(['unknown-bound', 'refused', undefined]);
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringMatching(/which are 100 ms, 300 ms, got 200 ms$/),
      expect.stringMatching(/status 400: .*parse error/),
    ]);
  });
});

interface Shown {
  readonly outcome: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

function causesOf(findings: readonly Finding[]): readonly (string | undefined)[] {
  return findings.map(({ detail }) => (detail.code === 'objective-not-measured' ? detail.cause : undefined));
}
