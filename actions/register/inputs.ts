/** The inputs of register, each named once. */
import { combineInputErrors, InputError } from '../../src/shared/domain/kernel/errors.ts';
import { bumps, parseVersion, type Bump } from '../../src/shared/domain/registry/semantic-version.ts';
import { parseName, WORKFLOW_FILE_PATTERN } from '../../src/shared/domain/kernel/names.ts';
import { parseAskedTime, type AskedTime } from '../../src/shared/domain/registry/asked-time.ts';
import {
  parseVersionFilter,
  type FilterClause,
} from '../../src/shared/domain/registry/search/filter-grammar.ts';
import { parseSearchOrder, type SearchOrder } from '../../src/shared/domain/registry/search/search-order.ts';
import { parseStage } from '../../src/shared/domain/registry/version-status.ts';
import type { InputReader } from '../../src/shared/domain/kernel/input-reader.ts';
import type { ModelInputs } from '../../src/shared/usecases/step-context.ts';

/** The output of a step may have a mebibyte. */
const MAX_LIMIT = 200;

export const operations = [
  'register',
  'promote',
  'rollback',
  'resolve',
  'download',
  'verify',
  'history',
  'search',
  'archive',
  'deprecate',
  'restore',
] as const;
export type Operation = (typeof operations)[number];

const reading: readonly Operation[] = ['resolve', 'download', 'verify', 'history', 'search'];

/** Whether it changes nothing: whoever only reads may do so on any branch. */
export function isReading(operation: Operation): boolean {
  return reading.includes(operation);
}

export interface RegisterInputs extends ModelInputs {
  readonly operation: Operation;
  readonly stage: string | undefined;
  /** Without the `v`. */
  readonly version: string | undefined;
  /** Of `archive`, `deprecate` and `restore`. */
  readonly reason: string | undefined;
  /** Of `history`: what is asked about; undefined for all times. */
  readonly at: AskedTime | undefined;
  /** Of `search`: clauses that all have to match. */
  readonly filter: readonly FilterClause[] | undefined;
  readonly orderBy: readonly SearchOrder[] | undefined;
  /** Of `search`: how many versions are shown. */
  readonly limit: number | undefined;
  readonly bump: Bump;
  readonly workflow: string | undefined;
  readonly pullRequest: number | undefined;
  readonly runId: number | undefined;
  readonly issue: number | undefined;
  readonly overrides: readonly string[];
  readonly overrideReason: string | undefined;
  readonly labels: string | undefined;
  readonly publishPredictions: boolean;
  /** Says what would be written, and writes nothing. */
  readonly dryRun: boolean;
  readonly token: string;
}

/** @throws InputError that lists everything that is wrong. */
export function readRegisterInputs(read: InputReader): RegisterInputs {
  const inputs = read.all<RegisterInputs>({
    operation: read.choice('operation', operations, 'register'),
    model: read.parsed('model', parseName),
    configPath: read.optional('config'),
    stage: read.parsed('stage', parseStage),
    version: read.parsed('version', parseVersion),
    reason: read.optional('reason'),
    at: read.parsed('at', parseAskedTime),
    filter: read.parsed('filter', parseVersionFilter),
    orderBy: read.parsed('order-by', parseOrders),
    limit: read.number('limit', { min: 1, max: MAX_LIMIT, integer: true }),
    bump: read.choice('bump', bumps, 'minor'),
    workflow: read.parsed('workflow', parseWorkflow),
    pullRequest: read.number('pull-request', { min: 1, integer: true }),
    runId: read.number('run-id', { min: 1, integer: true }),
    issue: read.number('issue', { min: 1, integer: true }),
    overrides: read.lines('override'),
    overrideReason: read.optional('override-reason'),
    labels: read.optional('labels'),
    publishPredictions: read.boolean('publish-predictions'),
    dryRun: read.boolean('dry-run'),
    token: read.secret('token'),
  });
  checkTogether(inputs);
  return inputs;
}

/** @throws InputError that lists all inputs which do not go together. */
function checkTogether(inputs: RegisterInputs): void {
  const { operation, version, reason, dryRun, pullRequest, runId, overrides, overrideReason } = inputs;
  const errors = [
    ...listMisplaced(inputs),
    ...(dryRun && isReading(operation)
      ? [
          invalid(
            '"dry-run"',
            `nothing beside \`operation: ${operation}\`, which writes nothing, got true`,
            'leave it out',
          ),
        ]
      : []),
    ...(namesVersion(operation) && version === undefined
      ? [
          invalid(
            '"version"',
            `the version to ${operation}, got nothing`,
            'add `version: 1.4.0` below `with:`',
          ),
        ]
      : []),
    ...(isMark(operation) && !/^\S.*$/.test(reason ?? '')
      ? [
          invalid(
            '"reason"',
            `one line that says why, got ${reason === undefined ? 'nothing' : 'several'}`,
            'it is recorded in the tag of the version',
          ),
        ]
      : []),
    ...(pullRequest !== undefined && runId !== undefined
      ? [invalid('"run-id"', 'either run-id or pull-request, got both', 'leave one of them out')]
      : []),
    ...(overrides.length > 0 && overrideReason === undefined
      ? [
          invalid(
            '"override-reason"',
            'a reason for the override, got nothing',
            'it is recorded with the version',
          ),
        ]
      : []),
  ];
  if (errors.length > 0) throw combineInputErrors(errors);
}

const marking = ['archive', 'deprecate', 'restore'] as const;

function isMark(operation: Operation): operation is (typeof marking)[number] {
  return marking.some((mark) => mark === operation);
}

function namesVersion(operation: Operation): boolean {
  return operation === 'promote' || isMark(operation);
}

/** Inputs of one operation beside another. */
function listMisplaced({ operation, at, filter, orderBy, limit }: RegisterInputs): readonly InputError[] {
  const inputs = [
    ['at', at, 'history', 'a time'],
    ['filter', filter, 'search', 'a filter'],
    ['order-by', orderBy, 'search', 'an order'],
    ['limit', limit, 'search', 'a number'],
  ] as const;
  return inputs.flatMap(([name, value, of, got]) =>
    value === undefined || operation === of
      ? []
      : [
          invalid(
            `"${name}"`,
            `nothing beside \`operation: ${operation}\`, got ${got}`,
            `add \`operation: ${of}\``,
          ),
        ],
  );
}

function parseOrders(text: string, where: string): readonly SearchOrder[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return lines.filter((line) => line !== '').map((line) => parseSearchOrder(line, where));
}

/** A path is understood too; what counts is the file. */
function parseWorkflow(text: string, where: string): string {
  const file = text.replace(/^(?:\.\/)?\.github\/workflows\//, '');
  if (WORKFLOW_FILE_PATTERN.test(file)) return file;
  throw new InputError(
    'INPUT_INVALID',
    `${where}: expected the name of a workflow file like "pull-request.yml", got ${JSON.stringify(text)}`,
    { hint: 'write the name of the file in .github/workflows, without its folder' },
  );
}

function invalid(input: string, problem: string, hint: string): InputError {
  return new InputError('INPUT_INVALID', `input ${input}: expected ${problem}`, { hint });
}
