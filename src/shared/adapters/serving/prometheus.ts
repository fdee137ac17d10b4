/**
 * Raw samples and single values from the HTTP API of Prometheus (https://prometheus.io/docs/prometheus/latest/querying/api).
 * A selector of a range in an instant query answers with the samples as they were scraped: nothing is interpolated, and
 * a restart between two points of a coarse step is not lost. Redirects are not followed, so the token stays with its server.
 */
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { InputError, ServiceError, StewardError } from '../../domain/kernel/errors.ts';
import { hideSecrets } from '../../domain/kernel/redact.ts';
import { isRecord, parseJsonOrNothing } from '../../domain/kernel/unknown-value.ts';
import type { MetricSeries, SeriesLabels, ServiceMetrics, SampleSpan } from '../../ports/service-metrics.ts';
import { retryAfterMs } from '../http/backoff.ts';
import { describeNetworkError } from '../http/network-error.ts';
import { RetryableError, withRetry, type RetryPolicy } from '../http/retry.ts';
import { refuseUrl, type AddressPolicy } from './address-policy.ts';
import { checkedLookup } from './checked-lookup.ts';

/** About 700,000 samples. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;
/** Of everything that is asked of the server in a check. */
const TOTAL_TIMEOUT_MS = 5 * 60_000;

export interface PrometheusOptions extends RetryPolicy, AddressPolicy {
  /** Up to `/api/v1`. */
  readonly url: string;
  readonly token: string | undefined;
  /** Of one request. */
  readonly timeoutMs: number;
  /** Of an answer; a larger one is not read to its end. */
  readonly maxBodyBytes?: number;
  /** Of all requests; five minutes unless given. */
  readonly totalTimeoutMs?: number;
  /** Resolves a name to its addresses. Default: the system's resolver. */
  readonly lookup?: LookupFunction;
}

/** Path below `/api/v1`, and its parameters. */
interface Call {
  readonly path: 'query' | 'series';
  readonly parameters: Readonly<Record<string, string>>;
}

interface Reply {
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** Undefined where it is larger than the limit. */
  readonly body: string | undefined;
}

export function createPrometheus(options: PrometheusOptions): ServiceMetrics {
  const endMs = options.clock.monotonicMs() + (options.totalTimeoutMs ?? TOTAL_TIMEOUT_MS);
  const ask = (call: Call): Promise<unknown> => withRetry(options, () => askOnce(options, call, endMs));
  return {
    async seriesOf(selector, { fromMs, toMs }) {
      const parameters = { 'match[]': selector, start: seconds(fromMs), end: seconds(toMs) };
      const data = await ask({ path: 'series', parameters });
      if (data === TOO_LARGE) throw tooLarge(options, selector);
      if (!Array.isArray(data)) throw unexpected(options, 'a list of series');
      return data.map(toLabels);
    },
    async samplesOf(selector, span) {
      const data = await ask({ path: 'query', parameters: rangeQuery(selector, span) });
      return data === TOO_LARGE ? 'too-large' : readMatrix(options, data);
    },
    async valuesAt(query, timeMs) {
      const data = await ask({ path: 'query', parameters: { query, time: seconds(timeMs) } });
      if (data === TOO_LARGE) throw tooLarge(options, query);
      return readValues(options, data);
    },
  };
}

const TOO_LARGE = 'too-large';

function seconds(timeMs: number): string {
  return (timeMs / 1000).toFixed(3);
}

function rangeQuery(selector: string, { fromMs, toMs }: SampleSpan): Call['parameters'] {
  return { query: `${selector}[${Math.ceil(toMs - fromMs)}ms]`, time: seconds(toMs) };
}

/** @returns `data` of the answer, or that it is too large. */
async function askOnce(options: PrometheusOptions, call: Call, endMs: number): Promise<unknown> {
  const url = addressOf(options, call);
  const leftMs = endMs - options.clock.monotonicMs();
  if (leftMs <= 0) throw unreachable(options, 'more time than all its answers together may take');
  let reply: Reply;
  try {
    reply = await send(options, url, Math.min(leftMs, options.timeoutMs));
  } catch (error) {
    if (error instanceof StewardError) throw error;
    throw new RetryableError(unreachable(options, describeNetworkError(error, options.timeoutMs)));
  }
  return readReply(options, reply);
}

function addressOf(options: PrometheusOptions, { path, parameters }: Call): URL {
  const url = new URL(`${options.url}/api/v1/${path}`);
  const refused = refuseUrl(url, options);
  if (refused !== undefined) throw refusal(options, refused);
  url.search = new URLSearchParams(parameters).toString();
  return url;
}

function send(options: PrometheusOptions, url: URL, timeoutMs: number): Promise<Reply> {
  const { token, maxBodyBytes = MAX_BODY_BYTES, lookup, allowPrivateNetwork } = options;
  const signal = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => reject(signal.aborted ? asError(signal.reason) : asError(error));
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      lookup: checkedLookup(url, {
        ...{ allowPrivateNetwork, lookup },
        refusal: (reason) => refusal(options, reason),
      }),
      ...{ signal, agent: false },
      headers: {
        accept: 'application/json',
        'user-agent': 'model-steward',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
    });
    request.on('error', fail);
    request.on('response', (response) => {
      readBody(response, maxBodyBytes).then(
        (body) =>
          resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'], body }),
        fail,
      );
    });
    request.end();
  });
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

