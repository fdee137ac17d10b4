/**
 * Rows, labels and scores have more ways to an evaluation than the files that the configuration names: what steps of the
 * job run, and what they and the score command call. Who changes that does not approve it alone (docs/trust.md#the-base-decides).
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/shared/domain/config/parse-config.ts';
import { findReachedFiles } from '../../src/shared/usecases/find-reached-files.ts';
import { createReachPorts } from '../ground/reach-ports.ts';
import { makeFlights, predictionsText } from '../ground/predictions.ts';
import {
  configText,
  MODEL,
  PULL_WORKFLOW,
  REPOSITORY,
  startProject,
  type Project,
} from '../ground/project.ts';

const WORKFLOW = `on: pull_request
jobs:
  rows:
    steps:
      - run: bash tools/hand-over.sh
      - uses: actions/upload-artifact@v4
  lint:
    steps:
      - run: bash tools/lint.sh
  model:
    needs: [rows, lint]
    env: { CHECK: tools/check.sh }
    steps:
      - run: |
          npm ci
          bash fetch.sh
      - run: python3 split.py 'train'
        working-directory: rows
      - uses: ./.github/actions/labels
      - uses: model-steward/model-steward/actions/train@v1
      - run: sh tools/after.sh
      - uses: model-steward/model-steward/actions/evaluate@v1
`;
const ACTION = `runs:
  using: composite
  steps:
    - { shell: bash, run: bash tools/labels.sh }
`;
const SCORE = `. ./lib.sh
python3 -c "import churn" || true
cp "predictions/$(head -n 1 "$MODEL_STEWARD_MODEL/skill.txt").csv" "$MODEL_STEWARD_OUT"
python3 tools/grade.py || true
node tools/grade.mjs || true
`;
const PYTHON = `from churn.answers import (
    answer,  # of one row
)
from .near import rows
import features as f
import json, train
`;

const BASE: Readonly<Record<string, string>> = {
  [PULL_WORKFLOW]: WORKFLOW,
  '.github/actions/labels/action.yml': ACTION,
  '.github/model-steward.yml': configText()
    .replace('train.sh]', 'train.sh, fetch.sh, features.py]')
    .replace('bash train.sh', 'bash train.sh; python3 train.py || true'),
  'train.sh':
    'mkdir -p model && cat skill.txt data.txt > model/skill.txt && echo \'{"rows": 700}\' > metrics.json\n',
  'train.py': 'import features\n',
  'features.py': 'x = 1\n',
  'score.sh': SCORE,
  'lib.sh': 'bash tools/deep.sh || true\n',
  'churn/__init__.py': '',
  'churn/answers.py': 'answer = 1\n',
  'tools/grade.py': PYTHON,
  'tools/near.py': 'rows = 1\n',
  'tools/grade.mjs': "import { grade } from './grades.mjs';\n",
  'tools/grades.mjs': 'export const grade = 1;\n',
  'package.json': '{}\n',
  'fetch.sh': 'true\n',
  'rows/split.py': 'print()\n',
};
const NAMES = ['after', 'check', 'deep', 'hand-over', 'labels', 'lint'].map((name) => `tools/${name}.sh`);
const FILES: Readonly<Record<string, string>> = {
  ...BASE,
  ...Object.fromEntries(NAMES.map((path) => [path, 'true\n'])),
};

/** As evaluate sees it, where the pull request is checked out. */
async function reachedBy(changed: readonly string[]) {
  const { models } = parseConfig(BASE['.github/model-steward.yml'] ?? '', 'config');
  const ports = createReachPorts(FILES);
  const found = await findReachedFiles(ports, {
    ...{
      before: 'base',
      after: 'head',
      paths: changed,
      changed,
      configs: [models[MODEL]!],
      linked: [],
      tables: [],
    },
    ...{ workflows: [PULL_WORKFLOW], isCheckedOut: true },
  });
  const { files, sharedFiles } = found;
  return [
    ...files.map(({ kind, path }) => `${path}: ${kind}`),
    ...sharedFiles.map(({ path }) => `${path}: shared`),
  ];
}

describe('a pull request changes', () => {
  it.each([
    ['the script with which a step fetches the rows', 'fetch.sh', 'step'],
    ['a script that a step runs in a folder', 'rows/split.py', 'step'],
    ['a script that a step runs after the training', 'tools/after.sh', 'step'],
    ['a script in the environment of the job', 'tools/check.sh', 'step'],
    ['a script of a job that hands over files', 'tools/hand-over.sh', 'step'],
    ['a script that an action of the repository runs', 'tools/labels.sh', 'step'],
    ['a script that the score command sources', 'lib.sh', 'score-command'],
    ['a script that such a script calls', 'tools/deep.sh', 'score-command'],
    ['a package that Python in a script imports', 'churn/__init__.py', 'score-command'],
    ['a module that a script of the score command imports', 'churn/answers.py', 'score-command'],
    ['a module in the folder of that script', 'tools/near.py', 'score-command'],
    ['a module of Node.js', 'tools/grades.mjs', 'score-command'],
  ])('%s → somebody else has to approve it', async (_, path, kind) => {
    expect(await reachedBy([path])).toEqual([`${path}: ${kind}`]);
  });

  it.each([
    ['the training itself', 'train.py'],
    ['packages that a step installs', 'package.json'],
    ['a script of a job that hands nothing over', 'tools/lint.sh'],
    ['what no step and no command reaches', 'README.md'],
  ])('%s → nothing more is asked', async (_, path) => {
    expect(await reachedBy([path])).toEqual([]);
  });
});

