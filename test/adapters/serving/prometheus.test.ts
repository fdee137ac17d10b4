import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createPrometheus, type PrometheusOptions } from '../../../src/shared/adapters/serving/prometheus.ts';
import type { ServiceMetrics } from '../../../src/shared/ports/service-metrics.ts';
import { startPrometheusStandIn, type PrometheusStandIn } from '../../ground/prometheus-stand-in.ts';
import { silentLog } from '../github/test-client.ts';

const opened: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one[Symbol.asyncDispose]();
});

interface Started {
  readonly server: PrometheusStandIn;
  readonly metrics: ServiceMetrics;
  readonly pausesMs: readonly number[];
}

async function start(
  answer?: (request: IncomingMessage, response: ServerResponse) => boolean,
  options: Partial<PrometheusOptions> = {},
): Promise<Started> {
  const server = await startPrometheusStandIn(answer);
  opened.push(server);
  const pausesMs: number[] = [];
  const clock = {
    now: () => new Date(0),
    monotonicMs: () => pausesMs.reduce((sum, pause) => sum + pause, 0),
    sleep: (ms: number) => {
      pausesMs.push(ms);
      return Promise.resolve();
    },
  };
  const metrics = createPrometheus({
    ...{ url: server.url, token: undefined, allowPrivateNetwork: true, clock, log: silentLog },
    ...{ random: () => 0.5, timeoutMs: 2000, ...options },
  });
  return { server, metrics, pausesMs };
}

/** @returns whether it answered, which it did. */
function say(response: ServerResponse, status: number, body: unknown, headers = {}): true {
  response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  return true;
}

const always =
  (status: number, body: unknown, headers = {}) =>
  (_: IncomingMessage, response: ServerResponse) =>
    say(response, status, body, headers);
const success = (data: unknown): unknown => ({ status: 'success', data });
const span = { fromMs: 1000, toMs: 61_000 };

describe('what the server answers', () => {
  it('samples are numbers, with their times in milliseconds, of exactly the span', async () => {
    const { server, metrics } = await start();
    const labels = { job: 'churn', le: '+Inf' };
    server.recorded.set('x', [
      {
        labels,
        samples: [
          [1.5, 3],
          [2, 'NaN'],
          [61, 5],
          [62, 9],
        ],
      },
    ]);
    const series = await metrics.samplesOf('x', span);
    expect(series).toEqual([
      { labels, timesMs: Float64Array.of(1500, 2000, 61_000), values: Float64Array.of(3, NaN, 5) },
    ]);
    expect(await metrics.seriesOf('x', span)).toEqual([labels]);
    expect(new URL(server.requests[0]!.url ?? '', server.url).searchParams.get('query')).toBe('x[60000ms]');
  });

  it('nothing is an empty list, and no zero', async () => {
    const { metrics } = await start();
    expect(await metrics.samplesOf('x', span)).toEqual([]);
    expect(await metrics.seriesOf('x', span)).toEqual([]);
    expect(await metrics.valuesAt('x', 1000)).toEqual([]);
  });

  it.each([
    [{ resultType: 'scalar', result: [1, '0.05'] }, [0.05]],
    [{ resultType: 'scalar', result: [1, 'NaN'] }, [NaN]],
    [{ resultType: 'vector', result: [{ metric: {}, value: [1, '+Inf'] }] }, [Infinity]],
    [{ resultType: 'vector', result: [{ metric: {}, value: [1, '-Inf'] }] }, [-Infinity]],
    [{ resultType: 'vector', result: [{ metric: {}, value: [1, ''] }] }, [NaN]],
    [{ resultType: 'vector', result: [] }, []],
  ])('%j is %j', async (data, expected) => {
    const { metrics } = await start(always(200, success(data)));
    expect(await metrics.valuesAt('x', 1000)).toEqual(expected);
  });

  it('an answer beyond the limit is not read to its end', async () => {
    let sentBytes = 0;
    const piece = 'x'.repeat(10_000);
    const { metrics } = await start(
      (_, response) => {
        const write = (): void => {
          while (!response.destroyed && sentBytes < 500_000_000) {
            sentBytes += piece.length;
            if (!response.write(piece)) return void response.once('drain', write);
          }
        };
        write();
        return true;
      },
      { maxBodyBytes: 100_000 },
    );
    expect(await metrics.samplesOf('x', span)).toBe('too-large');
    expect(sentBytes).toBeLessThan(100_000_000);
  });
});

