/** The inputs of monitor, each named once. */
import { isContainedPath } from '../../src/shared/domain/kernel/contained-path.ts';
import { InputError } from '../../src/shared/domain/kernel/errors.ts';
import { parseName } from '../../src/shared/domain/kernel/names.ts';
import type { InputReader } from '../../src/shared/domain/kernel/input-reader.ts';

const monitorOperations = ['check', 'propose-contract'] as const;
type MonitorOperation = (typeof monitorOperations)[number];

export interface MonitorInputs {
  readonly operation: MonitorOperation;
  /** Paths are relative to the workspace. Empty for a proposal, which needs no data. */
  readonly current: string;
  /** Of a proposal: what states it already; undefined for the reference. */
  readonly from: string | undefined;
  readonly model: string | undefined;
  /** Undefined: the usual place, where it may be absent. */
  readonly configPath: string | undefined;
  readonly stage: string | undefined;
  readonly labels: string | undefined;
  readonly scores: string | undefined;
  readonly windowDays: number | undefined;
  readonly token: string;
}

/** @throws InputError that lists everything that is wrong. */
export function readMonitorInputs(read: InputReader): MonitorInputs {
  const { current, ...inputs } = read.all<
    Omit<MonitorInputs, 'current'> & { readonly current: string | undefined }
  >({
    operation: read.choice('operation', monitorOperations, 'check'),
    current: read.optional('current'),
    from: read.parsed('from', parsePath),
    model: read.parsed('model', parseName),
    configPath: read.parsed('config', parsePath),
    stage: read.parsed('stage', parseName),
    labels: read.parsed('labels', parsePath),
    scores: read.parsed('scores', parsePath),
    windowDays: read.number('window-days', { min: 1, max: 366, integer: true }),
    token: read.secret('token'),
  });
  if (current !== undefined) return { ...inputs, current: parsePath(current, 'input "current"') };
  if (inputs.operation === 'propose-contract') return { ...inputs, current: '' };
  throw new InputError('INPUT_INVALID', 'input "current": expected a value, got nothing', {
    hint: 'add `current:` below `with:`',
  });
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
