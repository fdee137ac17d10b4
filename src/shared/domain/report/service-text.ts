/** A finding about the service as a sentence. Plain text. */
import type { FindingDetail } from '../documents/finding-detail.ts';
import type { BudgetState, UnmeasuredCause } from '../documents/service-detail.ts';
import { countOf, formatCount, formatNumber, formatShare } from '../text/number-text.ts';
import { sparkline } from '../text/sparkline.ts';
import { largest } from '../kernel/extremes.ts';

type ServiceDetail = Extract<
  FindingDetail,
  { code: 'request-objective' | 'service-value' | 'objective-not-measured' }
>;
type RequestDetail = Extract<ServiceDetail, { code: 'request-objective' }>;

const CAUSES: Readonly<Record<UnmeasuredCause, string>> = {
  unreachable: 'the Prometheus server does not answer: the log of the check says what was expected',
  refused: 'the Prometheus server does not take the query: the log of the check says why',
  'too-large': 'the answer of five minutes is too large: select fewer series',
  'no-series': 'no series of this selector has a sample in the window, which is not zero',
  'no-series-of-version': 'series name the version that they are of, and none is of this one',
  'no-error-series':
    'no series of the failed requests exists, and the labels that it is selected by are none of the series of all requests: it is not known whether there were none',
  'no-requests': 'no request was counted in the window',
  'no-value': 'the query gives no number, which is not zero',
  'several-values': 'the query gives several values, and one is expected: put it into `max(…)` or `sum(…)`',
  'unknown-bound': 'the histogram has no such bound: the log of the check lists those that it has',
  'inconsistent-counts':
    'more requests have failed or were fast than there were: the selectors do not belong together',
};

const STATES: Readonly<Record<BudgetState, string>> = {
  spent: 'more than the objective allows',
  'spent-soon':
    'at the rate of the last day and of the last two hours, more than the objective allows within two days',
  burning: 'over the last three days and the last six hours faster than the objective allows',
  kept: 'within the objective',
};

export function describeService(detail: ServiceDetail): string {
  switch (detail.code) {
    case 'request-objective':
      return describeRequests(detail);
    case 'service-value':
      return `${formatNumber(detail.value)}; ${detail.bound.replace('-', ' ')} ${formatNumber(detail.threshold)} is stated`;
    case 'objective-not-measured':
      return `inconclusive: ${CAUSES[detail.cause]}`;
  }
}

/** "1,234 of 100,000 requests failed (1.23 %; 0.5 % is allowed) in 28 days: more than the objective allows; by day ▁▁█" */
function describeRequests(detail: RequestDetail): string {
  const { bad, requestCount, badRequestCount, allowedFraction, belowMs, counted, days, daily, state } =
    detail;
  const what = bad === 'errors' ? 'failed' : `took longer than ${formatNumber(belowMs ?? NaN)} ms`;
  const whose = counted === 'version' ? ' of this version' : ' of all versions';
  const shares = daily.map((day) =>
    day.requestCount === 0 ? undefined : day.badRequestCount / day.requestCount,
  );
  const known = shares.filter((share) => share !== undefined);
  const bars = sparkline(shares, { least: 0, greatest: largest(known) });
  return `${formatCount(badRequestCount)} of ${countOf(requestCount, 'request')}${whose} ${what} (${formatShare(badRequestCount / requestCount)}; ${formatShare(allowedFraction)} is allowed) in ${countOf(days, 'day')}: ${STATES[state]}; share by day ${bars}`;
}