describe('a server that does not give an answer', () => {
  const refused = { status: 'error', errorType: 'bad_data', error: 'parse error at char 5' };
  it.each([
    [400, refused, 'CONFIG_INVALID', /status 400: parse error at char 5$/, 1],
    [422, refused, 'CONFIG_INVALID', /status 422/, 1],
    [401, 'Unauthorized', 'PERMISSION_MISSING', /status 401$/, 1],
    [403, 'no', 'PERMISSION_MISSING', /status 403$/, 1],
    [404, '404 page not found', 'SERVICE_FAILED', /status 404$/, 1],
    [200, '<html>sign in</html>', 'SERVICE_FAILED', /status 200$/, 1],
    [200, refused, 'SERVICE_FAILED', /parse error/, 1],
    [503, 'starting', 'SERVICE_UNREACHABLE', /status 503$/, 6],
    [429, 'slow down', 'SERVICE_UNREACHABLE', /status 429$/, 6],
  ])('status %d with %j is %s', async (...[status, body, code, message, requests]) => {
    const { server, metrics } = await start(always(status, body));
    await expect(metrics.valuesAt('x', 0)).rejects.toMatchObject({
      ...{ code, message: expect.stringMatching(message) as unknown },
      hint: expect.any(String) as unknown,
    });
    expect(server.requests).toHaveLength(requests);
  });

  it('a result of another kind is not taken for one', async () => {
    const { metrics } = await start(always(200, success({ resultType: 'string', result: [1, '5'] })));
    await expect(metrics.valuesAt('x', 0)).rejects.toThrow(/expected a number at one time/);
    await expect(metrics.samplesOf('x', span)).rejects.toThrow(/expected samples of a range/);
    await expect(metrics.seriesOf('x', span)).rejects.toThrow(/expected a list of series/);
  });

  it('is asked again after what it asks to wait, and its answer taken', async () => {
    let count = 0;
    const { metrics, pausesMs } = await start((_, response) => {
      count += 1;
      return count < 3
        ? say(response, 503, '', { 'retry-after': '7' })
        : say(response, 200, success({ resultType: 'scalar', result: [0, '1'] }));
    });
    expect(await metrics.valuesAt('x', 0)).toEqual([1]);
    expect(pausesMs).toEqual([7000, 7000]);
  });

  it('that is silent is given up in time', async () => {
    const { metrics } = await start(() => true, { timeoutMs: 20 });
    await expect(metrics.valuesAt('x', 0)).rejects.toMatchObject({
      ...{ code: 'SERVICE_UNREACHABLE', message: expect.stringContaining('within 0.02 s') as unknown },
    });
  });

  it('all requests together have a limit', async () => {
    const { server, metrics } = await start(always(503, '', { 'retry-after': '60' }), {
      totalTimeoutMs: 100_000,
    });
    await expect(metrics.valuesAt('x', 0)).rejects.toThrow(/all its answers together/);
    expect(server.requests).toHaveLength(2);
  });

  it('an answer that breaks off is asked for again', async () => {
    const { server, metrics } = await start((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"status":');
      setTimeout(() => response.destroy(), 5);
      return true;
    });
    await expect(metrics.valuesAt('x', 0)).rejects.toMatchObject({ code: 'SERVICE_UNREACHABLE' });
    expect(server.requests).toHaveLength(6);
  });
});

describe('the token', () => {
  it('goes to the server, and nowhere else', async () => {
    const other = await start();
    const { server, metrics } = await start(
      (_, response) => say(response, 302, '', { location: `${other.server.url}/api/v1/query` }),
      { token: 'secret-of-prometheus' },
    );
    await expect(metrics.valuesAt('x', 0)).rejects.toMatchObject({
      ...{ code: 'SERVICE_FAILED', message: expect.stringMatching(/status 302$/) as unknown },
    });
    expect(server.requests[0]?.headers.authorization).toBe('Bearer secret-of-prometheus');
    expect(other.server.requests).toEqual([]);
  });

  it.each([
    ['http://127.0.0.1:1', /127\.0\.0\.1 is in a private network/],
    ['http://93.184.216.34', /does not begin with https/],
    ['https://169.254.169.254', /not the address of a service/],
    ['http://prometheus.test', /resolves to it: 10\.0\.0\.1 is in a private network/],
  ])('is not sent to %s', async (url, message) => {
    const { metrics } = await start(undefined, {
      ...{ url, allowPrivateNetwork: false, token: 'secret-of-prometheus' },
      lookup: (_, options, callback) =>
        options.all === true
          ? callback(null, [{ address: '10.0.0.1', family: 4 }])
          : callback(null, '10.0.0.1', 4),
    });
    await expect(metrics.valuesAt('x', 0)).rejects.toMatchObject({
      ...{ code: 'CONFIG_INVALID', message: expect.stringMatching(message) as unknown },
    });
  });
});
