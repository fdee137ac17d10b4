/** The objectives of the configuration with their texts as numbers. They were checked when it was parsed. */
import type { ObjectiveConfig, ServiceConfig } from '../../config/service-section.ts';
import { DAY_MS, parseDurationMs } from '../../kernel/time.ts';

interface NamedObjective {
  readonly name: string;
}

export interface ErrorObjective extends NamedObjective {
  readonly kind: 'errors';
  readonly requests: string;
  readonly errors: string;
  readonly allowedFraction: number;
}

export interface LatencyObjective extends NamedObjective {
  readonly kind: 'latency';
  readonly histogram: string;
  readonly belowMs: number;
  readonly allowedFraction: number;
}

export interface ValueObjective extends NamedObjective {
  readonly kind: 'value';
  readonly query: string;
  readonly bound: 'at-most' | 'at-least';
  readonly threshold: number;
}

export type RequestObjective = ErrorObjective | LatencyObjective;
export type ServiceObjective = RequestObjective | ValueObjective;

export interface ServiceRules {
  readonly url: string;
  readonly allowPrivateNetwork: boolean;
  readonly windowDays: number;
  readonly objectives: readonly ServiceObjective[];
}

export function readServiceRules(service: ServiceConfig): ServiceRules {
  return {
    url: service.prometheus.replace(/\/+$/, ''),
    allowPrivateNetwork: service['allow-private-network'],
    windowDays: parseDurationMs(service.window) / DAY_MS,
    objectives: Object.entries(service.objectives).flatMap(
      ([name, config]) => readObjective(name, config) ?? [],
    ),
  };
}

function readObjective(name: string, config: ObjectiveConfig): ServiceObjective | undefined {
  const { requests, errors, histogram, below, query, 'at-least': least, 'at-most': most } = config;
  const allowedFraction = typeof least === 'string' ? allowedFractionOf(least) : 0;
  if (requests !== undefined && errors !== undefined)
    return { kind: 'errors', name, requests, errors, allowedFraction };
  if (histogram !== undefined && below !== undefined)
    return { kind: 'latency', name, histogram, belowMs: latencyMs(below), allowedFraction };
  if (query === undefined) return undefined;
  if (most !== undefined)
    return { kind: 'value', name, query, bound: 'at-most', threshold: sizeOfText(most) };
  return typeof least === 'number'
    ? { kind: 'value', name, query, bound: 'at-least', threshold: least }
    : undefined;
}

/** Of "99.95 %": 5 of 10,000 exactly, which 1 − 0.9995 is not. */
function allowedFractionOf(text: string): number {
  const digits = text.replace(' %', '');
  const scale = 10 ** (digits.split('.')[1] ?? '').length;
  return (100 * scale - Math.round(Number(digits) * scale)) / (100 * scale);
}

function latencyMs(text: string): number {
  const amount = Number.parseFloat(text);
  return text.endsWith(' ms') ? amount : amount * 1000;
}

const BYTES = { kB: 1e3, MB: 1e6, GB: 1e9 } as const;

function sizeOfText(most: string | number): number {
  if (typeof most === 'number') return most;
  const [unit = 'kB'] = (['kB', 'MB', 'GB'] as const).filter((name) => most.endsWith(name));
  return Number.parseFloat(most) * BYTES[unit];
}
