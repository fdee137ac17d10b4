/**
 * A script of the scoring can lie behind a link of a folder or in a submodule, at the end of a long chain, or in a commit that is not
 * checked out. What is not found needs no approval, so what cannot be known needs one (docs/trust.md#the-base-decides).
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/shared/domain/config/parse-config.ts';
import { findReachedFiles } from '../../src/shared/usecases/find-reached-files.ts';
import {
  configText,
  MODEL,
  PULL_WORKFLOW,
  REPOSITORY,
  startProject,
  type Project,
} from '../ground/project.ts';
import { createReachPorts, type ReachGround } from '../ground/reach-ports.ts';

type Files = Readonly<Record<string, string>>;
const { models } = parseConfig(configText(), 'config');

async function reachedBy(changed: string, given: Files, ground?: ReachGround & { readonly isAt: 'before' }) {
  const files = { 'score.sh': 'true\n', 'train.sh': 'true\n', ...given };
  const { files: found, isWhole } = await findReachedFiles(createReachPorts(files, ground), {
    ...{ before: 'base', after: 'head', paths: [changed], changed: [changed], linked: [], tables: [] },
    ...{ configs: [models[MODEL]!], workflows: [PULL_WORKFLOW], isCheckedOut: ground === undefined },
  });
  return { found: found.map(({ path }) => path), isWhole };
}

const workflowOf = (step: string): Files => ({
  [PULL_WORKFLOW]: `jobs:
  model:
    steps: [${step}, { uses: model-steward/model-steward/actions/train@v1 }]
`,
});
const SUBMODULE = { vendor: 'c'.repeat(40) };
const LINK = { tools: 'other/scripts', 'other/scripts/get.sh': 'bash deep.sh\n', 'deep.sh': 'true\n' };

describe('another commit of a submodule', () => {
  it.each<[string, Files]>([
    ['of which a step runs a script', workflowOf('{ run: bash vendor/get.sh }')],
    ['in which a step runs a script', workflowOf('{ run: make, working-directory: vendor }')],
    ['into which a step goes', workflowOf('{ run: cd vendor && bash get.sh }')],
    ['of which a step reads rows', workflowOf('{ run: "cut -d, -f1 vendor/all.csv > rows.csv" }')],
    ['from which the score command sources a script', { 'score.sh': '. vendor/lib.sh\n' }],
    ['from which it imports a module', { 'score.sh': 'python3 g.py\n', 'g.py': 'from vendor.a import b\n' }],
    ['from which it imports a file', { 'score.sh': 'node g.js\n', 'g.js': "import './vendor/a.js';\n" }],
  ])('%s → somebody else has to approve it', async (_, files) => {
    expect((await reachedBy('vendor', { ...SUBMODULE, ...files })).found).toEqual(['vendor']);
    expect((await reachedBy('README.md', { ...SUBMODULE, ...files })).found).toEqual([]);
  });
});

describe('a script behind a link of a folder', () => {
  it.each<[string, Files, string]>([
    ['that a step runs', workflowOf('{ run: bash tools/get.sh }'), 'other/scripts/get.sh'],
    ['that the score command sources', { 'score.sh': '. tools/get.sh\n' }, 'other/scripts/get.sh'],
    ['that calls another one', { 'score.sh': '. tools/get.sh\n' }, 'deep.sh'],
    ['whose link is changed', { 'score.sh': '. tools/get.sh\n' }, 'tools'],
  ])('%s → somebody else has to approve it', async (_, files, changed) => {
    expect((await reachedBy(changed, { ...LINK, ...files })).found).toEqual([changed]);
  });
});

describe('a script that is named by way of the folder of the checkout', () => {
  const far = {
    'lib/far.sh': 'true\n',
    'lib/far.js': '',
    'lib/far.py': '',
    'far/action.yml': 'runs: { steps: [{ run: bash lib/far.sh }] }',
  };
  it.each<[string, Files, string]>([
    ['by the score command', { 'score.sh': 'bash ../churn/lib/far.sh\n' }, 'lib/far.sh'],
    [
      'by code in JavaScript',
      { 'score.sh': 'node g.js\n', 'g.js': "import '../churn/lib/far.js';\n" },
      'lib/far.js',
    ],
    [
      'by a step in a folder',
      workflowOf('{ run: bash ../../churn/lib/far.sh, working-directory: far }'),
      'lib/far.sh',
    ],
    ['by an action', workflowOf('{ uses: ./../churn/far }'), 'lib/far.sh'],
  ])('%s → somebody else has to approve it', async (_, files, changed) => {
    expect((await reachedBy(changed, { ...far, ...files })).found).toEqual([changed]);
  });
});

const names = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => `s/${at}.sh`);

/** The last of so many scripts calls another one. */
function sourcing(count: number, text = 'true\n'): Files {
  const scripts = names(count).map((path, at) => [path, at === count - 1 ? '. ./deep.sh\n' : text] as const);
  const score = names(count).map((path) => `. ./${path}\n`);
  return { 'score.sh': score.join(''), 'deep.sh': 'true\n', ...Object.fromEntries(scripts) };
}

