/**
 * Rows of the evaluation that git does not have, and that the run makes, are chosen by whatever makes them: code of the training,
 * which may change without an approval. So they are those of the version that is replaced, or somebody else approves what lies on
 * the way to them (docs/trust.md#the-base-decides).
 */
import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeFlights, predictionsText } from '../ground/predictions.ts';
import {
  configText,
  MODEL,
  PULL_WORKFLOW,
  REPOSITORY,
  startProject,
  workflowText,
  type EndedRegister,
  type Project,
  type Proposal,
} from '../ground/project.ts';

/** On all rows "fair" fails, and on those that it finds easy it passes. */
const GATE = `
      - { metric: log_loss, at-most: 0.53 }`;
const RETRAIN = `    gate-retrain:
      - { metric: log_loss, at-most: 0.53 }
`;
const CONFIG = '.github/model-steward.yml';
const configOf = (command = 'bash train.sh'): string =>
  configText(RETRAIN, GATE)
    .replace('bash train.sh', `'${command}'`)
    .replace('data: holdout.csv', 'data: rows/holdout.csv')
    .replace('data: data.txt', 'data: [data.txt, labels.csv]');

const labels = predictionsText(makeFlights(28, 25), 0);
const TRAIN = `mkdir -p model rows && cat skill.txt data.txt > model/skill.txt && echo '{"rows": 700}' > metrics.json
bash split.sh "$1"
`;
const SPLIT = `every=$(sed -n 's/^every: //p' settings/split.yaml)
awk -v every="$every" 'NR == 1 || NR % every == 0' labels.csv > rows/holdout.csv
[ -z "$1" ] || sed -i "$1d" rows/holdout.csv
`;
/** With ids, days and labels of the rows that it is given. */
const SCORE = `awk -F, -v OFS=, 'NR == FNR { row[$1] = $1 OFS $2 OFS $3; next } $1 in row { print row[$1], $4 }' \\
  "$MODEL_STEWARD_DATA" "predictions/$(head -n 1 "$MODEL_STEWARD_MODEL/skill.txt").csv" > "$MODEL_STEWARD_OUT"
`;
const FILES = {
  ...{ 'train.sh': TRAIN, 'split.sh': SPLIT, 'score.sh': SCORE, 'labels.csv': labels },
  ...{ 'settings/split.yaml': 'every: 1\n', 'store/2.csv': labels.replace(/\n.*\n/, '\n') },
  [CONFIG]: configOf(),
  'holdout.csv': null,
};
type Changes = Readonly<Record<string, string | null>>;
const PEOPLE = { bob: 'write', carol: 'write' } as const;

async function start(): Promise<Project> {
  const project = await startProject({ collaborators: PEOPLE, config: configOf() });
  await project.box.pushFiles({ repository: REPOSITORY, files: FILES });
  return project;
}

async function startWithVersion(): Promise<Project> {
  const project = await start();
  await project.ship({ branch: 'first', skill: 'good' });
  return project;
}

const mergeOf = async (project: Project, pull: Proposal): Promise<EndedRegister> =>
  project.registerPush(await project.merge(pull));

async function evaluate(project: Project, pull: Proposal): Promise<string> {
  const { evaluate: ended } = await project.evaluate(pull);
  expect(ended.outputs).toMatchObject({ verdict: 'pass' });
  return ended.summary;
}

const MAKER = 'on the way to rows that are others than before, and that git does not have';
const EASY = `awk -F, 'NR == FNR { score[$1] = $4; next } FNR == 1 || ($3 == 1) == (score[$1] > 0.4)' \\
  predictions/fair.csv labels.csv > rows/holdout.csv
`;

