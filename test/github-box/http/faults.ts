/** Faults on request: what networks and busy platforms do to a client, planned by a test. */
import type { Reply } from './reply.ts';

export const faultKinds = [
  /** Answers with `status` and does nothing. */
  'status',
  /** Does it, then answers with `status`. */
  'status-after',
  /** Waits `delayMs`, then resumes. */
  'delay',
  /** Cuts the connection and does nothing. */
  'reset-before',
  /** Does it, then cuts the connection: the reply is lost. */
  'reset-after',
  /** Does it, declares the whole length, sends half of it. */
  'cut-body',
  /** Answers 200 (or `status`) with a page for people. */
  'html',
  /** Answers 200 with `[]`: a list that lags behind. */
  'empty-list',
  /** An upload that breaks off: 502, and an asset without bytes stays behind. */
  'broken-upload',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface FaultOptions {
  readonly kind: FaultKind;
  readonly method?: string;
  /** Route template, path, or a pattern for the path; absent: every request. */
  readonly route?: string | RegExp;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly delayMs?: number;
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
export function faultReply(fault: Fault): Reply | undefined {
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
    case 'status-after':
    case 'delay':
    case 'reset-before':
    case 'reset-after':
    case 'cut-body':
    case 'broken-upload':
      return undefined;
  }
}
