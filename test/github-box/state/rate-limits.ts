/**
 * Primary rate limits: so many requests an hour for each repository (of workflows and Apps) or person, counted apart
 * for REST and GraphQL. https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
import type { Clock } from '../mount.ts';
import type { Actor } from './tokens.ts';

export const limitedResources = ['core', 'graphql'] as const;
export type LimitedResource = (typeof limitedResources)[number];

export interface Budget {
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  /** Unix time in seconds. */
  readonly reset: number;
}

export interface RateLimits {
  /** Counts one request. @returns undefined when the hour's budget was spent before. */
  spend(actor: Actor | undefined, resource: LimitedResource): Budget | undefined;
  /** Takes one request back: what was answered 304 does not count. */
  refund(actor: Actor | undefined, resource: LimitedResource): void;
  /** Counts nothing, as `GET /rate_limit` does. */
  peek(actor: Actor | undefined, resource: LimitedResource): Budget;
  /** Every budget is whole again. */
  reset(): void;
}

/** What repositories of an enterprise have; elsewhere a workflow's token has 1,000. */
export const DEFAULT_HOURLY_LIMIT = 15_000;
const ANONYMOUS_LIMIT = 60;
const HOUR_MS = 60 * 60 * 1000;

interface Window {
  readonly resetMs: number;
  used: number;
}

export function createRateLimits(clock: Clock, hourlyLimit = DEFAULT_HOURLY_LIMIT): RateLimits {
  const windows = new Map<string, Window>();
  const windowOf = (actor: Actor | undefined, resource: LimitedResource): Window => {
    const key = `${resource} ${actor?.type === 'bot' ? (actor.repository ?? '') : (actor?.login ?? '')}`;
    const now = clock.now().getTime();
    const current = windows.get(key);
    if (current !== undefined && now < current.resetMs) return current;
    const next = { resetMs: now + HOUR_MS, used: 0 };
    windows.set(key, next);
    return next;
  };
  const budgetOf = (actor: Actor | undefined, { used, resetMs }: Window): Budget => {
    const limit = actor === undefined ? ANONYMOUS_LIMIT : hourlyLimit;
    return { limit, used, remaining: limit - used, reset: Math.ceil(resetMs / 1000) };
  };
  return {
    reset: () => {
      windows.clear();
    },
    refund: (actor, resource) => {
      windowOf(actor, resource).used -= 1;
    },
    peek: (actor, resource) => budgetOf(actor, windowOf(actor, resource)),
    spend: (actor, resource) => {
      const window = windowOf(actor, resource);
      if (budgetOf(actor, window).remaining <= 0) return undefined;
      window.used += 1;
      return budgetOf(actor, window);
    },
  };
}