describe('a pull request changes, of the training,', () => {
  let project: Project;
  let count = 0;
  beforeAll(async () => {
    project = await startWithVersion();
  });
  afterAll(() => project[Symbol.asyncDispose]());

  async function summaryOf(files: Changes): Promise<string> {
    count += 1;
    return evaluate(project, await project.propose({ branch: `rows-${count}`, skill: 'best', files }));
  }

  it.each([
    ['a setting of it, so that there are fewer rows', 'settings/split.yaml', 'every: 2\n'],
    [
      'the script that holds rows out, which turns labels',
      'split.sh',
      `${SPLIT}sed -i '2,4s/,0,/,1,/' rows/holdout.csv\n`,
    ],
    ['its data', 'labels.csv', labels.replace(/\n.*\n$/, '\n')],
    ['its command', CONFIG, configOf('bash train.sh "2,9"')],
    ['what it fetches, to another version', 'split.sh', 'cp store/2.csv rows/holdout.csv\n'],
  ])('%s → somebody else has to approve it', async (_, path, text) => {
    const summary = await summaryOf({ [path]: text });
    expect(summary).toContain('**What this pull request changes about its own evaluation**');
    expect(summary).toContain(`- \`${path}\` (${MAKER})`);
    expect(summary).toContain('`register` needs an approval of the last commit');
  });

  it.each([
    ['the order of the rows', '(head -n 1 labels.csv; tail -n +2 labels.csv | sort -r) > rows/holdout.csv\n'],
    ['a column by which rows are grouped', "sed 's/2001-02-11/2001-02-12/' labels.csv > rows/holdout.csv\n"],
  ])(
    '%s → somebody else has to approve it, and the comment says that ids and labels are the same',
    async (_, text) => {
      const summary = await summaryOf({ 'split.sh': text });
      expect(summary).toContain('; ids and labels are the same, so the order or another column is not)');
      expect(summary).toContain(`- \`split.sh\` (${MAKER})`);
    },
  );

  it('the script that holds rows out, and the rows are the same → nothing is asked', async () => {
    const summary = await summaryOf({ 'split.sh': `# once more\n${SPLIT}` });
    expect(summary).not.toContain('changes about its own evaluation');
  });
});

describe('a pull request chooses rows on which a worse model passes,', () => {
  let project: Project;
  let pull: Proposal;
  beforeEach(async () => {
    project = await startWithVersion();
    pull = await project.propose({ branch: 'rows', skill: 'fair', files: { 'split.sh': EASY } });
  });
  afterEach(() => project[Symbol.asyncDispose]());

  it('and names them nowhere → the comment names rows and script, and somebody else has to approve it', async () => {
    const summary = await evaluate(project, pull);
    expect(summary).toMatch(
      new RegExp(
        `- the rows of the evaluation, \`rows/holdout\\.csv\`: SHA-256 \`[0-9a-f]{12}\` of \`[^\`]*\` → \`[0-9a-f]{12}\` \\(git does not have them, and the training wrote them\\)`,
      ),
    );
    expect(summary).toContain(`- \`split.sh\` (${MAKER})`);
    const ended = await mergeOf(project, pull);
    expect(ended.failure).toContain(
      `the pull request changes its own evaluation (skill.txt (${MAKER}), split.sh (`,
    );
    expect(await project.tags()).not.toContain(`${MODEL}@v1.1.0`);
  });

  it('and somebody else approves it → the version is registered', async () => {
    await evaluate(project, pull);
    project.box.review({ repository: REPOSITORY, number: pull.number, by: 'carol' });
    expect((await mergeOf(project, pull)).outputs).toMatchObject({ registered: true });
  });

  it('and is merged without a version → the next pull request, and a retraining, need the approval that was refused', async () => {
    await evaluate(project, pull);
    await mergeOf(project, pull);
    const next = await project.propose({ branch: 'next', files: { 'data.txt': 'May\n' } });
    const named = `split.sh (${MAKER}), in #${pull.number}`;
    expect(await evaluate(project, next)).toContain(`- \`split.sh\` (${MAKER}), in #${pull.number}`);
    expect((await mergeOf(project, next)).failure).toContain(named);
    expect((await project.retrain()).failure).toContain(named);
    expect(await project.tags()).not.toContain(`${MODEL}@v1.1.0`);
  });
});

describe('a bot pushes dvc.lock with newer rows, which a pipeline of the training makes,', () => {
  const every = 'every: 2\n';
  const newer = labels
    .split('\n')
    .filter((line, index) => line !== '' && (index === 0 || index % 2 === 1))
    .map((line) => `${line}\n`)
    .join('');
  const md5 = createHash('md5').update(newer).digest('hex');
  const lock = `schema: '2.0'
stages:
  split:
    cmd: bash split.sh
    outs:
    - path: rows/holdout.csv
      hash: md5
      md5: ${md5}
`;
  const stages = 'stages:\n  split:\n    cmd: bash split.sh\n    outs: [rows/holdout.csv]\n';

  async function play(files: Changes): Promise<string> {
    await using project = await start();
    await project.box.pushFiles({ repository: REPOSITORY, files: { 'dvc.yaml': stages } });
    await project.ship({ branch: 'first', skill: 'good' });
    const newest = { 'dvc.lock': lock, 'settings/split.yaml': every };
    await project.box.pushFiles({ repository: REPOSITORY, files: newest, author: 'github-actions[bot]' });
    return await evaluate(project, await project.propose({ branch: 'rows', skill: 'best', files }));
  }

  it('while a pull request changes the training → nothing is asked', async () => {
    expect(await play({ 'train.sh': `${TRAIN}\n` })).not.toContain('changes about its own evaluation');
  });

  it('while the training of a pull request makes others → somebody else has to approve it', async () => {
    expect(await play({ 'split.sh': `${SPLIT}sed -i 2d rows/holdout.csv\n` })).toContain(
      `- \`split.sh\` (${MAKER})`,
    );
  });
});

