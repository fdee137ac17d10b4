/** The inputs of monitor, each named once. */
import { InputError } from '../../src/shared/domain/kernel/errors.ts';
import { parseName } from '../../src/shared/domain/kernel/names.ts';
import { nameQuotes, type NameQuotes } from '../../src/shared/domain/monitoring/counts/name-quotes.ts';
import type { InputReader } from '../../src/shared/domain/kernel/input-reader.ts';
import { isContainedPath } from '../../src/shared/domain/kernel/repository-path.ts';
import type { ModelInputs } from '../../src/shared/usecases/step-context.ts';

const monitorOperations = ['check', 'count', 'merge', 'count-sql', 'propose-contract'] as const;
export type MonitorOperation = (typeof monitorOperations)[number];

export interface MonitorInputs extends ModelInputs {
  readonly operation: MonitorOperation;
  /** Paths are relative to the workspace. Empty where no rows are read. */
  readonly current: string;
  /** Of a check: counts of the current data, instead of rows. */
  readonly currentCounts: string | undefined;
  /** Of a merge: globs of the counts. */
  readonly counts: readonly string[];
  /** Of a query: the table in the warehouse. */
  readonly table: string | undefined;
  readonly quotes: NameQuotes;
  /** Of a proposal: what states it already; undefined for the reference. */
  readonly from: string | undefined;
  readonly stage: string | undefined;
  readonly labels: string | undefined;
  readonly scores: string | undefined;
  readonly windowDays: number | undefined;
  readonly token: string;
  readonly prometheusToken: string | undefined;
}

/** @throws InputError that lists everything that is wrong. */
export function readMonitorInputs(read: InputReader): MonitorInputs {
  const { current, ...inputs } = read.all<
    Omit<MonitorInputs, 'current'> & { readonly current: string | undefined }
  >({
    operation: read.choice('operation', monitorOperations, 'check'),
    current: read.optional('current'),
    currentCounts: read.parsed('current-counts', parsePath),
    counts: read.lines('counts'),
    table: read.parsed('table', parseTable),
    quotes: read.choice('quotes', nameQuotes, 'none'),
    from: read.parsed('from', parsePath),
    model: read.parsed('model', parseName),
    configPath: read.parsed('config', parsePath),
    stage: read.parsed('stage', parseName),
    labels: read.parsed('labels', parsePath),
    scores: read.parsed('scores', parsePath),
    windowDays: read.number('window-days', { min: 1, max: 366, integer: true }),
    token: read.secret('token'),
    prometheusToken: read.optionalSecret('prometheus-token'),
  });
  const { currentCounts } = inputs;
  if (current !== undefined && currentCounts !== undefined && inputs.operation === 'check')
    throw new InputError(
      'INPUT_INVALID',
      'inputs "current" and "current-counts": expected one of them, got both',
      { hint: 'give the rows, or counts of them' },
    );
  const named = current === undefined ? '' : parsePath(current, 'input "current"');
  requireData({ ...inputs, current: named });
  return { ...inputs, current: named };
}

/** Which inputs an operation cannot do without; of several, one. */
const NEEDED: Readonly<Record<MonitorOperation, readonly (keyof typeof INPUT_NAMES)[]>> = {
  check: ['current', 'currentCounts'],
  count: ['current'],
  merge: ['counts'],
  'count-sql': ['table'],
  'propose-contract': [],
};

const INPUT_NAMES = {
  current: 'current',
  currentCounts: 'current-counts',
  counts: 'counts',
  table: 'table',
} as const;

function requireData(inputs: MonitorInputs): void {
  const needed = NEEDED[inputs.operation];
  const [first] = needed;
  if (first === undefined || needed.some((key) => (inputs[key]?.length ?? 0) > 0)) return;
  throw new InputError('INPUT_INVALID', `input "${INPUT_NAMES[first]}": expected a value, got nothing`, {
    hint: `add \`${INPUT_NAMES[first]}:\` below \`with:\``,
  });
}

/** It becomes a part of a query that people run with their own rights: no more than a name. */
function parseTable(text: string, where: string): string {
  if (/^[\w.`"$-]+$/.test(text)) return text;
  throw new InputError(
    'INPUT_INVALID',
    `${where}: expected the name of a table, such as warehouse.scoring.requests, got ${JSON.stringify(text)}`,
    { hint: 'make a view of what is to be counted, and name the view' },
  );
}

function parsePath(text: string, where: string): string {
  const path = text.replace(/^(?:\.\/)+/, '');
  if (isContainedPath(path)) return path;
  throw new InputError(
    'INPUT_INVALID',
    `${where}: expected a path inside the workspace, got ${JSON.stringify(text)}`,
    { hint: 'write the path from the root of the repository, without `..`' },
  );
}
