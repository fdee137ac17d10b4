/** Asks the tracker what a real client asked of MLflow's own server, and compares what the two answer. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  decodeArtifactPath,
  requireOwnedPath,
} from '../../../../src/shared/domain/interop/tracking/artifact-place.ts';
import { createTracker, type Tracker } from '../../../../src/shared/domain/interop/tracking/tracker.ts';

interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body: unknown;
  readonly reply: unknown;
}

const API = '/api/2.0/mlflow/';
const ARTIFACTS = '/api/2.0/mlflow-artifacts/artifacts/';

/** Each server makes its own; one of them stands for the same one of the other wherever it occurs. */
const NAMED_BY_SERVER =
  /^(?:run_id|run_uuid|run_name|experiment_id|model_id|artifact_uri|artifact_location|root_uri|source_run_id|next_page_token)$/;
/** Times, and what no client of a training reads. */
const NOT_COMPARED =
  /^(?:creation_timestamp|last_updated_timestamp|creation_time|last_update_time|creation_timestamp_ms|last_updated_timestamp_ms|message|error_class|sqlstate|user_id|status_message|workspace|description|model_type)$/;

export interface Difference {
  readonly call: string;
  readonly place: string;
  readonly expected: unknown;
  readonly got: unknown;
}

export interface Replay {
  readonly tracker: Tracker;
  readonly calls: ReadonlySet<string>;
  readonly differences: readonly Difference[];
}

export function readExchanges(name: string): readonly Exchange[] {
  const text = readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Exchange);
}

export function replay(exchanges: readonly Exchange[]): Replay {
  const tracker = createTracker('replay');
  const names = new Map<string, string>();
  const calls = new Set<string>();
  const differences: Difference[] = [];
  for (const exchange of exchanges) {
    const path = translate(exchange.path, names);
    const call = `${exchange.method} ${exchange.path.replace(/\?.*/, '')}`;
    if (path.startsWith(ARTIFACTS)) {
      if (exchange.method === 'PUT') put(tracker, path.slice(ARTIFACTS.length));
      continue;
    }
    if (!path.startsWith(API)) continue;
    calls.add(call.replaceAll(/m-[0-9a-f]{32}/g, '*'));
    const url = new URL(path, 'http://localhost');
    const reply = tracker.answer({
      method: exchange.method,
      path: url.pathname.slice(API.length),
      query: url.searchParams,
      body: translate(JSON.stringify(exchange.body ?? {}), names),
      nowMs: 1_700_000_000_000,
    });
    const compare = new Comparison(call, names, differences);
    compare.values('status', exchange.status, reply.status);
    // A client that gets an error reads its code.
    compare.values('', exchange.reply, reply.body);
  }
  return { tracker, calls, differences };
}

/** The adapter writes the file; which files there are decides what is listed. */
function put(tracker: Tracker, encoded: string): void {
  tracker.artifacts.add(requireOwnedPath(tracker.state, decodeArtifactPath(encoded)), 1);
}

function translate(text: string, names: ReadonlyMap<string, string>): string {
  return [...names].reduce((translated, [theirs, own]) => translated.replaceAll(theirs, own), text);
}

class Comparison {
  readonly #call: string;
  readonly #names: Map<string, string>;
  readonly #differences: Difference[];

  constructor(call: string, names: Map<string, string>, differences: Difference[]) {
    this.#call = call;
    this.#names = names;
    this.#differences = differences;
  }

  values(place: string, expected: unknown, got: unknown): void {
    const key = place.split('.').at(-1) ?? '';
    if (NOT_COMPARED.test(key) || isEmpty(expected)) return;
    if (Array.isArray(expected)) this.#lists(place, expected, got);
    else if (typeof expected === 'object' && expected !== null) this.#objects(place, expected, got);
    else if (NAMED_BY_SERVER.test(key)) this.#serverNames(place, String(expected), got);
    else if (!Object.is(translated(expected, this.#names), got) && !isEndless(expected, got))
      this.#report(place, expected, got);
  }

  #objects(place: string, expected: object, got: unknown): void {
    const own = typeof got === 'object' && got !== null ? (got as Readonly<Record<string, unknown>>) : {};
    // Names of the server are learned where they stand alone, before an address or a tag has them.
    const isLearned = ([key]: readonly [string, unknown]): boolean =>
      /^(?:info|\w+_id|run_uuid|run_name)$/.test(key);
    const entries = Object.entries(expected) as readonly (readonly [string, unknown])[];
    for (const [key, value] of entries.toSorted(
      (one, other) => Number(isLearned(other)) - Number(isLearned(one)),
    ))
      this.values(place === '' ? key : `${place}.${key}`, value, own[key]);
  }

  #lists(place: string, expected: readonly unknown[], got: unknown): void {
    const own = (Array.isArray(got) ? (got as readonly unknown[]) : []).filter(isKept);
    if (own.length !== expected.filter(isKept).length) {
      this.#report(place, expected, got);
      return;
    }
    const isHistory = place === 'metrics';
    const theirs = isHistory ? expected : expected.filter(isKept).toSorted(byKey);
    const mine = isHistory ? own : own.toSorted(byKey);
    theirs.forEach((value, index) => this.values(`${place}.${index}`, value, mine[index]));
  }

  /** Learned where it is first seen: an id of 32 digits wherever it stands, others where they stand for it. */
  #serverNames(place: string, expected: string, got: unknown): void {
    const known = translate(expected, this.#names);
    if (known === got) return;
    const isNew =
      !this.#names.has(expected) && typeof got === 'string' && expected.length > 8 && !expected.includes('/');
    if (isNew) this.#names.set(expected, got);
    else this.#report(place, expected, got);
  }

  #report(place: string, expected: unknown, got: unknown): void {
    this.#differences.push({ call: this.#call, place, expected, got });
  }
}

function translated(value: unknown, names: ReadonlyMap<string, string>): unknown {
  return typeof value === 'string' ? translate(value, names) : value;
}

/** SQL has no infinity, and MLflow writes the largest number instead. */
function isEndless(expected: unknown, got: unknown): boolean {
  return expected === Number.MAX_VALUE && got === 'Infinity';
}

/** What Protocol Buffers leave out. */
function isEmpty(value: unknown): boolean {
  if (value === '' || value === null || value === undefined || value === false || value === 0) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** The server's own web pages read this tag. */
function isKept(pair: unknown): boolean {
  return (pair as { readonly key?: string } | null)?.key !== 'mlflow.modelVersions';
}

/** Tags, parameters and metrics have no order. */
function byKey(one: unknown, other: unknown): number {
  const keyOf = (value: unknown): string => (value as { readonly key?: string } | null)?.key ?? '';
  return keyOf(one) < keyOf(other) ? -1 : Number(keyOf(one) > keyOf(other));
}
