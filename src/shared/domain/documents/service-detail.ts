/** What a finding about the service says: requests that were counted, a value that was read, or why neither is known. */
import { z } from 'zod';
import { countField, fractionField } from './fields.ts';
import { closedList, coded } from './open-values.ts';

/** What makes a request bad: it failed, or it was not fast enough. */
const requestObjectives = ['errors', 'latency'] as const;
export type RequestObjectiveKind = (typeof requestObjectives)[number];

/** What became of the bad requests that the objective allows in the window. */
const budgetStates = [
  'spent',
  /** At the rate of the last day and of the last two hours, within two days. */
  'spent-soon',
  /** Faster than the objective allows, over three days and over the last six hours. */
  'burning',
  'kept',
] as const;
export type BudgetState = (typeof budgetStates)[number];

/** Why an objective was not measured. */
const unmeasuredCauses = [
  /** The server does not answer, or not in time. */
  'unreachable',
  /** It answers, and not with what was asked. */
  'refused',
  'too-large',
  'no-series',
  'no-series-of-version',
  /** Labels that the selector of errors asks for are none of the requests. */
  'no-error-series',
  'no-requests',
  /** Empty, or not a number. */
  'no-value',
  'several-values',
  /** The histogram has no such bound. */
  'unknown-bound',
  /** More failed or fast requests than requests: the selectors do not belong together. */
  'inconsistent-counts',
] as const;
export type UnmeasuredCause = (typeof unmeasuredCauses)[number];

const countsSchema = z.strictObject({ requestCount: countField, badRequestCount: countField });

export const serviceDetails = [
  coded('request-objective', {
    bad: closedList(requestObjectives),
    requestCount: countField,
    badRequestCount: countField,
    /** Share of the requests that may be bad. */
    allowedFraction: fractionField,
    state: closedList(budgetStates),
    /** Days of the window. */
    days: countField,
    /** Requests that took no longer are good; absent for errors. */
    belowMs: z.number().optional(),
    /** "all": the series do not say of which version they are. */
    counted: closedList(['version', 'all']),
    /** Of 24 hours each up to the check, the oldest first. */
    daily: z.array(countsSchema),
  }),
  coded('service-value', {
    value: z.number(),
    threshold: z.number(),
    bound: closedList(['at-most', 'at-least']),
  }),
  coded('objective-not-measured', { cause: closedList(unmeasuredCauses) }),
] as const;
