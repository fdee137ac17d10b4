/**
 * The ledger did not take the event of a registration, and its run kept it. Whoever comes next enters it, whatever it came for
 * (docs/lifecycle.md#a-write-that-is-refused).
 */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import {
  MODEL,
  PROMOTE_WORKFLOW,
  productionRows,
  REPOSITORY,
  startProject,
  type Project,
} from '../ground/project.ts';
import type { EndedStep } from '../ground/step.ts';

/** A ruleset that lets no one write to the branch of the ledger. */
const REFUSED = { kind: 'status', status: 403, times: 99 } as const;

let project: Project;
let restore: () => void;
beforeAll(async () => {
  project = await startProject();
  const files = { [PROMOTE_WORKFLOW]: 'on: push\n' };
  await project.box.pushFiles({ repository: REPOSITORY, files });
  project.box.faults.inject({ ...REFUSED, method: 'PUT', route: /\/contents\// });
  project.box.faults.inject({ ...REFUSED, method: 'POST', route: /\/git\/trees/ });
  const { notices } = await project.ship({ branch: 'first', skill: 'fair' });
  expect(notices).toContain(`ledger: the event is kept in the artifact model-steward-${MODEL}.event`);
  project.box.faults.clear();
  expect(await project.ledger()).toEqual({});
  restore = project.box.snapshot();
});
afterEach(() => restore());
afterAll(() => project[Symbol.asyncDispose]());

async function stepOf(action: 'deploy' | 'monitor'): Promise<EndedStep> {
  // A registration is given time to write its own event.
  project.box.clock.advance(2 * 60 * 60_000);
  const reads = { actions: 'read' } as const;
  const permissions = { ...reads, contents: 'write', deployments: 'write', issues: 'write' } as const;
  const event = { workflow: PROMOTE_WORKFLOW, event: 'workflow_dispatch', job: action, permissions };
  const job = await project.box.startRun({ repository: REPOSITORY, ...event });
  return action === 'deploy'
    ? await project.step('deploy', job, { inputs: { target: 'command', command: 'true' } })
    : await project.step('monitor', job, {
        inputs: { current: 'current.csv' },
        files: { 'current.csv': productionRows },
      });
}

it.each(['deploy', 'monitor'] as const)(
  'the ledger refuses the event of a registration → the next %s finds its tags, and enters it, once',
  async (action) => {
    const { failure, warnings, notices } = await stepOf(action);
    expect(failure).toBeUndefined();
    expect(warnings.filter((text) => text.includes('ledger'))).toEqual([]);
    expect(notices.join('\n')).toMatch(
      /^ledger: \S+\/registered-\S+ is entered now; its run could not write it$/m,
    );
    const registered = async () =>
      Object.values(await project.ledger()).filter(({ event }) => event === 'registered');
    const [event, ...others] = await registered();
    expect(others).toEqual([]);
    expect(event).toMatchObject({ model: MODEL, version: { version: '1.0.0' } });
    await stepOf(action);
    expect(await registered()).toEqual([event]);
  },
);
