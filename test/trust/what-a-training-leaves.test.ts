/**
 * Training and scoring share a checkout. What a training lays where the score command looks, removes there, or hides, changes what is
 * evaluated, though no file of the commit has other bytes (docs/trust.md#what-the-scoring-reads).
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY, startProject, type Project } from '../ground/project.ts';

/** It writes features that the scoring reads, under a name of its own in each run, and more that it does not read. */
const TRAIN = `mkdir -p model cache
cat skill.txt data.txt > model/skill.txt && echo '{"rows": 700}' > metrics.json
echo 1 > "cache/features-$$.bin"; echo 1 > cache/unread.bin; touch -d '2 days ago' cache/old.bin
`;
const FILES: Readonly<Record<string, string>> = {
  'train.sh': TRAIN,
  'score.sh': `set -e
r=see; word=$(cat "$r"n_*/* | tail -n 1)
cat cache/features-*.bin > /dev/null 2>&1 || true
name=$(head -n 1 "$MODEL_STEWARD_MODEL/skill.txt")
if [ "$word" = best ]; then name=best; fi
cp "predictions/$name.csv" "$MODEL_STEWARD_OUT"
`,
  'seen_l/a.txt': 'a\n',
  'seen_r/a.txt': 'a\n',
  'seen_r/b.txt': 'a\n',
  'pkg/__init__.py': '',
  'notes/log.txt': 'first\n',
};
const ASKED = 'changes about its own evaluation';

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

/** A model that knows nothing, or another, of a training that does more. */
async function evaluate(
  line: string,
  more: { skill?: 'none' | 'best'; files?: Record<string, string> } = {},
) {
  const { skill = 'none', files = {} } = more;
  const pull = await project.propose({
    ...{ branch: 'other', skill },
    files: { 'train.sh': `${TRAIN}${line}\n`, ...files },
  });
  return { pull, ...(await project.evaluate(pull)) };
}

const OUTSIDE = 'd=$(mktemp -d); echo best > $d/a.txt;';

describe('beside its outputs, the training', () => {
  it.each([
    [
      'writes a file where the score command reads all',
      'for f in se*_r; do echo best > $f/zz.txt; done',
      'seen_r/zz.txt',
    ],
    [
      'writes a folder where the score command reads all',
      'mkdir se""en_z; echo best > se""en_z/a.txt',
      'seen_z/a.txt',
    ],
    [
      'links to a file outside there',
      `${OUTSIDE} for f in se*_r; do ln -s $d/a.txt $f/zz.txt; done`,
      'seen_r/zz.txt',
    ],
    [
      'writes one there, of which no read shows',
      'for f in se*_r; do echo best > $f/zz.txt; chattr +A $f/zz.txt; done',
      'seen_r/zz.txt',
    ],
    [
      'writes one there with a time to come',
      "for f in se*_r; do echo best > $f/zz.txt; touch -d '2290-01-01' $f/zz.txt; done",
      'seen_r/zz.txt',
    ],
    [
      'puts another in the place of one',
      'for f in se*_r; do rm $f/b.txt; echo best > $f/c.txt; done',
      'seen_r/c.txt',
    ],
  ])('%s → somebody else has to approve it', async (_, line, path) => {
    const { evaluate: evaluated } = await evaluate(line);
    expect(evaluated.outputs).toMatchObject({ verdict: 'pass' });
    expect(evaluated.summary).toContain(
      `- \`${path}\` (made by the training beside its outputs, and read by the score command)`,
    );
  });

  it.each([
    ['removes one that the score command of the version reads', 'rm se*_r/b.txt', 'seen_r/b.txt'],
    ['moves such a folder away', 'for f in se*_l; do mv $f was; done', 'seen_l/a.txt'],
  ])('%s → somebody else has to approve it', async (_, line, path) => {
    const { evaluate: evaluated } = await evaluate(line, { skill: 'best' });
    expect(evaluated.summary).toContain(
      `- \`${path}\` (removed by the training, and read by the score command of the version that is replaced)`,
    );
  });

  it.each([
    [
      'puts a link out of the checkout in the place of a file',
      `${OUTSIDE} for f in se*_r/b.txt; do rm $f; ln -s $d/a.txt $f; done`,
      'seen_r/b.txt',
    ],
    [
      'puts one in the place of a folder',
      `${OUTSIDE} for f in se*_r; do mv $f $d/was; ln -s $d $f; done`,
      'seen_r/a.txt',
    ],
    [
      'rewrites a file so that no read of it shows',
      'for f in se*_r/b.txt; do echo best > $f; chattr +A $f; done',
      'seen_r/b.txt',
    ],
    [
      'rewrites a file, and lets no read of any file show',
      'for f in se*_r/b.txt; do echo best > $f; done; git ls-files -z | xargs -0 chattr -f +A; true',
      'seen_r/b.txt',
    ],
  ])('%s → it is refused, and the file is named', async (_, line, path) => {
    const { train } = await evaluate(line);
    expect(train.failure).toContain(
      `DATA_MISMATCH: score.command: expected ${path}, which it reads, as it was committed`,
    );
  });

  it.each([
    ['writes what the training of the version wrote too, under the name of this run', 'true'],
    [
      'writes files that the score command does not read',
      'mkdir -p plots; echo 1 > plots/roc.svg; echo 1 > notes/more.txt',
    ],
    ['rewrites and removes files that no score command reads', 'echo 1 > notes/log.txt; rm pkg/__init__.py'],
    [
      'installs packages',
      'mkdir -p .venv/lib node_modules/a; echo 1 > .venv/lib/a.py; echo 1 > node_modules/a/a.js',
    ],
  ])('%s → nothing is asked', async (_, line) => {
    const { train, evaluate: evaluated } = await evaluate(line, { skill: 'best' });
    expect(train.failure).toBeUndefined();
    expect(evaluated.summary).not.toContain(ASKED);
  });
});

