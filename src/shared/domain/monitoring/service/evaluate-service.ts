/**
 * Findings about the service. An objective is stated and not estimated, as a contract is: the requests of the window were
 * counted, so there is no p-value, and nothing of `false-alarms` is spent. The rules are those of burn rates over a long
 * and a short window together (Google, "The Site Reliability Workbook", chapter 5, "Alerting on SLOs"): the short one is
 * a twelfth of the long one, so that an alert ends soon after the problem.
 */
import type { Finding } from '../../documents/check.ts';
import type { BudgetState, UnmeasuredCause } from '../../documents/service-detail.ts';
import { DAY_MS, HOUR_MS } from '../../kernel/time.ts';
import { sumOfHours, type HourlyCounts } from './count-increases.ts';
import type { RequestObjective, ServiceObjective, ValueObjective } from './objectives.ts';

const DAY_HOURS = DAY_MS / HOUR_MS;
const SHORT_HOURS = DAY_HOURS / 12;
/** An alert comes so long before the budget is spent. */
const SPENT_SOON_DAYS = 2;
const BURNING_HOURS = 3 * DAY_HOURS;
const BURNING_SHORT_HOURS = BURNING_HOURS / 12;

/** A rounding is no request. */
const TOLERANCE = 1e-12;

export type Measurement =
  | {
      readonly kind: 'requests';
      readonly objective: RequestObjective;
      readonly counts: HourlyCounts;
      readonly counted: 'version' | 'all';
    }
  | { readonly kind: 'value'; readonly objective: ValueObjective; readonly value: number }
  | { readonly kind: 'not-measured'; readonly objective: ServiceObjective; readonly cause: UnmeasuredCause };

export function evaluateService(measured: readonly Measurement[]): readonly Finding[] {
  return measured.map((one) => {
    switch (one.kind) {
      case 'requests':
        return evaluateRequests(one);
      case 'value':
        return evaluateValue(one);
      case 'not-measured':
        return notMeasured(one.objective, one.cause);
    }
  });
}

interface Requests {
  readonly all: number;
  readonly bad: number;
}

function evaluateRequests({
  objective,
  counts,
  counted,
}: Extract<Measurement, { kind: 'requests' }>): Finding {
  const { name, allowedFraction } = objective;
  const during = (fromHour: number, toHour: number): Requests =>
    requestsOf(objective, counts, { fromHour, toHour });
  const hours = counts.all.length;
  const whole = during(0, hours);
  if (whole.all === 0) return notMeasured(objective, 'no-requests');
  if (whole.bad < 0 || whole.bad > whole.all) return notMeasured(objective, 'inconsistent-counts');
  const state = stateOf(whole, allowedFraction, during);
  const days = hours / DAY_HOURS;
  const daily = Array.from({ length: days }, (_, day) => {
    const { all, bad } = during((days - day - 1) * DAY_HOURS, (days - day) * DAY_HOURS);
    return { requestCount: Math.round(all), badRequestCount: Math.max(0, Math.round(bad)) };
  });
  return {
    kind: 'service',
    subject: name,
    ...OUTCOMES[state],
    detail: {
      code: 'request-objective',
      bad: objective.kind,
      ...{ requestCount: Math.round(whole.all), badRequestCount: Math.round(whole.bad) },
      ...{ allowedFraction, state, days, counted, daily },
      ...(objective.kind === 'latency' && { belowMs: objective.belowMs }),
    },
    effect: { measure: 'fraction-of-requests', value: whole.bad / whole.all, threshold: allowedFraction },
  };
}

const OUTCOMES: Readonly<Record<BudgetState, Pick<Finding, 'outcome' | 'warningOnly'>>> = {
  spent: { outcome: 'alert' },
  'spent-soon': { outcome: 'alert' },
  burning: { outcome: 'warning', warningOnly: 'objective-kept' },
  kept: { outcome: 'ok' },
};

/** Requests that are not among the fast ones are slow; those among the failed ones have failed. */
function requestsOf(
  { kind }: RequestObjective,
  counts: HourlyCounts,
  { fromHour, toHour }: { readonly fromHour: number; readonly toHour: number },
): Requests {
  const all = sumOfHours(counts.all, fromHour, toHour);
  const some = sumOfHours(counts.some, fromHour, toHour);
  return { all, bad: kind === 'latency' ? all - some : some };
}

function stateOf(
  whole: Requests,
  allowedFraction: number,
  during: (fromHour: number, toHour: number) => Requests,
): BudgetState {
  const isAbove = ({ all, bad }: Requests, fraction: number): boolean =>
    bad > all * fraction * (1 + TOLERANCE);
  if (isAbove(whole, allowedFraction)) return 'spent';
  const lastDay = during(0, DAY_HOURS);
  const left = whole.all * allowedFraction - whole.bad;
  // Of each request of a day such as the last one: its own part of the budget, and what is left for two days of them.
  const spending = allowedFraction + left / (SPENT_SOON_DAYS * lastDay.all);
  if (isAbove(lastDay, spending) && isAbove(during(0, SHORT_HOURS), spending)) return 'spent-soon';
  const isBurning =
    isAbove(during(0, BURNING_HOURS), allowedFraction) &&
    isAbove(during(0, BURNING_SHORT_HOURS), allowedFraction);
  return isBurning ? 'burning' : 'kept';
}

function evaluateValue({ objective, value }: Extract<Measurement, { kind: 'value' }>): Finding {
  const { name, bound, threshold } = objective;
  if (Number.isNaN(value)) return notMeasured(objective, 'no-value');
  const isKept = bound === 'at-most' ? value <= threshold : value >= threshold;
  // A document has no infinite numbers.
  const shown = Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
  return {
    ...{ kind: 'service', subject: name, outcome: isKept ? 'ok' : 'alert' },
    detail: { code: 'service-value', value: shown, threshold, bound },
  };
}

function notMeasured({ name }: ServiceObjective, cause: UnmeasuredCause): Finding {
  return {
    kind: 'service',
    subject: name,
    outcome: 'inconclusive',
    detail: { code: 'objective-not-measured', cause },
  };
}
