/** Answers as the HTTP API of Prometheus has them, for selectors of known texts; a real server is in test/real. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RecordedSeries {
  readonly labels: Readonly<Record<string, string>>;
  /** Seconds and values. */
  readonly samples: readonly (readonly [number, number | 'NaN'])[];
}

export interface PrometheusStandIn extends AsyncDisposable {
  readonly url: string;
  /** Selectors and queries → what they give. */
  readonly recorded: Map<string, readonly RecordedSeries[]>;
  readonly requests: IncomingMessage[];
}

/** @param answer what is done instead of an answer from what is recorded. @returns whether it answered. */
export async function startPrometheusStandIn(
  answer: (request: IncomingMessage, response: ServerResponse) => boolean = () => false,
): Promise<PrometheusStandIn> {
  const recorded = new Map<string, readonly RecordedSeries[]>();
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    if (answer(request, response)) return;
    response.end(JSON.stringify({ status: 'success', data: dataOf(recorded, request) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ recorded, requests },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function dataOf(recorded: ReadonlyMap<string, readonly RecordedSeries[]>, request: IncomingMessage): unknown {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://prometheus');
  if (pathname === '/api/v1/series')
    return (recorded.get(searchParams.get('match[]') ?? '') ?? []).map(({ labels }) => labels);
  const [, selector = '', rangeMs] = /^(.*?)(?:\[(\d+)ms\])?$/.exec(searchParams.get('query') ?? '') ?? [];
  const to = Number(searchParams.get('time'));
  const series = recorded.get(selector) ?? [];
  if (rangeMs === undefined)
    return {
      resultType: 'vector',
      result: series.map(({ labels, samples }) => ({ metric: labels, value: asTexts(samples.at(-1)!) })),
    };
  const within = series.map(({ labels, samples }) => ({
    metric: labels,
    values: samples.filter(([time]) => time >= to - Number(rangeMs) / 1000 && time <= to).map(asTexts),
  }));
  return { resultType: 'matrix', result: within.filter(({ values }) => values.length > 0) };
}

function asTexts([time, value]: readonly [number, number | 'NaN']): readonly [number, string] {
  return [time, String(value)];
}
