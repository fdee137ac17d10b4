/**
 * Selectors of series (https://prometheus.io/docs/prometheus/latest/querying/basics/#time-series-selectors) with further
 * matchers, and what the labels of series say. Selectors are of the form that the configuration takes.
 */

/** Of one series. */
export type LabelSet = Readonly<Record<string, string>>;

/** `http_requests_total{job="churn"}` and `version=~"…"` → `http_requests_total{job="churn",version=~"…"}` */
export function withMatcher(selector: string, matcher: string): string {
  if (!selector.endsWith('}')) return `${selector}{${matcher}}`;
  const inner = selector.slice(0, -1).trimEnd().replace(/,$/, '');
  return `${inner}${inner.endsWith('{') ? '' : ','}${matcher}}`;
}

export function metricOf(selector: string): string {
  return selector.replace(/\{.*$/s, '');
}

/** Names of labels that the selector asks for; texts between quotes are left out first, for they may look like one. */
export function labelsOf(selector: string): readonly string[] {
  const bare = selector.replaceAll(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""');
  return Array.from(bare.matchAll(/[{,]\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*[=!]/g), ([, name = '']) => name);
}

/** @returns a matcher of exactly these texts, which are numbers or versions. */
export function anyOf(label: string, texts: readonly string[]): string {
  // A class of one character needs no backslash, which would be another one in PromQL.
  return `${label}=~"${texts.map((text) => text.replaceAll(/[.+]/g, '[$&]')).join('|')}"`;
}

/** The spellings of the version, where series have a label `version`; undefined where none has one. */
export function versionsAmong(series: readonly LabelSet[], version: string): readonly string[] | undefined {
  const labels = new Set(series.flatMap((labelSet) => labelSet.version ?? []));
  return labels.size === 0 ? undefined : [version, `v${version}`].filter((text) => labels.has(text));
}

/** The bucket of all requests. */
export const EVERY_REQUEST = '+Inf';

/** Bounds of a histogram as they are written, with their numbers in milliseconds. */
export interface BucketBound {
  readonly text: string;
  readonly ms: number;
}

/** In order. Numbers are seconds, as Prometheus recommends, unless the name of the metric says milliseconds. */
export function bucketBounds(series: readonly LabelSet[], histogram: string): readonly BucketBound[] {
  const factor = /_(?:milliseconds|ms)_bucket$/.test(metricOf(histogram)) ? 1 : 1000;
  const texts = [...new Set(series.flatMap(({ le }) => le ?? []))].filter((text) => text !== EVERY_REQUEST);
  return texts.map((text) => ({ text, ms: Number(text) * factor })).sort((left, right) => left.ms - right.ms);
}

/** Bounds that are this latency, however they are written. */
export function boundsAt(bounds: readonly BucketBound[], belowMs: number): readonly string[] {
  return bounds.filter(({ ms }) => Math.abs(ms - belowMs) <= belowMs * 1e-9).map(({ text }) => text);
}
