/** A play of what no pull request starts: schedules, the button on GitHub's page, and what a deployment pushes to. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CONFIG_PATH } from '../../src/shared/domain/kernel/names.ts';
import { renderTryPage } from './page.ts';
import { play } from './play.ts';
import { createPrinter } from './print.ts';
import { readShown, type Shown } from './shown.ts';

const CHECKOUT = '- { uses: actions/checkout@v6, with: { persist-credentials: false } }';
const use = (action: string, inputs: string): string =>
  `- { uses: model-steward/model-steward/actions/${action}@v1, with: { ${inputs} } }`;

function workflow(on: string, permissions: string, steps: readonly string[]): string {
  const lines = [CHECKOUT, ...steps].map((step) => `      ${step}\n`).join('');
  return `on: ${on}\npermissions: {}\njobs:\n  job:\n    permissions: { ${permissions} }\n    runs-on: ubuntu-latest\n    steps:\n${lines}`;
}

const monitor = (on: string): string =>
  workflow(on, 'contents: write, issues: write', [use('monitor', 'current: now.csv')]);

const rows = (columns: string, row: (day: number) => string): string =>
  `${columns}\n${Array.from({ length: 600 }, (_, index) => `${row(1 + (index % 30))}\n`).join('')}`;

const TRAIN = 'echo weights > model.pkl; echo \'{ "accuracy": 0.87 }\' > metrics.json\n';
const WORKFLOWS = {
  'train.yml': workflow(
    '{ push: { branches: [master] }, pull_request: {} }',
    'contents: write, actions: read, pull-requests: write, statuses: write, deployments: write, packages: write',
    [
      "- { if: github.event_name == 'pull_request', uses: model-steward/model-steward/actions/train@v1 }",
      "- { if: github.event_name == 'pull_request', uses: model-steward/model-steward/actions/evaluate@v1 }",
      "- { if: github.event_name == 'push', uses: model-steward/model-steward/actions/register@v1, with: { stage: production } }",
      "- { if: github.event_name == 'push', uses: model-steward/model-steward/actions/deploy@v1, with: { stage: production, image: ghcr.io/acme/churn } }",
    ],
  ),
  'weekly.yml': monitor("{ schedule: [{ cron: '17 5 * * 1' }], workflow_dispatch: {} }"),
  'asked.yml': monitor('{ workflow_dispatch: { inputs: { why: { required: true } } } }'),
  'released.yml': monitor('{ release: { types: [published] } }'),
  'defaulted.yml': workflow(
    '{ workflow_dispatch: { inputs: { data: { required: true, default: now.csv } } } }',
    'contents: write, issues: write',
    [use('monitor', "current: '${{ inputs.data }}'")],
  ),
} as const;

let shown: Shown;
const phases: string[] = [];
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'model-steward-later-'));
  const git = (...args: string[]) => promisify(execFile)('git', args, { cwd: folder });
  await git('init', '--quiet', '--initial-branch=master');
  const identity = ['-c', 'user.name=dev', '-c', 'user.email=dev@example.com'];
  await git(...identity, 'commit', '--quiet', '--allow-empty', '--message', 'Begin');
  const files = {
    ...Object.fromEntries(
      Object.entries(WORKFLOWS).map(([name, text]) => [`.github/workflows/${name}`, text]),
    ),
    [CONFIG_PATH]:
      'models:\n  churn:\n    train: { command: bash train.sh, model: model.pkl, metrics: metrics.json, reference: before.csv }\n    gate: [{ metric: accuracy, at-least: 0.8 }]\n',
    'train.sh': TRAIN,
    'before.csv': rows('date,paid,plan', (day) => `2026-01-${String(day).padStart(2, '0')},${day * 3},basic`),
    'now.csv': rows('date,paid', (day) => `2026-02-${String((day % 28) + 1).padStart(2, '0')},${day * 3}`),
  };
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  shown = await play(
    {
      folder,
      propose: () => Promise.resolve({}),
      onPhase: (title) => void phases.push(title),
      onStep: () => undefined,
      interrupted: new AbortController().signal,
    },
    readShown,
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const failures = (): readonly string[] =>
  shown.runs.flatMap(({ path, jobs }) =>
    jobs.flatMap(({ steps }) =>
      steps
        .filter(({ conclusion }) => conclusion === 'failure')
        .map(({ title, log }) => `${path} ${title} ${log.join('\n')}`),
    ),
  );

it('runs the workflow of the default branch, whatever it is called', () => {
  expect(failures()).toEqual([]);
  expect(phases).toContain('Merge of #1 into master');
  expect(shown.final.tags.map(({ name }) => name)).toContain('churn@v1.0.0');
});

it('runs what is on a schedule, and what a person starts with the defaults of its inputs', () => {
  const played = shown.runs.map(({ path, event }) => `${event} ${path.replace('.github/workflows/', '')}`);
  expect(played).toEqual([
    'pull_request train.yml',
    'push train.yml',
    'schedule weekly.yml',
    'workflow_dispatch defaulted.yml',
  ]);
});

it('says what it did not run, and what to change in which file', () => {
  const said = phases.filter((phase) => phase.startsWith('Not played'));
  expect(said).toHaveLength(2);
  expect(said[0]).toContain("asked.yml is started by hand. Required input 'why' not provided");
  expect(said[1]).toContain('released.yml is started by release.');
});

it('shows the one issue that the monitor opened, in the terminal and on the page', () => {
  expect(shown.issues).toHaveLength(1);
  const lines: string[] = [];
  createPrinter((line) => lines.push(line)).shown(shown);
  const printed = lines.join('\n');
  expect(printed).toMatch(/Issue \(Open\): churn: .*\(plan\)/);
  expect(printed).toContain('`plan`: the column is missing');
  expect(printed).not.toContain('<!-- model-steward');
  const page = renderTryPage(shown);
  expect(page).toContain('the column is missing');
  expect(page).not.toContain('::debug::');
});

it('deploys to the registry of the box, and says so', () => {
  const steps = shown.runs.flatMap(({ jobs }) => jobs.flatMap((job) => job.steps));
  const pushed = steps.find(
    ({ uses, conclusion }) => uses?.includes('/deploy@') === true && conclusion === 'success',
  );
  expect(pushed?.remark).toContain('in place of ghcr.io/acme/churn');
  expect(shown.deployments.map(({ badge }) => badge?.text)).toEqual(['success']);
});
