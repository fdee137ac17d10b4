/**
 * Without a gate nothing is decided, and whoever merges may register by hand. So a gate that no one else agreed to remove, or to
 * loosen, has to be approved before a model goes by it (docs/trust.md#what-was-merged-since).
 */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import {
  configText,
  MODEL,
  REPOSITORY,
  startProject,
  type Project,
  type Proposal,
} from '../ground/project.ts';

const CONFIG = '.github/model-steward.yml';
const WORSE = { 'skill.txt': 'none\n', 'data.txt': 'May\n' };
const OVERRIDE = { stage: 'production', override: 'verdict', 'override-reason': 'it is better' };
/** A retraining of it goes by `gate`. */
const ONE_GATE = configText().replace(/ {4}gate-retrain:[^]*$/, '');
const NO_GATE = ONE_GATE.replace(/ {4}gate:[^]*$/, '');
const LOOSE_GATE = `${NO_GATE}    gate: [{ metric: log_loss, at-most: 100 }]\n`;
const MERGED = `what was merged since ${MODEL}@v1.0.0 changes how the model is evaluated (gate, in #2)`;

let project: Project;
let restore: () => void;
beforeAll(async () => {
  project = await startProject({ config: ONE_GATE, collaborators: { ann: 'write', bob: 'write' } });
  await project.ship({ branch: 'first', skill: 'fair', author: 'ann' });
  restore = project.box.snapshot();
});
afterEach(() => restore());
afterAll(() => project[Symbol.asyncDispose]());

async function mergeAlone(branch: string, files: Readonly<Record<string, string>>): Promise<Proposal> {
  const pull = await project.propose({ branch, author: 'ann', files });
  await project.evaluate(pull);
  const ended = await project.registerPush(await project.merge(pull, 'merge', 'ann'), { actor: 'ann' });
  expect(ended.outputs).toMatchObject({ registered: false });
  return pull;
}

const overrideByHand = ({ number }: Proposal) =>
  project.registerByHand({ actor: 'ann', inputs: { ...OVERRIDE, 'pull-request': String(number) } });

async function expectOnlyFirst(): Promise<void> {
  expect(await project.tags()).toEqual([`${MODEL}@v1.0.0`, `${MODEL}#production#1`]);
}

it('its author removes it in a pull request of its own, and overrides the next one → somebody else has to approve it', async () => {
  await mergeAlone('removed', { [CONFIG]: NO_GATE });
  const ended = await overrideByHand(await mergeAlone('worse', WORSE));
  expect(ended.failure).toContain(MERGED);
  await expectOnlyFirst();
});

it('somebody else approved that → the author may register by hand', async () => {
  const removed = await mergeAlone('removed', { [CONFIG]: NO_GATE });
  project.box.review({ repository: REPOSITORY, number: removed.number, by: 'bob' });
  const ended = await overrideByHand(await mergeAlone('worse', WORSE));
  expect(ended.outputs).toMatchObject({ version: '1.1.0', stage: 'production' });
});

it('its author removes it, and overrides a retraining → somebody else has to approve it', async () => {
  await mergeAlone('removed', { [CONFIG]: NO_GATE });
  await mergeAlone('worse', WORSE);
  const { run } = await project.retrain({ event: 'workflow_dispatch', inputs: { stage: 'production' } });
  const inputs = { ...OVERRIDE, 'run-id': String(run.id) };
  expect((await project.registerByHand({ actor: 'ann', inputs })).failure).toContain(MERGED);
  await expectOnlyFirst();
});

it('its author loosens it, and a retraining that has no gate of its own goes by it → somebody else has to approve it', async () => {
  await mergeAlone('looser', { [CONFIG]: LOOSE_GATE });
  await mergeAlone('worse', WORSE);
  const ended = await project.retrain({ event: 'schedule', inputs: { stage: 'production' } });
  expect(ended.failure).toContain(MERGED);
  await expectOnlyFirst();
});
