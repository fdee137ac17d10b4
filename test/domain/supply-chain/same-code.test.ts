import { expect, it } from 'vitest';
import type { Run } from '../../../src/shared/domain/documents/run.ts';
import { hasSameCode } from '../../../src/shared/domain/supply-chain/same-code.ts';
import { runRecord } from '../../ground/run-record.ts';

type File = Run['inputs']['files'][number];

const file = (path: string, content: string, role: 'code' | 'data' | 'lock' = 'code'): File => ({
  ...{ path, role, sizeBytes: 1 },
  sha256: content.repeat(64),
});

function run(files: readonly File[], tree = 'd', change: Partial<Run> = {}): Run {
  const base = runRecord();
  return {
    ...base,
    source: { ...base.source, tree: tree.repeat(40) },
    inputs: { ...base.inputs, files: [...files] },
    ...change,
  };
}

const champion = run([file('score.py', '1'), file('uv.lock', '2', 'lock'), file('train.csv', '3', 'data')]);

it.each([
  [
    'other data',
    run([file('score.py', '1'), file('uv.lock', '2', 'lock'), file('train.csv', '4', 'data')], 'e'),
    true,
  ],
  ['a changed file of code', run([file('score.py', '5'), file('uv.lock', '2', 'lock')], 'e'), false],
  ['a changed lock file', run([file('score.py', '1'), file('uv.lock', '6', 'lock')], 'e'), false],
  ['another score command', { ...champion, commands: { score: 'python other.py' } }, false],
  ['no code among its inputs, in another tree', run([], 'e'), false],
  ['changed files in its checkout', { ...champion, source: { ...champion.source, clean: false } }, false],
] as const)('a run with %s', (_, other, expected) => {
  expect(hasSameCode(other, champion)).toBe(expected);
});

it('the same tree without code among the inputs is the same code', () => {
  expect(hasSameCode(run([]), run([]))).toBe(true);
});
