/** Deploy of the second version, while the first is in service: the user's command starts the service of the tests. */
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGround } from '../ground/deployment.ts';
import { PROMOTE_WORKFLOW, REPOSITORY } from '../ground/project.ts';
import { remainsOf } from './remains.ts';
import type { Stage } from './stage.ts';

export async function startDeployStage(): Promise<Stage> {
  const ground = await startGround();
  const { box } = ground;
  const workspace = join(ground.folder, 'workspace');
  await ground.register('1.0.0');
  await ground.deploy();
  await ground.register('1.1.0');
  const permissions = { contents: 'write', deployments: 'write', packages: 'write' } as const;
  const jobOptions = { job: 'deploy', permissions, workspace };
  const event = { workflow: PROMOTE_WORKFLOW, event: 'workflow_dispatch', ...jobOptions } as const;
  const startAnother: Stage['startAnother'] = () => box.startRun({ repository: REPOSITORY, ...event });
  const run = await startAnother();
  const repository = box.world.findRepository(REPOSITORY)!;
  const restoreBox = box.snapshot();
  const kept = await mkdtemp(join(tmpdir(), 'workspace-'));
  await cp(workspace, kept, { recursive: true });
  return {
    ...{ box, repository, run, jobOptions, startAnother },
    restore: async () => {
      restoreBox();
      await rm(workspace, { recursive: true });
      await cp(kept, workspace, { recursive: true });
    },
    request: async () => ({ action: 'deploy' }),
    remains: async () => ({
      ...(await remainsOf(box, repository)),
      served: await readFile(join(workspace, 'service/version.txt'), 'utf8'),
    }),
    [Symbol.asyncDispose]: async () => {
      await rm(kept, { recursive: true });
      await ground[Symbol.asyncDispose]();
    },
  };
}
