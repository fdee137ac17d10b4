/** What makes a model, where lists of patterns leave files out again. */
import { expect, test } from 'vitest';
import { parseConfig } from '../../src/shared/domain/config/parse-config.ts';
import { trainingConfigDigest, type SelectedModel } from '../../src/shared/domain/config/select-model.ts';
import { setDigest, sha256 } from '../../src/shared/domain/kernel/digest.ts';
import type { Run } from '../../src/shared/domain/documents/run.ts';
import { findChangedInputs } from '../../src/shared/usecases/find-changed-inputs.ts';
import type { Checkout } from '../../src/shared/ports/workspace.ts';
import { createMemoryFiles } from '../ground/memory-files.ts';

const model: SelectedModel = {
  name: 'churn',
  config: parseConfig(`models:
  churn:
    paths: ["src/**", "!src/**/*.md", "data/build.py"]
    data: ["data/**", "!data/**/*.py", "!src/**", "!**/requirements.txt"]
`).models.churn!,
};

const before = {
  'src/train.py': 'print(0)\n',
  'src/notes.md': 'notes\n',
  'data/build.py': 'print(1)\n',
  'data/check.py': 'print(2)\n',
  'data/train.csv': 'a\n1\n',
  'src/requirements.txt': 'numpy==2.0\n',
};

/** As train records them. */
const inputFiles = ['data/build.py', 'data/train.csv', 'src/requirements.txt', 'src/train.py'] as const;

function recorded(): Pick<Run, 'inputs' | 'commands'> {
  const files = inputFiles.map((path) => ({
    path,
    sha256: sha256(before[path]),
    sizeBytes: before[path].length,
    role: 'code' as const,
  }));
  const config = trainingConfigDigest(model);
  return { inputs: { files, digest: setDigest(files), config, gate: '0'.repeat(64) }, commands: {} };
}

function checkoutOf(files: Readonly<Record<string, string>>): Checkout {
  return {
    head: () => Promise.resolve({ commit: '0'.repeat(40), tree: '0'.repeat(40) }),
    objects: () => Promise.resolve(new Map()),
    isClean: () => Promise.resolve(true),
    linksAmong: () => Promise.resolve(new Map()),
    committed: () => Promise.resolve(createMemoryFiles(files)),
  };
}

test('nothing has changed in the checkout that was recorded', async () => {
  expect(await findChangedInputs(checkoutOf(before), model, recorded())).toEqual([]);
});

test.each(['src/notes.md', 'data/check.py', 'src/deep/new.md', 'data/deep/new.py'])(
  'a change of %s, which a pattern leaves out, is none of the inputs',
  async (path) => {
    expect(
      await findChangedInputs(checkoutOf({ ...before, [path]: 'changed\n' }), model, recorded()),
    ).toEqual([]);
  },
);

test.each([
  ['src/train.py', 'that the patterns of the data leave out'],
  ['data/build.py', 'that a later pattern includes again'],
  ['data/train.csv', 'that the patterns include'],
  ['src/requirements.txt', 'that is a lock file, whatever the patterns leave out'],
  ['src/new.py', 'that is new'],
  ['data/new.csv', 'that is new'],
])('a change of %s, %s, is one', async (path) => {
  const changed = await findChangedInputs(checkoutOf({ ...before, [path]: 'changed\n' }), model, recorded());
  expect(changed).toEqual([expect.stringContaining(path)]);
});
