/** The inputs of monitor, each named once. */
import { isContainedPath } from '../../src/shared/domain/kernel/contained-path.ts';
import { InputError } from '../../src/shared/domain/kernel/errors.ts';
import { parseName } from '../../src/shared/domain/kernel/names.ts';
import type { InputReader } from '../../src/shared/domain/kernel/input-reader.ts';

export interface MonitorInputs {
  /** Paths are relative to the workspace. */
  readonly current: string;
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
  const { current, ...inputs } = read.all<MonitorInputs>({
    current: read.text('current'),
    model: read.parsed('model', parseName),
    configPath: read.parsed('config', parsePath),
    stage: read.parsed('stage', parseName),
    labels: read.parsed('labels', parsePath),
    scores: read.parsed('scores', parsePath),
    windowDays: read.number('window-days', { min: 1, max: 366, integer: true }),
    token: read.secret('token'),
  });
  return { ...inputs, current: parsePath(current, 'input "current"') };
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