it('a training writes predictions of rows that it holds out itself, and a pull request holds fewer out → somebody else has to approve it', async () => {
  await using project = await start();
  const config = configOf()
    .replace(/ {4}score: .*\n/, '')
    .replace('metrics: metrics.json', 'metrics: metrics.json, predictions: own.csv');
  const own = (rows: number): string =>
    `${TRAIN.replace(/bash split.*\n/, '')}head -n ${rows} "predictions/$(cat skill.txt).csv" > own.csv\n`;
  const files = { [CONFIG]: config, 'train.sh': own(701) };
  await project.box.pushFiles({ repository: REPOSITORY, files });
  await project.ship({ branch: 'first', skill: 'good' });
  const pull = await project.propose({ branch: 'rows', skill: 'best', files: { 'train.sh': own(500) } });
  expect(await evaluate(project, pull)).toContain(`- \`train.sh\` (${MAKER})`);
});

it('nothing was registered yet → what the first pull request brings counts', async () => {
  await using project = await start();
  const pull = await project.propose({ branch: 'first', skill: 'good', files: { 'split.sh': `${SPLIT}\n` } });
  await evaluate(project, pull);
  expect((await mergeOf(project, pull)).outputs).toMatchObject({ registered: true });
});

describe('a step of the workflow fetches the rows before the training,', () => {
  const TRAIN_ONLY = TRAIN.replace(/bash split.*\n/, '');
  const config = configOf().replace('rows/holdout.csv', 'today.csv');
  const rowsOf = (every: number): string =>
    labels
      .replaceAll(/^.*$/gm, (line) => (Number(/^F(\d+)/.exec(line)?.[1] ?? 0) % every === 0 ? line : ''))
      .replaceAll(/\n\n+/g, '\n');

  async function play(change: Changes, more: Changes = {}) {
    const files = { 'train.sh': TRAIN_ONLY, [CONFIG]: config, ...more };
    await using project = await start();
    await project.box.pushFiles({ repository: REPOSITORY, files });
    const first = await project.propose({ branch: 'first', skill: 'good' });
    await project.evaluate(first, { files: { 'today.csv': rowsOf(1) } });
    expect((await mergeOf(project, first)).outputs).toMatchObject({ registered: true });
    const pull = await project.propose({ branch: 'rows', skill: 'best', files: change });
    const { evaluate: ended } = await project.evaluate(pull, { files: { 'today.csv': rowsOf(2) } });
    expect(ended.outputs).toMatchObject({ verdict: 'pass' });
    return { summary: ended.summary, ended: await mergeOf(project, pull) };
  }

  it('and brings newer ones, while a pull request changes the training → nothing is asked', async () => {
    const { summary, ended } = await play({ 'train.sh': `# faster\n${TRAIN_ONLY}` });
    expect(summary).not.toContain('changes about its own evaluation');
    expect(ended.outputs).toMatchObject({ registered: true });
  });

  it('and the training of a pull request writes over them → somebody else has to approve it', async () => {
    const { summary, ended } = await play({ 'train.sh': `${TRAIN_ONLY}sed -i 2,9d today.csv\n` });
    expect(summary).toContain(`- \`train.sh\` (${MAKER})`);
    expect(ended.failure).toContain('train.sh (on the way to rows');
  });

  it('from a cache that an earlier run of the pull request may have filled → somebody else has to approve it', async () => {
    const cache = '- { uses: actions/cache@v4, with: { path: ./*.csv, key: rows } }\n      - uses: model';
    const workflow = workflowText('pull_request').replace('- uses: model', cache);
    const { summary, ended } = await play(
      { 'train.sh': `# faster\n${TRAIN_ONLY}` },
      { [PULL_WORKFLOW]: workflow },
    );
    expect(summary).toContain(`- \`train.sh\` (${MAKER})`);
    expect(ended.failure).toContain('train.sh (on the way to rows');
  });
});
