/**
 * The anchor keeps small losses from adding up, so whoever moves it lets a worse model in. Only a published evaluation
 * moves it, and what happens to the tags of the first version does not (docs/trust.md#the-anchor).
 *
 * | the stage                                                                   | the anchor                 |
 * | --------------------------------------------------------------------------- | -------------------------- |
 * | a tag claims to be found superior, and its release does not show it        | the one before, and a word |
 * | the first version is taken back                                             | the first version          |
 * | the tag of the first version is deleted                                     | not known: nothing passes  |
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { readTag } from '../github-box/git/objects.ts';
import { EVALUATE_PERMISSIONS, PULL_WORKFLOW, REPOSITORY, type Project } from '../ground/project.ts';
import { configOf, retrainAs, startRetrainings } from '../ground/retrainings.ts';

const MODEL = 'flight-delays';
/** Pull requests are compared with the anchor only where a rule asks for it. */
const RULE_OF_BOTH = '\n      - { metric: log_loss, not-worse-by: 0.07, against: both }';
const run = promisify(execFile);

let project: Project;
let restore: () => void;
beforeAll(async () => {
  const config = configOf('not-worse-by: 0.07');
  project = await startRetrainings(config.replace(/^ +gate:$/m, `$&${RULE_OF_BOTH}`));
  await retrainAs(project, 'weaker');
  restore = project.box.snapshot();
});
afterEach(() => restore());
afterAll(() => project[Symbol.asyncDispose]());

async function tagOf(name: string): Promise<{ readonly object: string; readonly message: string }> {
  const tag = await readTag(project.repository.git, `refs/tags/${name}`);
  if (tag === undefined) throw new RangeError(`expected the tag ${name}, got none`);
  return tag;
}

const deleteTag = (name: string): Promise<unknown> =>
  run('git', ['-C', project.repository.git.path, 'tag', '-d', name]);

const pushTag = (tag: string, sha: string, message: string): Promise<string> =>
  project.box.pushTag({ repository: REPOSITORY, tag, sha, message });

it('the tag of a version is replaced by one that claims it was found superior → it does not move the anchor, and a warning names it', async () => {
  const name = `${MODEL}@v1.1.0`;
  const { object, message } = await tagOf(name);
  await deleteTag(name);
  await pushTag(name, object, message.replace('\nRun: ', '\nSuperior-To: 1.0.0\nRun: '));
  // It takes the stage after its new date.
  await pushTag(`${MODEL}#production#3`, object, 'again');
  const stopped = await retrainAs(project, 'weakest');
  expect(stopped.failure).toContain('compared with the anchor)');
  expect(stopped.warnings.filter((warning) => warning.startsWith('anchor: '))).toEqual([
    `anchor: ${name} does not count: ${name}: evaluation.json: expected an interval by which the version is superior to 1.0.0, as its tag claims, got none`,
  ]);
});

it('the first version is taken back → it stays the anchor', async () => {
  const { object } = await tagOf(`${MODEL}@v1.0.0`);
  await pushTag(`${MODEL}@v1.0.0!`, object, 'taken back');
  expect((await retrainAs(project, 'weakest')).failure).toContain('compared with the anchor)');
});

it('the tag of the first version is deleted → no retraining passes before somebody names the anchor', async () => {
  await deleteTag(`${MODEL}@v1.0.0`);
  // The training ends with an error, so there is nothing to register.
  expect((await retrainAs(project, 'weakest')).outputs).toMatchObject({ registered: false });
  expect(await project.tags()).not.toContain(`${MODEL}@v1.2.0`);
});

it('a pull request is compared with the anchor too → evaluate makes three requests more', async () => {
  const { box } = project;
  const pull = await project.propose({ branch: 'both', files: { 'skill.txt': 'strong\n' } });
  const event = { workflow: PULL_WORKFLOW, event: 'pull_request', pull: pull.number } as const;
  const run = await box.startRun({
    repository: REPOSITORY,
    job: 'train',
    ...event,
    permissions: { contents: 'read' },
  });
  await project.step('train', run);
  const job = await run.startJob({ job: 'evaluate', permissions: EVALUATE_PERMISSIONS });
  box.requests.clear();
  const { summary } = await project.step('evaluate', job);
  expect(summary).toContain('the champion 1.1.0 and the anchor 1.0.0 · pass');
  // Release, `model.json` and predictions of the anchor: what is read of the champion.
  expect(box.requests.lines()).toHaveLength(12 + 3);
});
