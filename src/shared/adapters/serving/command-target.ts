/**
 * A service that is somewhere else: the user's own command starts it, returns to the version before, or
 * stops it. It is told what to do through MODEL_STEWARD_* variables, and its exit code is the answer.
 */
import { DataError } from '../../domain/kernel/errors.ts';
import type { RunningService, ServedVersion, ServiceTarget } from '../../ports/serving.ts';
import type { CommandOutcome, Commands } from '../../ports/runner.ts';

export interface CommandTargetOptions {
  readonly commands: Commands;
  readonly command: string;
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly model: string;
  readonly stage: string | undefined;
  /** What serves now, with its verified files at hand, as the platform's deployments tell. */
  readonly previous: ServedVersion | undefined;
}

type Action = 'start' | 'rollback' | 'stop';

export function createCommandTarget(options: CommandTargetOptions): ServiceTarget {
  const { previous } = options;
  return {
    current: () => Promise.resolve(previous && describe(previous)),
    replace: async (next) => {
      await run(options, 'start', next);
      return describe(next);
    },
    restore: () => run(options, previous === undefined ? 'stop' : 'rollback', previous),
    keep: () => Promise.resolve(),
    health: () => Promise.resolve({ state: 'unknown', detail: 'the command ended with exit code 0' }),
    logs: () => Promise.resolve(''),
  };
}

function describe({ version, image }: ServedVersion): RunningService {
  return { version, imageDigest: image?.split('@')[1], handle: version };
}

async function run(
  options: CommandTargetOptions,
  action: Action,
  version: ServedVersion | undefined,
): Promise<void> {
  const outcome = await options.commands.run({
    command: options.command,
    cwd: options.cwd,
    title: `Your command: ${action} ${version?.version ?? options.model}`,
    timeoutMs: options.timeoutMs,
    environment: {
      MODEL_STEWARD_ACTION: action,
      MODEL_STEWARD_NAME: options.model,
      MODEL_STEWARD_STAGE: options.stage ?? '',
      MODEL_STEWARD_VERSION: version?.version ?? '',
      MODEL_STEWARD_DIGEST: version?.modelDigest ?? '',
      MODEL_STEWARD_MODEL: version?.modelFolder ?? '',
      MODEL_STEWARD_IMAGE: version?.image ?? '',
    },
  });
  if (outcome.exitCode === 0 && !outcome.timedOut) return;
  throw new DataError(
    'COMMAND_FAILED',
    `command (${action}): expected exit code 0, got ${describeEnd(outcome)}`,
    {
      hint: 'its output is in the log above',
    },
  );
}

function describeEnd({ exitCode, signal, timedOut, durationMs }: CommandOutcome): string {
  if (timedOut) return `no end within ${Math.round(durationMs / 1000)} s`;
  return exitCode === undefined ? `signal ${signal ?? 'unknown'}` : String(exitCode);
}