async function readBody(response: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    // Leaving the loop closes the connection.
    if (sizeBytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const LATER = 'run the check again when the server has less to do';
const TRANSIENT: readonly number[] = [429, 502, 503, 504];

function readReply(options: PrometheusOptions, { status, retryAfter, body }: Reply): unknown {
  if (body === undefined) return TOO_LARGE;
  const answer = parseJsonOrNothing(body);
  if (status === 200 && isRecord(answer) && answer.status === 'success') return answer.data;
  const said = isRecord(answer) && typeof answer.error === 'string' ? `: ${hideSecrets(answer.error)}` : '';
  const message = `${nameOf(options)}: expected an answer of its API, got status ${status}${said}`;
  if (status === 401 || status === 403)
    throw new ServiceError('PERMISSION_MISSING', message, {
      status,
      hint: 'give a token that may read by the input `prometheus-token`',
    });
  if (TRANSIENT.includes(status)) {
    const waitMs = retryAfterMs({ 'retry-after': retryAfter }, options.clock.now());
    throw new RetryableError(
      new ServiceError('SERVICE_UNREACHABLE', message, { status, retryable: true, hint: LATER }),
      waitMs,
    );
  }
  if (status === 400 || status === 422)
    throw new InputError('CONFIG_INVALID', message, {
      hint: 'correct the query in `monitor.service.objectives`: try it in the web page of the server',
    });
  throw new ServiceError('SERVICE_FAILED', message, {
    status,
    hint: 'name the address of the server itself in `monitor.service.prometheus`: redirects are not followed',
  });
}

/** Every value is a text: `[1764300000.123, "42"]`. */
function readMatrix(options: PrometheusOptions, data: unknown): readonly MetricSeries[] {
  const series = resultOf(data, ['matrix']);
  if (series === undefined) throw unexpected(options, 'samples of a range');
  return series.map((one) => {
    const samples = isRecord(one) && Array.isArray(one.values) ? (one.values as unknown[]) : [];
    const timesMs = new Float64Array(samples.length);
    const values = new Float64Array(samples.length);
    for (const [index, sample] of samples.entries()) {
      const [time, value] = Array.isArray(sample) ? (sample as unknown[]) : [];
      timesMs[index] = Math.round(Number(time) * 1000);
      values[index] = toNumber(value);
    }
    return { labels: toLabels(isRecord(one) ? one.metric : undefined), timesMs, values };
  });
}

function readValues(options: PrometheusOptions, data: unknown): readonly number[] {
  const result = resultOf(data, ['vector', 'scalar']);
  if (result === undefined) throw unexpected(options, 'a number at one time');
  if (isRecord(data) && data.resultType === 'scalar') return [toNumber(result[1])];
  return result.map((one) => toNumber(isRecord(one) && Array.isArray(one.value) ? one.value[1] : undefined));
}

function resultOf(data: unknown, types: readonly string[]): readonly unknown[] | undefined {
  if (!isRecord(data) || !Array.isArray(data.result)) return undefined;
  return types.includes(String(data.resultType)) ? (data.result as unknown[]) : undefined;
}

function toNumber(value: unknown): number {
  if (typeof value !== 'string' || value === '') return NaN;
  return /^[+-]Inf$/.test(value) ? Number(`${value}inity`) : Number(value);
}

function toLabels(value: unknown): SeriesLabels {
  const labels: Record<string, string> = {};
  for (const [name, text] of isRecord(value) ? Object.entries(value) : [])
    if (typeof text === 'string') labels[name] = text;
  return labels;
}

function nameOf({ url }: PrometheusOptions): string {
  return `Prometheus server ${hideSecrets(url)}`;
}

function unreachable(options: PrometheusOptions, got: string): ServiceError {
  return new ServiceError('SERVICE_UNREACHABLE', `${nameOf(options)}: expected an answer, got ${got}`, {
    retryable: true,
    hint: 'run the check where the server can be reached, or name another address in `monitor.service`',
  });
}

function unexpected(options: PrometheusOptions, expected: string): ServiceError {
  return new ServiceError('SERVICE_FAILED', `${nameOf(options)}: expected ${expected}, got another answer`, {
    hint: 'write a query in `monitor.service.objectives` that has such a result',
  });
}

function tooLarge(options: PrometheusOptions, selector: string): ServiceError {
  return new ServiceError(
    'SERVICE_FAILED',
    `${nameOf(options)}: expected the answer about ${selector} to be less than ${MAX_BODY_BYTES / 1024 / 1024} MiB, got more`,
    { hint: 'select fewer series by their labels' },
  );
}

function refusal(options: PrometheusOptions, reason: string): InputError {
  return new InputError(
    'CONFIG_INVALID',
    `monitor.service.prometheus: expected the address of a server, got ${hideSecrets(options.url)}: ${reason}`,
    {
      hint: 'use https for a public server; set `allow-private-network: true` for one in a private network or on the runner',
    },
  );
}
