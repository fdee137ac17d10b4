/** A world for each target in which its promises are played: where the target starts versions, and who sees what serves. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCommands } from '../../../src/shared/adapters/process/commands.ts';
import { createCommandTarget } from '../../../src/shared/adapters/serving/command-target.ts';
import { createDockerEngine } from '../../../src/shared/adapters/serving/docker/docker-engine.ts';
import { createDockerTarget } from '../../../src/shared/adapters/serving/docker/docker-target.ts';
import type { StartDetail } from '../../../src/shared/domain/documents/phase.ts';
import type { TargetKind } from '../../../src/shared/domain/kernel/names.ts';
import type { ServedVersion, ServiceTarget } from '../../../src/shared/ports/serving.ts';
import { createLog } from '../../../src/shared/runtime/log.ts';
import { startFakeEngine } from './docker/fake-engine.ts';

/** Targets that start a service. */
export type StartingTarget = Exclude<TargetKind, 'none'>;

export interface TargetWorld {
  /** @param recorded what GitHub's deployments say serves; a run opens its target once. */
  open(recorded?: ServedVersion): ServiceTarget;
  /** One whose address leads nowhere. */
  openUnreachable(): ServiceTarget;
  /** The version that has the traffic, as seen from outside of the target. */
  served(): string | undefined;
  /** The weight of the candidate, for a target that divides traffic. */
  readonly weight?: () => number;
  close(): Promise<void>;
}

interface WorldOfTarget {
  /** What `start` says was done: no other target has it. */
  readonly startCode: StartDetail['code'];
  readonly create: () => Promise<TargetWorld>;
}

export const targetWorlds: Readonly<Record<StartingTarget, WorldOfTarget>> = {
  command: { startCode: 'command-started', create: createCommandWorld },
  docker: { startCode: 'container-created', create: createDockerWorld },
};

const SERVE = `case $MODEL_STEWARD_ACTION in
  start | rollback) printf %s "$MODEL_STEWARD_VERSION" > served ;;
  stop) rm -f served ;;
esac`;

async function createCommandWorld(): Promise<TargetWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'command-target-'));
  const commands = createCommands({
    ...{ log: createLog(), environment: { PATH: process.env.PATH ?? '' } },
    signal: new AbortController().signal,
  });
  const open = (command: string, recorded?: ServedVersion): ServiceTarget =>
    createCommandTarget({
      ...{ commands, command, recorded, cwd: folder, timeoutMs: 60_000 },
      ...{ model: 'churn', stage: 'production' },
    });
  const served = join(folder, 'served');
  return {
    open: (recorded) => open(SERVE, recorded),
    openUnreachable: () => open('./no-such-deployment.sh'),
    served: () => (existsSync(served) ? readFileSync(served, 'utf8') : undefined),
    close: () => rm(folder, { recursive: true }),
  };
}

async function createDockerWorld(): Promise<TargetWorld> {
  const engine = await startFakeEngine();
  const open = (socketPath: string): ServiceTarget =>
    createDockerTarget({
      engine: createDockerEngine({ socketPath, timeoutMs: 60_000, pullTimeoutMs: 60_000 }),
      ...{ model: 'churn', environment: 'production', container: 'churn', ports: [], network: undefined },
      login: () => undefined,
    });
  return {
    open: () => open(engine.socketPath),
    openUnreachable: () => open(`${engine.socketPath}-elsewhere`),
    served: () => {
      const serving = [...engine.containers.values()].find(
        ({ name, running }) => name === 'churn' && running,
      );
      return (serving?.spec.Labels as Readonly<Record<string, string>> | undefined)?.[
        'model-steward.version'
      ];
    },
    close: () => engine.close(),
  };
}