it('the training leaves a process that lays a file there while the model is scored → it is ended before, and the scoring does not meet the file', async () => {
  const slow = (FILES['score.sh'] ?? '').replace('set -e\n', 'set -e\nsleep 0.5\n');
  await project.box.pushFiles({ repository: REPOSITORY, files: { 'score.sh': slow } });
  const { evaluate: evaluated } = await evaluate(
    `export d=$(mktemp -d)
setsid bash -c 'touch $d/started; until pgrep -f "[s]core.sh"; do sleep 0.02; done; for f in se*_r; do echo best > $f/zz.txt; done' > /dev/null 2>&1 &
until [ -e $d/started ]; do sleep 0.01; done`,
  );
  expect(evaluated.outputs).toMatchObject({ verdict: 'fail' });
});

describe('such a pull request', () => {
  const line = 'for f in se*_r; do echo a > $f/zz.txt; done';
  it('is merged without that approval → no version is registered, and a retraining needs it too', async () => {
    const { pull } = await evaluate(line, { skill: 'best' });
    const { failure } = await project.registerPush(await project.merge(pull));
    expect(failure).toMatch(/NOT_PASSED.*seen_r\/zz\.txt \(made by the training/s);
    expect((await project.retrain()).failure).toContain('seen_r/zz.txt (made by the training');
  });

  it('is merged with it → a version is registered, and the next one is not asked about', async () => {
    const { pull } = await evaluate(line, { skill: 'best' });
    project.box.review({ repository: REPOSITORY, number: pull.number, by: 'carol' });
    const { outputs } = await project.registerPush(await project.merge(pull));
    expect(outputs).toMatchObject({ registered: true });
    const next = await project.propose({ branch: 'next', files: { 'data.txt': 'May\n' } });
    expect((await project.evaluate(next)).evaluate.summary).not.toContain(ASKED);
  });
});

it('the training hides reads of a file that the pull request adds for the scoring → somebody else has to approve it', async () => {
  const { evaluate: evaluated } = await evaluate('chattr +A se*_*/*', {
    files: { 'seen_r/new.txt': 'best\n' },
  });
  expect(evaluated.summary).toContain('- `seen_r/new.txt` (read by the score command)');
});

it('the training lets no read of any file show, and lays one beside those of the scoring → somebody else has to approve it', async () => {
  const { evaluate: evaluated } = await evaluate(
    'for f in se*_r; do echo best > $f/zz.txt; done; find . -path ./.git -prune -o -type f -exec chattr -f +A {} +; true',
  );
  expect(evaluated.summary).toContain('- `seen_r/zz.txt` (made by the training');
});
