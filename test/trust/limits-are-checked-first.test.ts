/**
 * What register or evaluate would refuse, train refuses: before the training where it is known, else right after, and
 * never only after the merge (docs/lifecycle.md#limits-are-checked-first).
 */
import { describe, expect, it } from 'vitest';
import { checkFileCount, checkPacked, checkTotal } from '../../actions/train/steps/check-limits.ts';
import { archiveLimits } from '../../src/shared/domain/kernel/archive-limits.ts';
import { PROJECT, startGround, startRun, train, type TrainOptions } from '../ground/training.ts';

const config = PROJECT['.github/model-steward.yml']!;
const LFS = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 734003200\n`;
const DVC = `outs:\n- md5: ${'b'.repeat(32)}\n  size: 734003200\n  hash: md5\n  path: model.bin\n`;

type Changes = Readonly<Record<string, string | undefined>>;

async function trainWith(files: Changes, options: TrainOptions = {}) {
  await using ground = await startGround(files);
  const ended = await train(ground, await startRun(ground, { event: 'workflow_dispatch' }), options);
  return { error: ended.errors.join('\n'), printed: ended.printed, artifacts: ended.artifacts.length };
}

/** The project's training, and a command after it. */
const training = (after: string): Changes => ({ 'train.sh': `${PROJECT['train.sh']!}${after}\n` });

describe('the training leaves what no release can hold', () => {
  it.each([
    [
      'two names that differ in case only',
      'echo x > model/W.bin; echo y > model/w.bin',
      'file "model/w.bin": expected a name of its own, got one that is taken on some systems by "model/W.bin"',
    ],
    [
      'a file and a folder that differ in case only',
      'mkdir model/W; echo x > model/W/a.bin; echo y > model/w',
      'file "model/W/a.bin": expected a name of its own, got one that is taken on some systems by "model/w"',
    ],
    [
      'two folders that differ in case only',
      'mkdir model/W model/w; echo x > model/W/a.bin; echo y > model/w/b.bin',
      'expected a name of its own, got one that is taken on some systems by "model/',
    ],
    [
      'a name with a backslash',
      "echo x > 'model/a\\b.bin'",
      'expected a path without "\\\\" that does not begin like a drive',
    ],
    [
      'files of more than 8 GiB in all',
      'for n in 1 2 3 4 5; do truncate -s 2147483647 model/$n.bin; done',
      /^FILES_INVALID: evidence: expected at most 8589934592 bytes in all files, got 107374/,
    ],
    [
      'two names that differ in composition only',
      `echo x > model/$(printf 'e\\xcc\\x81'); echo y > model/$(printf '\\xc3\\xa9')`,
      'expected a name of its own, got one that is taken on some systems by',
    ],
    [
      'a name with a colon',
      'echo x > model/epoch:3.bin',
      'file "model/epoch:3.bin": expected a name without any of " * : < > ? \\ | as a file of the artifact, got :',
    ],
  ])('%s → train fails at once, and uploads no evidence', async (_, command, message) => {
    const { error, artifacts } = await trainWith(training(command));
    expect(error).toMatch(message);
    expect(artifacts).toBe(0);
  });
});

describe('the training leaves what no asset of a release can hold', () => {
  it('1,200 files, an empty one and one with a name of 606 characters → train accepts them: they are packed', async () => {
    const command = `for n in $(seq 1198); do echo $n > model/$n; done; : > model/empty.bin; echo x > "model/$(printf 'é%.0s' $(seq 100))"`;
    const { error, artifacts } = await trainWith(training(command));
    expect(error).toBe('');
    expect(artifacts).toBe(1);
  });
});

describe('the command brings the content of pointers itself', () => {
  const pulls = (script: string): Changes => ({
    'train.sh': `${script}\n${PROJECT['train.sh']!}`,
    'data/train.csv': LFS,
  });

  it('`git lfs pull` in the script of the training → it runs, and what it brought counts', async () => {
    const { error, printed } = await trainWith(
      pulls("git lfs pull || true\nprintf 'a,b\\n1,2\\n' > data/train.csv"),
    );
    expect(error).toBe('');
    expect(printed).toContain('trained\n');
  });

  it('that command leaves the pointer as it was → train fails right after the training', async () => {
    const { error, artifacts } = await trainWith(pulls('git lfs pull || true'));
    expect(error).toContain('data: expected the content of data/train.csv, got its Git LFS pointer');
    expect(artifacts).toBe(0);
  });
});

describe('an artifact that packs 1,000 to 1', () => {
  const MIB = 1024 ** 2;
  it('the model is 3 GiB of zeros → train fails, because evaluate would not unpack it', () => {
    expect(() => checkPacked(3072 * MIB, 3 * MIB, archiveLimits)).toThrow(
      'evidence: expected at most 2147483648 bytes in an artifact of 3145728, got 3221225472',
    );
  });

  it('the model is 2 GiB of zeros → train accepts it', () => {
    expect(() => checkPacked(2048 * MIB, 2 * MIB, archiveLimits)).not.toThrow();
  });
});

describe('more files than evaluate unpacks', () => {
  const { maxFiles } = archiveLimits;
  it('the training leaves one too many → train fails, before it uploads them', () => {
    const outputs = Array.from({ length: maxFiles + 1 }, () => ({ sizeBytes: 1 }));
    const message = `evidence: expected at most ${maxFiles} files, got ${maxFiles + 1}`;
    expect(() => checkTotal(outputs, archiveLimits)).toThrow(message);
    expect(() => checkTotal(outputs.slice(1), archiveLimits)).not.toThrow();
  });

  it('documents of the evidence make them one too many → train fails, and uploads no evidence', () => {
    expect(() => checkFileCount(maxFiles + 1, archiveLimits)).toThrow('got 110001');
  });
});

describe('pointers instead of content', () => {
  it.each(['data/train.csv', 'data/holdout.csv'])(
    '%s is a pointer of Git LFS → train fails before the training, and names `lfs: true`',
    async (path) => {
      const { error, printed } = await trainWith({ [path]: LFS });
      expect(error).toContain(`data: expected the content of ${path}, got its Git LFS pointer`);
      expect(error).toContain('Hint: set `lfs: true` of actions/checkout');
      expect(printed).not.toContain('trained\n');
    },
  );

  it('score.data names the .dvc file → train fails, and names `dvc pull`', async () => {
    const { error } = await trainWith({
      '.github/model-steward.yml': config.replace('data: data/holdout.csv', 'data: data/holdout.csv.dvc'),
      'data/holdout.csv.dvc': DVC,
    });
    expect(error).toContain('score.data: expected the content of data/holdout.csv.dvc, got its DVC pointer');
    expect(error).toContain('Hint: run `dvc pull`');
  });

  it.each([
    ['Git LFS', LFS],
    ['DVC', DVC],
  ])('a file of the model is a pointer of %s → train fails, and uploads no evidence', async (tool, text) => {
    const { error, artifacts } = await trainWith(training(`cat > model/big.bin <<'END'\n${text}END`));
    expect(error).toContain(`model: expected the content of model/big.bin, got its ${tool} pointer`);
    expect(artifacts).toBe(0);
  });

  it('`data` lists a .dvc file, whose digest stands for the data → train accepts it', async () => {
    const { error } = await trainWith({
      '.github/model-steward.yml': config.replace('data: [data/train.csv]', 'data: [data/train.csv.dvc]'),
      'data/train.csv.dvc': DVC,
    });
    expect(error).toBe('');
  });
});
