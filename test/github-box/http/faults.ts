/** Faults on request: what networks and busy platforms do to a client, planned by a test. */
import type { LimitedResource } from '../state/rate-limits.ts';
import { primaryLimitReply, secondaryLimitReply } from './limits.ts';
import type { Reply } from './reply.ts';

export const faultKinds = [
  'status',
  'status-after',
  'delay',
  'reset-before',
  'reset-after',
  'cut-body',
  'hang',
  'html',
  'empty-list',
  'lagging-list',
  'broken-upload',
  'primary-limit',
  'secondary-limit',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** In the words of `npm run box -- --help`. */
export const describeFault: Readonly<Record<FaultKind, string>> = {
  status: 'answers with `status` and does nothing',
  'status-after': 'does it, then answers with `status`',
  delay: 'waits `delayMs`, then resumes',
  'reset-before': 'cuts the connection and does nothing',
  'reset-after': 'does it, then cuts the connection: the reply is lost',
  'cut-body': 'does it, declares the whole length, sends half of it',
  hang: 'does it, and never answers',
  html: 'answers 200 (or `status`) with a page for people',
  'empty-list': 'answers 200 with `[]`',
  'lagging-list': 'lists what was there `lagMs` ago',
  'broken-upload': 'an upload that breaks off: 502, and an asset in the state "starter" stays behind',
  'primary-limit': 'the hour’s budget is spent: 403, or 200 with an error for GraphQL',
  'secondary-limit': 'too much at once: 403 (or `status`: 429; 200 for GraphQL) with `retry-after`',
};

export interface FaultOptions {
  readonly kind: FaultKind;
  readonly method?: string;
  /** Route template, path, or a pattern for the path; absent: every request. */
  readonly route?: string | RegExp;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly delayMs?: number;
  readonly lagMs?: number;
  /** How many requests it hits; 1 by default. */
  readonly times?: number;
  /** How many matching requests pass first. */
  readonly after?: number;
}

export interface Fault extends FaultOptions {
  /** Requests that it has hit so far. */
  readonly hits: number;
}

export interface Faults {
  inject(options: FaultOptions): Fault;
  clear(): void;
  /** The first planned fault that this request meets; counts it. */
  take(request: { method: string; route: string | undefined; path: string }): Fault | undefined;
}

export function createFaults(): Faults {
  const planned: { -readonly [Key in keyof Fault]: Fault[Key] }[] = [];
  const passed = new Map<Fault, number>();
  return {
    inject: (options) => {
      const fault = { ...options, hits: 0 };
      planned.push(fault);
      return fault;
    },
    clear: () => void planned.splice(0),
    take: (request) => {
      for (const fault of planned) {
        if (fault.hits >= (fault.times ?? 1) || !isHit(fault, request)) continue;
        const seen = (passed.get(fault) ?? 0) + 1;
        passed.set(fault, seen);
        if (seen <= (fault.after ?? 0)) continue;
        fault.hits += 1;
        return fault;
      }
      return undefined;
    },
  };
}

function isHit(
  fault: FaultOptions,
  { method, route, path }: { method: string; route: string | undefined; path: string },
): boolean {
  if (fault.method !== undefined && fault.method !== method) return false;
  if (fault.route === undefined) return true;
  return fault.route instanceof RegExp
    ? fault.route.test(path)
    : fault.route === route || fault.route === path;
}

/** The reply of a fault that answers without doing anything. */
export function faultReply(fault: Fault, resource: LimitedResource): Reply | undefined {
  const headers = fault.headers ?? {};
  switch (fault.kind) {
    case 'status': {
      const status = fault.status ?? 500;
      return { status, body: fault.body ?? { message: 'Injected fault', status: String(status) }, headers };
    }
    case 'html': {
      const bytes = Buffer.from('<!doctype html><html><body>Unicorn!</body></html>');
      return {
        status: fault.status ?? 200,
        raw: { bytes, contentType: 'text/html; charset=utf-8' },
        headers,
      };
    }
    case 'empty-list':
      return { status: 200, body: [], headers };
    case 'primary-limit': {
      const reply = primaryLimitReply(resource, undefined);
      return { ...reply, headers: { 'x-ratelimit-remaining': '0', ...headers } };
    }
    case 'secondary-limit': {
      const reply = secondaryLimitReply(fault.status ?? 403);
      return { ...reply, headers: { ...reply.headers, ...headers } };
    }
    case 'status-after':
    case 'lagging-list':
    case 'delay':
    case 'reset-before':
    case 'reset-after':
    case 'cut-body':
    case 'hang':
    case 'broken-upload':
      return undefined;
  }
}
