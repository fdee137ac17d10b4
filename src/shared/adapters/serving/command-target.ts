/**
 * A service that is somewhere else: the user's own command starts it, returns to the version before, or stops it.
 * MODEL_STEWARD_* variables say what to do, and the exit code is the result.
 */
import { DataError } from '../../domain/kernel/errors.ts';
import { renderPinnedImage } from '../../domain/kernel/image-reference.ts';
import type { CommandOutcome, Commands } from '../../ports/runner.ts';
import type { RunningService, ServedVersion, ServiceTarget } from '../../ports/serving.ts';

export interface CommandTargetOptions {
  readonly commands: Commands;
  readonly command: string;
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly model: string;
  readonly stage: string | undefined;
  /** What serves now, as GitHub's deployments record it: a command has no way to say. */
  readonly recorded: Pick<ServedVersion, 'version' | 'image'> | undefined;
}

/** Of the 7 s that a cancelled step has, less what the end of `start` and the final state of the deployment take. */
export const CANCELLED_ROLLBACK_MS = 4000;

type CommandAction = 'start' | 'rollback' | 'stop';

export function createCommandTarget(options: CommandTargetOptions): ServiceTarget {
  let previous: ServedVersion | undefined;
  let replacesService = false;
  return {
    capabilities: { runsBeside: false, keepsPrevious: false, reportsImage: false },
    current: () => Promise.resolve(options.recorded && describeService(options.recorded)),
    start: async (next) => {
      ({ previous } = next);
      await run(options, 'start', next);
      replacesService = true;
      return { ...describeService(next), detail: { code: 'command-started', version: next.version } };
    },
    // The command has put the version into service already.
    shift: (_, weight) =>
      weight === 1 ? Promise.resolve() : Promise.reject(new RangeError(`weight: expected 1, got ${weight}`)),
    finish: () => Promise.resolve(),
    discard: async () => {
      if (previous === undefined && !replacesService) requireNothingServed(options);
      await run(options, previous === undefined ? 'stop' : 'rollback', previous);
      return previous && describeService(previous);
    },
  };
}

/**
 * What serves cannot be started again here, and a `start` that failed may have left it alone: `stop` could end it.
 * @throws DataError
 */
function requireNothingServed({ recorded }: CommandTargetOptions): void {
  if (recorded === undefined) return;
  throw new DataError(
    'COMMAND_FAILED',
    `command (stop): expected nothing in service before, got ${recorded.version}, which may serve still; it was not run`,
    { hint: 'look at the service, and deploy a version whose release exists' },
  );
}

function describeService({ version, image }: Pick<ServedVersion, 'version' | 'image'>): RunningService {
  return {
    version,
    imageDigest: image?.digest,
    health: () => Promise.resolve({ state: 'unknown', detail: { code: 'command-ended', exitCode: 0 } }),
    logs: () => Promise.resolve(''),
  };
}

async function run(
  { commands, command, cwd, timeoutMs, model, stage }: CommandTargetOptions,
  action: CommandAction,
  version: ServedVersion | undefined,
): Promise<void> {
  const outcome = await commands.run({
    command,
    cwd,
    title: `Your command: ${action} ${version?.version ?? model}`,
    timeoutMs,
    ...(action !== 'start' && { cancelledTimeoutMs: CANCELLED_ROLLBACK_MS }),
    environment: {
      MODEL_STEWARD_ACTION: action,
      MODEL_STEWARD_NAME: model,
      MODEL_STEWARD_STAGE: stage ?? '',
      MODEL_STEWARD_VERSION: version?.version ?? '',
      MODEL_STEWARD_DIGEST: version?.modelDigest ?? '',
      MODEL_STEWARD_MODEL: version?.modelFolder ?? '',
      MODEL_STEWARD_IMAGE: version?.image === undefined ? '' : renderPinnedImage(version.image),
    },
  });
  if (outcome.exitCode === 0 && !outcome.timedOut) return;
  throw new DataError(
    'COMMAND_FAILED',
    `command (${action}): expected exit code 0, got ${describeEnd(outcome)}`,
    { hint: 'read its output in the log above' },
  );
}

function describeEnd({ exitCode, signal, timedOut, durationMs }: CommandOutcome): string {
  if (timedOut) return `no end within ${Math.round(durationMs / 1000)} s`;
  return exitCode === undefined ? `signal ${signal ?? 'unknown'}` : String(exitCode);
}
