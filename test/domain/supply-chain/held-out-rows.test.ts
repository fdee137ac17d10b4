/** Whether rows of an evaluation are those of the version that is replaced, and what may have brought others. */
import { expect, it } from 'vitest';
import { findOtherRows, mayBeRestored } from '../../../src/shared/domain/supply-chain/held-out-rows.ts';

const [OLD, NEW] = ['a'.repeat(64), 'b'.repeat(64)];
const fileOf = (sha256: string) => ({ path: 'rows.csv', sha256, sizeBytes: 7 });
const rows = { digest: NEW, count: 7, labels: 'predictions' } as const;
const replaced = { tag: 'm@v1.0.0', registered: { answers: { [OLD]: OLD } }, scoredRows: fileOf(OLD) };
const commands = { train: 'bash train.sh', score: 'bash score.sh' };

it.each([
  ['training', NEW, 'training'],
  ['step', NEW, 'step'],
  ['commit', NEW, undefined],
  ['dvc', NEW, undefined],
  // As a run of an older version has it: nothing says that the training left them alone.
  [undefined, NEW, 'training'],
  ['training', OLD, undefined],
] as const)('rows that came by %s, with digest %s: %s', (origin, sha256, makers) => {
  const scored = { data: fileOf(sha256), ...(origin && { origin }) };
  expect(findOtherRows({ scored, commands }, { rows }, replaced)?.makers).toBe(makers);
});

it('rows of a version without a record are others', () => {
  const unknown = { tag: 'm@v1.0.0', registered: {} };
  const scored = { data: fileOf(NEW), origin: 'training' } as const;
  const found = findOtherRows({ scored, commands }, { rows }, unknown);
  expect(found).toMatchObject({ before: undefined, after: NEW, makers: 'training' });
});

it.each([
  ['other ids or labels', { ...rows }, true],
  ['the same ids and labels', { ...rows, digest: OLD }, false],
  // Labels from elsewhere say which rows there are.
  ['labels from where training cannot reach', { ...rows, labels: 'separate' as const }, false],
])('of predictions that the training writes: %s', (_, own, isOther) => {
  const run = { scored: undefined, commands: { train: 'bash train.sh' } };
  expect(findOtherRows(run, { rows: own }, replaced) !== undefined).toBe(isOther);
});

it('a model with metric values only has no rows', () => {
  expect(findOtherRows({ scored: undefined, commands }, { rows: undefined }, replaced)).toBeUndefined();
});

it.each([
  ['rows', true],
  ['./rows/', true],
  ['rows/*.csv', true],
  ['**/*.csv', true],
  ['.', true],
  ['${{ github.workspace }}/rows', true],
  ['${{ env.FOLDER }}', true],
  ['../repository/rows', true],
  ['~/.cache/pip', false],
  ['/opt/cache', false],
  ['!rows', false],
  ['node_modules', false],
  ['row', false],
  ['', false],
])('a cache of %s may hold rows/today.csv: %s', (line, isHeld) => {
  expect(mayBeRestored('rows/today.csv', [line])).toBe(isHeld);
});
