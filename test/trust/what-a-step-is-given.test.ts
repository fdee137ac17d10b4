/**
 * A step need not name the script that it runs: a matrix, an input, a shell, an image or a workflow that is called can do that
 * (docs/trust.md#the-base-decides). Who changes such a file changes the rows as well.
 */
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/shared/domain/config/parse-config.ts';
import { findReachedFiles } from '../../src/shared/usecases/find-reached-files.ts';
import { createReachPorts } from '../ground/reach-ports.ts';
import { configText, MODEL, PULL_WORKFLOW } from '../ground/project.ts';

const FETCH = 'ci/fetch.sh';
const CALLED = '.github/workflows/called.yml';
const MODEL_STEPS = `      - uses: model-steward/model-steward/actions/train@v1
      - uses: model-steward/model-steward/actions/evaluate@v1
`;

const jobWith = (keys: string, steps: string): string =>
  `on: pull_request\njobs:\n  model:\n${keys}    steps:\n${steps}${MODEL_STEPS}`;
const called = (inputs: string): string =>
  `on: { workflow_call: ${inputs} }\njobs:\n  model:\n    steps:\n      - run: bash \${{ inputs.script }}\n${MODEL_STEPS}`;
const caller = (more = ''): string =>
  `on: pull_request\njobs: { model: { uses: ./.github/workflows/called.yml${more} } }\n`;
const composite = (run: string, inputs = ''): string =>
  `${inputs}runs: { using: composite, steps: [{ shell: bash, run: "${run}" }] }\n`;
const ROWS = `on: workflow_call\njobs:\n  rows:\n    steps:\n      - run: bash ${FETCH}\n      - uses: actions/upload-artifact@v4\n`;
const needsRows = (job: string): string =>
  `on: pull_request\njobs:\n  rows: ${job}\n  model:\n    needs: rows\n    steps:\n${MODEL_STEPS}`;
const BY_INPUT = 'bash ${{ inputs.script }}';
const IMAGE = {
  'ci/rows/action.yml': 'runs: { using: docker, image: Dockerfile, entrypoint: run.sh }\n',
  'ci/rows/Dockerfile': 'FROM debian\nCOPY . /\n',
  'ci/rows/run.sh': 'true\n',
  'ci/rows/rows.csv': '1\n',
};
const USES_ROWS = jobWith('', '      - uses: ./ci/rows\n');

async function reachedBy(path: string, files: Files): Promise<readonly string[]> {
  const all: Files = {
    'train.sh': 'true\n',
    'score.sh': 'true\n',
    [FETCH]: 'true\n',
    ...files,
  };
  const { models } = parseConfig(configText(), 'config');
  const ports = createReachPorts(all);
  const found = await findReachedFiles(ports, {
    ...{
      before: 'base',
      after: 'head',
      paths: [path],
      changed: [path],
      configs: [models[MODEL]!],
      linked: [],
      tables: [],
    },
    ...{ workflows: [PULL_WORKFLOW], isCheckedOut: true },
  });
  return found.files.map(({ kind, path: reached }) => `${reached}: ${kind}`);
}

type Files = Readonly<Record<string, string>>;
type Case = readonly [how: string, path: string, workflow: string, more: Files];
const NONE: Files = {};

describe('the script that fetches the rows is named by', () => {
  it.each<Case>([
    [
      'a matrix',
      FETCH,
      jobWith(
        '    strategy: { matrix: { script: [ci/fetch.sh] } }\n',
        '      - run: bash ${{ matrix.script }}\n',
      ),
      NONE,
    ],
    [
      'an entry of a matrix',
      FETCH,
      jobWith(
        '    strategy: { matrix: { include: [{ script: ci/fetch.sh }] } }\n',
        '      - run: bash ${{ matrix.script }}\n',
      ),
      NONE,
    ],
    [
      'a matrix that names a table',
      'ci/rows.csv',
      jobWith(
        '    strategy: { matrix: { rows: [ci/rows.csv] } }\n',
        '      - run: cp ${{ matrix.rows }} holdout.csv\n',
      ),
      { 'ci/rows.csv': '1\n' },
    ],
    [
      'the shell of a step',
      FETCH,
      jobWith('', '      - { run: "true", shell: "bash ci/fetch.sh {0}" }\n'),
      NONE,
    ],
    [
      'the shell of the job',
      FETCH,
      jobWith('    defaults: { run: { shell: "bash ci/fetch.sh {0}" } }\n', '      - run: "true"\n'),
      NONE,
    ],
    [
      'the default of an input of an action',
      FETCH,
      USES_ROWS,
      { 'ci/rows/action.yml': composite(BY_INPUT, 'inputs: { script: { default: ci/fetch.sh } }\n') },
    ],
    [
      'an input of a workflow that is called',
      FETCH,
      caller(', with: { script: ci/fetch.sh }'),
      { [CALLED]: called('{ inputs: { script: {} } }') },
    ],
    [
      'the default of such an input',
      FETCH,
      caller(),
      { [CALLED]: called('{ inputs: { script: { default: ci/fetch.sh } } }') },
    ],
    [
      'a called workflow that hands the rows over',
      FETCH,
      needsRows('{ uses: ./.github/workflows/called.yml }'),
      { [CALLED]: ROWS },
    ],
    [
      'a job that hands them over by an action of the repository',
      FETCH,
      needsRows('{ steps: [{ run: bash ci/fetch.sh }, { uses: ./ci/hand-over }] }'),
      {
        'ci/hand-over/action.yml':
          'runs: { using: composite, steps: [{ uses: actions/upload-artifact@v4 }] }\n',
      },
    ],
    [
      'an action whose path ends with "/"',
      FETCH,
      jobWith('', '      - uses: ./ci/rows/\n'),
      { 'ci/rows/action.yml': composite('bash ci/fetch.sh') },
    ],
    [
      'an action whose path has ".."',
      FETCH,
      jobWith('', '      - uses: ./ml/../ci/rows\n'),
      { 'ci/rows/action.yml': composite('bash ci/fetch.sh') },
    ],
    [
      'the action in the root',
      FETCH,
      jobWith('', '      - uses: ./\n'),
      { 'action.yml': composite('bash ci/fetch.sh') },
    ],
    ['the entry point of an image', 'ci/rows/run.sh', USES_ROWS, IMAGE],
    ['the file that an image is built from', 'ci/rows/Dockerfile', USES_ROWS, IMAGE],
    ['a folder that is copied into an image', 'ci/rows/rows.csv', USES_ROWS, IMAGE],
  ])('%s → somebody else has to approve it', async (_, path, workflow, more) => {
    expect(await reachedBy(path, { [PULL_WORKFLOW]: workflow, ...more })).toEqual([`${path}: step`]);
  });
});

describe('it is changed, and', () => {
  it.each<Case>([
    [
      'a matrix names it, of which no step takes a value',
      'ci/rows.csv',
      jobWith('    strategy: { matrix: { rows: [ci/rows.csv] } }\n', '      - run: "true"\n'),
      { 'ci/rows.csv': '1\n' },
    ],
    [
      'a called workflow runs it that hands nothing over',
      FETCH,
      needsRows('{ uses: ./.github/workflows/called.yml }'),
      { [CALLED]: ROWS.replace(/.*upload.*\n/, '') },
    ],
  ])('%s → nothing more is asked', async (_, path, workflow, more) => {
    expect(await reachedBy(path, { [PULL_WORKFLOW]: workflow, ...more })).toEqual([]);
  });
});