let project: Project;
let restore: () => void;
beforeAll(async () => {
  project = await startProject({ collaborators: { bob: 'write', carol: 'write' } });
  await project.box.pushFiles({ repository: REPOSITORY, files: FILES });
  await project.ship({ branch: 'first', skill: 'fair' });
  restore = project.box.snapshot();
});
afterEach(() => restore());
afterAll(() => project[Symbol.asyncDispose]());

async function change(path: string) {
  const files = { 'data.txt': 'May\n', [path]: `${FILES[path] ?? ''}# other\n` };
  const pull = await project.propose({ branch: 'other', skill: 'good', files });
  const { evaluate } = await project.evaluate(pull);
  expect(evaluate.outputs).toMatchObject({ verdict: 'pass' });
  const comment = project.repository.comments.find(({ issue }) => issue === pull.number)?.body ?? '';
  return { pull, comment, ended: await project.registerPush(await project.merge(pull)) };
}

describe('from the pull request to its registration', () => {
  it.each([
    ['the script that fetches the rows is changed', 'fetch.sh', 'run by a step of the workflow'],
    ['a script that the score command sources is changed', 'lib.sh', 'score command'],
  ])('%s → comment and registration ask for an approval', async (_, path, words) => {
    const { comment, ended } = await change(path);
    expect(comment).toContain(`- \`${path}\` (${words})`);
    expect(ended.failure).toContain(`the pull request changes its own evaluation (${path} (${words}))`);
    expect(await project.tags()).not.toContain('flight-delays@v1.1.0');
  });

  it('what training and scoring have in common is changed → the comment says so, and the merge decides', async () => {
    const { comment, ended } = await change('features.py');
    expect(comment).toContain('what training and scoring have in common: `features.py`');
    expect(ended.outputs).toMatchObject({ registered: true });
  });

  it('a pull request makes its training import what only the scoring had → somebody else has to approve it', async () => {
    const files = { 'train.py': 'import features, churn.answers\n', 'churn/answers.py': 'answer = 2\n' };
    const pull = await project.propose({ branch: 'shared', skill: 'good', files });
    await project.evaluate(pull);
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.failure).toContain('(churn/answers.py (score command), train.py (makes ');
  });

  it('a pull request changes the script that fetches the rows, is named by hand after the workflow forgot it → somebody else has to approve it', async () => {
    const files = { 'data.txt': 'May\n', 'fetch.sh': 'true # other\n' };
    const pull = await project.propose({ branch: 'late', skill: 'good', files });
    await project.evaluate(pull);
    await project.merge(pull);
    const forgetful = { [PULL_WORKFLOW]: WORKFLOW.replace('bash fetch.sh', 'true') };
    await project.box.pushFiles({ repository: REPOSITORY, files: forgetful });
    const inputs = { 'pull-request': String(pull.number), stage: 'production' };
    const ended = await project.registerByHand({ inputs });
    expect(ended.failure).toContain('(fetch.sh (run by a step of the workflow))');
  });
});

describe('rows that a step fetches', () => {
  const rows = predictionsText(makeFlights(28, 25), 0);
  const fewer = rows
    .split('\n')
    .filter((_, at) => at % 4 !== 1)
    .join('\n');
  const score = `awk -F, 'NR == FNR { known[$1] = 1; next } $1 in known' "$MODEL_STEWARD_DATA" \\
  "predictions/$(head -n 1 "$MODEL_STEWARD_MODEL/skill.txt").csv" > "$MODEL_STEWARD_OUT"
`;

  it('a quarter of them is missing, and no file is changed → comment and release say how many there were', async () => {
    await using fetching = await startProject({ collaborators: { bob: 'write' } });
    const files = { 'score.sh': score, 'holdout.csv': null };
    await fetching.box.pushFiles({ repository: REPOSITORY, files });
    const ship = async (skill: 'fair' | 'good', text: string) => {
      const pull = await fetching.propose({ branch: skill, skill });
      const { evaluate } = await fetching.evaluate(pull, { files: { 'holdout.csv': text } });
      expect(evaluate.outputs).toMatchObject({ verdict: 'pass' });
      const ended = await fetching.registerPush(await fetching.merge(pull));
      expect(ended.outputs).toMatchObject({ registered: true });
      return fetching.repository.comments.find(({ issue }) => issue === pull.number)?.body ?? '';
    };
    expect(await ship('fair', rows)).not.toContain('Other rows');
    const comment = await ship('good', fewer);
    const words = '**Other rows than 1.0.0 was registered with**: 525 rows, 700 then.';
    expect(comment).toContain(words);
    expect(fetching.release('flight-delays@v1.1.0').body).toContain(words);
  });
});
