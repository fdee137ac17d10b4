/** Train's ports on this runner. */
import { createTables } from '../../src/shared/adapters/data/tables.ts';
import { createCacheFolders } from '../../src/shared/adapters/files/cache-folders.ts';
import { createFileReads } from '../../src/shared/adapters/files/file-reads.ts';
import { openFiles } from '../../src/shared/adapters/files/files.ts';
import { createScratch } from '../../src/shared/adapters/files/scratch.ts';
import { createGitHub } from '../../src/shared/adapters/github/create-github.ts';
import { createCheckout } from '../../src/shared/adapters/process/checkout.ts';
import { createCommands } from '../../src/shared/adapters/process/commands.ts';
import { createCommitCheckouts } from '../../src/shared/adapters/process/commit-checkouts.ts';
import { createTracking } from '../../src/shared/adapters/tracking/tracking-server.ts';
import { repositoryUrlOf } from '../../src/shared/domain/kernel/origin.ts';
import type { Step } from '../../src/shared/runtime/step.ts';
import type { TrainInputs } from './inputs.ts';
import type { TrainPorts } from './ports.ts';

export function createTrainPorts(step: Step, { token }: TrainInputs): TrainPorts {
  const { apiUrl, clock, graphqlUrl, commandEnvironment: environment, context, log, signal } = step;
  const { repository, tempDir, workspace } = context;
  return {
    ...createGitHub({ apiUrl, graphqlUrl, token, repository, clock, log, tempDir }),
    cacheFolders: createCacheFolders(tempDir),
    checkout: createCheckout(workspace, environment),
    clock,
    commands: createCommands({ log, environment, signal, endsLeftProcesses: true }),
    commitCheckouts: createCommitCheckouts({
      ...{ workspace, environment, token },
      repositoryUrl: repositoryUrlOf(context),
    }),
    fileReads: createFileReads(),
    log,
    scratch: createScratch(tempDir),
    tables: createTables({ log, clock }),
    tracking: createTracking({ clock, environment }),
    workspace: openFiles(workspace),
  };
}
