/**
 * A verdict is of the files that the evaluation reached. Where the merged commit has others, no one has evaluated the version
 * that it would become (docs/lifecycle.md#stale-evidence).
 */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { forceRef } from '../github-box/git/refs.ts';
import type { Push } from '../github-box/human/commits.ts';
import {
  PULL_WORKFLOW,
  REPOSITORY,
  type EndedRegister,
  type Project,
  type Proposal,
} from '../ground/project.ts';
import { CHEAT, PLAIN, SCRIPT, startProjectWithScript } from '../ground/sourced-script.ts';

const STEP = 'tools/fetch.sh';
const NAMES = 'conf/names.txt';
const ACTION = '.github/actions/prepare/action.yml';
const UNRELATED = '.github/workflows/deploy.yml';

const deployText = (more: string): string => `on: workflow_dispatch
permissions: { contents: write }
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: model-steward/model-steward/actions/deploy@v1
${more}`;

/** What each file is at first. */
const plain: Readonly<Record<string, string>> = {
  [SCRIPT]: PLAIN.replace(/^/, `cat ${NAMES} > /dev/null; `),
  [STEP]: 'true\n',
  [NAMES]: 'none fair good best\n',
  [ACTION]: 'runs:\n  using: composite\n  steps:\n    - { shell: bash, run: "true" }\n',
  [UNRELATED]: deployText(''),
  [PULL_WORKFLOW]: `on: pull_request
jobs:
  model:
    runs-on: ubuntu-latest
    steps:
      - uses: ./.github/actions/prepare
      - run: bash ${STEP}
      - uses: model-steward/model-steward/actions/train@v1
      - uses: model-steward/model-steward/actions/evaluate@v1
`,
};

let project: Project;
let restore: () => void;
beforeAll(async () => {
  project = await startProjectWithScript();
  await push(plain);
  restore = project.box.snapshot();
});
afterEach(() => restore());
afterAll(() => project[Symbol.asyncDispose]());

type Texts = Readonly<Record<string, string>>;

const push = (files: Texts): Promise<Push> =>
  project.box.pushFiles({ repository: REPOSITORY, files, author: 'ann' });

const approve = ({ number }: Proposal): unknown =>
  project.box.review({ repository: REPOSITORY, number, by: 'bob' });

async function mergePull(branch: string, files: Texts): Promise<Push> {
  const pull = await project.propose({ branch, author: 'ann', files });
  approve(pull);
  return await project.merge(pull, 'merge', 'ann');
}

interface Model {
  readonly skill: 'none' | 'best';
  readonly files?: Texts;
  readonly from?: string;
}

async function evaluated({ files, ...model }: Model): Promise<Proposal> {
  const pull = await project.propose({
    ...{ branch: 'model', author: 'ann', ...model },
    files: { 'data.txt': 'May\n', ...files },
  });
  const { evaluate } = await project.evaluate(pull);
  expect(evaluate.outputs.verdict).toBe('pass');
  approve(pull);
  return pull;
}

type Method = 'merge' | 'squash' | 'rebase';

const registerMerged = async (pull: Proposal, method: Method = 'merge'): Promise<EndedRegister> =>
  await project.registerPush(await project.merge(pull, method, 'ann'), { actor: 'ann' });

async function expectStale(ended: EndedRegister, path: string): Promise<void> {
  expect(ended.failure).toMatch(/^EVIDENCE_STALE: /);
  expect(ended.failure).toContain(`${path}: changed`);
  expect(await project.tags()).toEqual(['flight-delays@v1.0.0', 'flight-delays#production#1']);
}

type Undo = (loosened: Push) => Promise<unknown>;

const pushBack = (): Promise<Push> => push({ [SCRIPT]: plain[SCRIPT]! });
const mergeBack: Undo = () => mergePull('back', { [SCRIPT]: plain[SCRIPT]! });
const takeOff: Undo = ({ before }) => forceRef(project.repository.git, 'refs/heads/main', before);

it.each([
  ['a push', 'merge', pushBack],
  ['a pull request that is approved', 'squash', mergeBack],
  ['a forced push', 'rebase', takeOff],
] as const)(
  'a script that the score command calls is loosened, a worse model is evaluated with it, and %s puts the script back before the merge → EVIDENCE_STALE with the script',
  async (_, method, undo) => {
    const before = await push({ 'notes.md': 'a\n' });
    const loosened = await mergePull('loosen', { [SCRIPT]: CHEAT });
    // A branch of before takes no commit of the loosened script along into the merge.
    const worse = await evaluated({ skill: 'none', from: before.sha });
    await undo(loosened);
    await expectStale(await registerMerged(worse, method), SCRIPT);
  },
);

it.each([
  ['a script that the score command calls', SCRIPT, `${plain[SCRIPT]}true\n`],
  ['a file that such a script reads', NAMES, 'best good fair none\n'],
  ['a script of a step', STEP, 'echo other\n'],
  ['the workflow', PULL_WORKFLOW, `${plain[PULL_WORKFLOW]}      - run: echo done\n`],
  ['an action that it uses', ACTION, plain[ACTION]!.replace('"true"', 'echo')],
] as const)(
  'between the evaluation of a model and its merge, %s is fixed with an approval → EVIDENCE_STALE with the file',
  async (_, path, text) => {
    const pull = await evaluated({ skill: 'best' });
    await mergePull('fix', { [path]: text });
    await expectStale(await registerMerged(pull), path);
  },
);

it.each(['merge', 'rebase'] as const)(
  'files that the evaluation does not reach are merged in between, and a workflow that only deploys → a version by %s',
  async (method) => {
    const pull = await evaluated({ skill: 'best' });
    const others = { 'README.md': '# Other\n', 'web/page.js': 'x\n', 'tools/notes.md': 'x\n' };
    await mergePull('other', { ...others, [UNRELATED]: deployText('      - run: echo deployed\n') });
    const ended = await registerMerged(pull, method);
    expect(ended.failure).toBeUndefined();
    expect(ended.outputs).toMatchObject({ version: '1.1.0', stage: 'production' });
  },
);

it.each(['merge', 'squash'] as const)(
  'the pull request itself changes the script, and is approved → a version by %s, also where other files were merged in between',
  async (method) => {
    const pull = await evaluated({ skill: 'best', files: { [SCRIPT]: `${plain[SCRIPT]}true\n` } });
    await mergePull('other', { 'README.md': '# Other\n' });
    const ended = await registerMerged(pull, method);
    expect(ended.failure).toBeUndefined();
    expect(ended.outputs).toMatchObject({ version: '1.1.0' });
  },
);

it('a worse model was evaluated with a loosened script, and is registered by its number after another merge → EVIDENCE_STALE with the script', async () => {
  await mergePull('loosen', { [SCRIPT]: CHEAT });
  const worse = await evaluated({ skill: 'none' });
  await pushBack();
  await project.merge(worse, 'merge', 'ann');
  await mergePull('other', { 'README.md': '# Other\n' });
  const inputs = { 'pull-request': String(worse.number), stage: 'production' };
  await expectStale(await project.registerByHand({ actor: 'ann', inputs }), SCRIPT);
});
