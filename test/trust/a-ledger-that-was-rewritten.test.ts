/**
 * Tags and deployments remember the newest commit of the ledger: a history without it was shortened or rewritten, and
 * a commit that does more than add events is named (docs/lifecycle.md#a-ledger-that-was-rewritten).
 */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { LEDGER_BRANCH } from '../../src/shared/domain/kernel/names.ts';
import { serializeEvent } from '../../src/shared/domain/documents/event.ts';
import { deleteRef, forceRef, readRef } from '../github-box/git/refs.ts';
import { startGround } from '../ground/deployment.ts';
import { configText, REPOSITORY, startProject, type Project } from '../ground/project.ts';

const LEDGER = `refs/heads/${LEDGER_BRANCH}`;
const REWRITTEN =
  /^ledger: expected the commit [0-9a-f]{12}, which flight-delays@v1\.1\.0 names, in the history of .*got a history without it/m;

let project: Project;
let restore: () => void;
beforeAll(async () => {
  const config = configText().replace(
    'metrics: metrics.json',
    'metrics: metrics.json, reference: reference.csv',
  );
  project = await startProject({ config, collaborators: { bob: 'write' } });
  await project.ship({ branch: 'first', skill: 'fair' });
  await project.ship({ branch: 'second', skill: 'good' });
  restore = project.box.snapshot();
});
afterEach(() => restore());
afterAll(() => project[Symbol.asyncDispose]());

/** All that tags could show is there again: only its history is another one. */
async function rewrite(): Promise<void> {
  const events = Object.entries(await project.ledger());
  const files = Object.fromEntries(events.map(([path, event]) => [path, serializeEvent(event)]));
  await deleteRef(project.repository.git, LEDGER);
  await project.box.pushFiles({ repository: REPOSITORY, branch: LEDGER_BRANCH, files, author: 'mallory' });
}

async function registerNext(): Promise<string> {
  const { warnings } = await project.ship({ branch: 'third', skill: 'best' });
  return warnings.join('\n');
}

async function monitor(): Promise<string> {
  const run = await project.box.startRun({
    ...{ repository: REPOSITORY, workflow: '.github/workflows/monitor.yml', event: 'schedule' },
    permissions: { contents: 'write', issues: 'write', actions: 'read' },
  });
  const ended = await project.step('monitor', run, { inputs: { current: 'reference.csv' } });
  expect(ended.outputs.checked ?? ended.failure).not.toBe('false');
  return ended.warnings.join('\n');
}

it('the branch is written again with the same files → the next registration names the tag whose commit is missing', async () => {
  await rewrite();
  expect(await registerNext()).toMatch(REWRITTEN);
});

it('the branch is written again with the same files → the next check names the tag whose commit is missing', async () => {
  expect(await monitor()).not.toContain('rewritten');
  await rewrite();
  expect(await monitor()).toMatch(REWRITTEN);
});

it('an event is removed or edited by a commit of its own → the next registration and the next check name that commit', async () => {
  const [path = ''] = Object.keys(await project.ledger()).filter((one) => one.includes('registered'));
  const { sha } = await project.box.pushFiles({
    ...{ repository: REPOSITORY, branch: LEDGER_BRANCH, author: 'mallory' },
    files: { [path]: null },
  });
  const edited = `got others that change or remove some: ${sha.slice(0, 12)}`;
  expect(await monitor()).toContain(edited);
  expect(await registerNext()).toContain(edited);
});

it('nothing was rewritten → registration and check say nothing of it', async () => {
  expect(await monitor()).not.toMatch(/^ledger:/m);
  expect(await registerNext()).toBe('');
});

it('its newest events are cut off after a deployment → the next deployment names who remembers them', async () => {
  await using ground = await startGround();
  await ground.register('1.0.0');
  const { git } = ground.box.world.findRepository(REPOSITORY)!;
  const first = (await readRef(git, LEDGER))!.sha;
  await ground.deploy();
  await ground.register('1.1.0');
  await ground.deploy();
  await forceRef(git, LEDGER, first);
  const { warnings } = await ground.deploy();
  expect(warnings.join('\n')).toMatch(/which (?:flights@v1\.1\.0|deployment \d+) names, in the history of/);
});