/** Each calls the next one. */
function chain(length: number): Files {
  const scripts = names(length).map((path, at) => [path, `. ./s/${at + 1}.sh\n`] as const);
  return { 'score.sh': '. ./s/0.sh\n', ...Object.fromEntries(scripts), [`s/${length}.sh`]: 'true\n' };
}

it('a script is changed that 30 others lead to, one after the other → somebody else has to approve it', async () => {
  expect(await reachedBy('s/30.sh', chain(30))).toEqual({ found: ['s/30.sh'], isWhole: true });
});

it('a script is changed that the last of 60 calls, in a commit that is not checked out → it is found, and GitHub is asked for none of them', async () => {
  const asked: string[] = [];
  const ground = { isAt: 'before', asked: (path: string) => void asked.push(path) } as const;
  expect(await reachedBy('deep.sh', sourcing(60), ground)).toEqual({ found: ['deep.sh'], isWhole: true });
  expect(asked).toEqual([]);
});

it('each of 60 scripts is another one in that commit → not all are read, and somebody else has to approve it', async () => {
  const ground = { isAt: 'before', before: sourcing(60, 'false\n') } as const;
  expect((await reachedBy('deep.sh', sourcing(60), ground)).isWhole).toBe(false);
});

it('more scripts are called than are read → somebody else has to approve it', async () => {
  expect((await reachedBy('README.md', chain(2_001))).isWhole).toBe(false);
});

const ANSWER = 'cp "predictions/$(head -n 1 "$MODEL_STEWARD_MODEL/skill.txt").csv" "$MODEL_STEWARD_OUT"\n';

describe('in a repository', () => {
  let project: Project;
  let restore: () => void;
  beforeAll(async () => {
    project = await startProject({ collaborators: { ann: 'write', bob: 'write' } });
    const scripts = { 'lib.sh': '. ./mid.sh\n', 'mid.sh': '. ./deep.sh\n', 'deep.sh': ANSWER };
    const files = { 'score.sh': '. ./lib.sh\n', ...scripts };
    await project.box.pushFiles({ repository: REPOSITORY, files });
    await project.ship({ branch: 'first', skill: 'fair', author: 'ann' });
    restore = project.box.snapshot();
  });
  afterEach(() => {
    project.box.faults.clear();
    restore();
  });
  afterAll(() => project[Symbol.asyncDispose]());

  async function registerLate(changed: Files) {
    const pull = await project.propose({ branch: 'good', skill: 'good', author: 'ann', files: changed });
    await project.evaluate(pull);
    await project.merge(pull, 'merge', 'ann');
    const files = { 'mid.sh': null, 'lib.sh': '. ./deep.sh\n' };
    await project.box.pushFiles({ repository: REPOSITORY, files, author: 'ann' });
    const inputs = { 'pull-request': String(pull.number), stage: 'production' };
    return () => project.registerByHand({ actor: 'ann', inputs });
  }

  it('a pull request that changes a script is registered by its number, after what leads to that was changed → somebody else has to approve it', async () => {
    const register = await registerLate({ 'deep.sh': `${ANSWER}# other\n` });
    expect((await register()).failure).toContain('(deep.sh (score command))');
  });

  it('a pull request is registered by its number, and GitHub refuses to show what led to a script → somebody else has to approve that, and what was merged before', async () => {
    await project.box.pushFiles({ repository: REPOSITORY, files: { 'notes.txt': '1\n' }, author: 'ann' });
    const register = await registerLate({ 'README.md': '2\n' });
    project.box.faults.inject({
      ...{ kind: 'status', status: 403, times: 9, method: 'GET', route: /contents\/lib\.sh/ },
    });
    const { failure } = await register();
    expect(failure).toMatch(/changes its own evaluation \(its files: .*, or not all scripts could be read/);
    expect(failure).toMatch(/what was merged since .*, or not all scripts could be read/);
  });
});
