/**
 * What training and scoring have in common is code of the model, and needs no approval. What is in common is what the runs of merged code
 * read, file by file, and no pull request brings anything into it alone (docs/trust.md#what-the-scoring-reads).
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY, startProject, type Project } from '../ground/project.ts';

const TRAIN = `. lib/common.sh
mkdir -p model && cat skill.txt data.txt > model/skill.txt && echo '{"rows": 700}' > metrics.json
p=both; cat "$p"_read/a.json "$p"_read/b.json > /dev/null
q=po; cat "$q"ol/t* > /dev/null 2>&1 || true
`;
const FILES: Readonly<Record<string, string>> = {
  'train.sh': TRAIN,
  'score.sh': `set -e
. lib/common.sh
p=both; cat "$p"_*/* > /dev/null
q=po; cat "$q"ol/s* > /dev/null
r=see; cat "$r"n_*/* > /dev/null
cp "predictions/$(head -n 1 "$MODEL_STEWARD_MODEL/skill.txt").csv" "$MODEL_STEWARD_OUT"
`,
  'lib/common.sh': ':\n',
  ...{ 'both_read/a.json': '{}', 'both_read/b.json': '{}' },
  ...{ 'pool/s1.txt': 'a\n', 'pool/s2.txt': 'a\n' },
  ...{ 'seen_r/a.txt': 'a\n', 'pkg/__init__.py': '', 'README.md': 'a\n' },
};
const ASKED = 'changes about its own evaluation';
const READ = '(read by the score command)';
const LOST =
  '- `run.json` (does not say which files the score command read, and that of the version that is replaced does)';
/** As a shared module may have it. */
const READ_ALL = 'find . -path ./.git -prune -o -type f -exec cat {} + > /dev/null\n';

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

async function evaluate(files: Readonly<Record<string, string | null>>, branch = 'better') {
  const pull = await project.propose({ branch, skill: 'best', files });
  const { train, evaluate: evaluated } = await project.evaluate(pull);
  expect(train.failure).toBeUndefined();
  return { pull, report: evaluated.summary };
}

describe('a pull request brings a file', () => {
  it('into a folder of which training and scoring read all by other names, and only the scoring reads it → somebody else has to approve it', async () => {
    const { report } = await evaluate({ 'both_read/z.json': '{}' });
    expect(report).toContain(`- \`both_read/z.json\` ${READ}`);
  });

  it.each([
    ['that only the training reads', 'pool/t1.txt'],
    ['that nothing reads', 'pool/other.dat'],
  ])('into a folder that the scoring read whole, %s → nothing is asked', async (_, path) => {
    expect((await evaluate({ [path]: 'b\n' })).report).not.toContain(ASKED);
  });

  it('into a folder that did not exist, and both read it → somebody else has to approve it, for no run has shown what it is for', async () => {
    const train = TRAIN.replace('"$p"_read/b.json', '"$p"_read/b.json "$p"_new/*');
    const { report } = await evaluate({ 'train.sh': train, 'both_new/a.json': '{}' });
    expect(report).toContain(`- \`both_new/a.json\` ${READ}`);
  });
});

describe('the training of a pull request reads what only the scoring read,', () => {
  const train = `${TRAIN}w=see; cat "$w"n_*/* > /dev/null\n`;
  it('and is better → somebody else has to approve it, before a later one changes it as code of the model', async () => {
    const { pull, report } = await evaluate({ 'train.sh': train });
    expect(report).toContain(
      '- `seen_r/a.txt` (read by the score command, and by the training from this run on)',
    );
    const { failure } = await project.registerPush(await project.merge(pull));
    expect(failure).toMatch(/NOT_PASSED.*seen_r\/a\.txt/s);
    expect((await project.retrain()).failure).toContain('seen_r/a.txt (read by the score command, and by');
  });

  it('and somebody else approves it → the next one is asked about nothing', async () => {
    const { pull } = await evaluate({ 'train.sh': train });
    project.box.review({ repository: REPOSITORY, number: pull.number, by: 'carol' });
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.outputs).toMatchObject({ registered: true });
    const { report } = await evaluate({ 'seen_r/a.txt': 'b\n', 'data.txt': 'May\n' }, 'next');
    expect(report).not.toContain(ASKED);
    expect(report).toContain('in common: `seen_r/a.txt`');
  });
});

describe('a shared module of a pull request reads every file, so that no list says what the scoring uses,', () => {
  it('and a new file of the scoring comes with it → somebody else has to approve it', async () => {
    const { report } = await evaluate({ 'lib/common.sh': READ_ALL, 'seen_r/b.txt': 'b\n' });
    expect(report).toContain(LOST);
  });

  it('and nothing else → somebody else has to approve it, so that no later one changes what is not seen', async () => {
    const { pull, report } = await evaluate({ 'lib/common.sh': READ_ALL });
    expect(report).toContain(LOST);
    const { failure } = await project.registerPush(await project.merge(pull));
    expect(failure).toMatch(/NOT_PASSED.*run\.json \(does not say/s);
    expect((await project.retrain()).failure).toContain('run.json (does not say');
  });
});

describe('after the evaluation, a file comes into a folder that the scoring reads in', () => {
  const late = { 'pool/s7.txt': 'a\n' };
  const LATE = 'pool/s7.txt (came after the evaluation into a folder that the score command reads in)';
  it('by a push that is approved by no one → the evidence is not stale, for it was not read, and somebody else has to approve it before it is', async () => {
    const pull = await project.propose({ branch: 'better', skill: 'best' });
    await project.evaluate(pull);
    await project.box.pushFiles({ repository: REPOSITORY, files: late });
    const push = await project.merge(pull);
    const { failure } = await project.registerPush(push);
    expect(failure).not.toContain('EVIDENCE_STALE');
    expect(failure).toContain(LATE);
    project.box.review({ repository: REPOSITORY, number: pull.number, by: 'carol' });
    expect((await project.registerPush(push)).outputs).toMatchObject({ registered: true });
  });

  it('by a pull request that somebody else approved → the version is registered, and nothing is asked', async () => {
    const pull = await project.propose({ branch: 'better', skill: 'best' });
    await project.evaluate(pull);
    const other = await project.propose({ branch: 'pool', files: late });
    project.box.review({ repository: REPOSITORY, number: other.number, by: 'carol' });
    await project.merge(other);
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.outputs).toMatchObject({ registered: true });
  });

  it('at the root, where only the score command and the rows were read → the version is registered, and nothing is asked', async () => {
    const pull = await project.propose({ branch: 'better', skill: 'best' });
    await project.evaluate(pull);
    await project.box.pushFiles({ repository: REPOSITORY, files: { 'settings.json': '{}' } });
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.outputs).toMatchObject({ registered: true });
  });

  it('that is a text for people, or lies elsewhere → the version is registered, and nothing is asked', async () => {
    const pull = await project.propose({ branch: 'better', skill: 'best' });
    await project.evaluate(pull);
    const files = { 'pool/README.md': 'a\n', 'elsewhere/a.txt': 'a\n' };
    await project.box.pushFiles({ repository: REPOSITORY, files });
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.outputs).toMatchObject({ registered: true });
  });
});
