/** What `check-repository` says of predictions that lie there: what `evaluate` would say of them. */
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelConfigSchema } from '../../src/shared/domain/config/config.ts';
import { evaluateLyingPredictions } from './lying-predictions.ts';

async function evaluateFile(content: string | undefined, gate: readonly object[] = []) {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'lying-'));
  if (content !== undefined) await writeFile(join(folder.path, 'predictions.csv'), content);
  const model = modelConfigSchema.parse({
    task: 'binary',
    train: { command: 'python train.py', model: 'm.pkl', predictions: 'predictions.csv' },
    predictions: { id: 'id', label: 'y', score: 'p' },
    gate,
  });
  const found = await evaluateLyingPredictions({ root: folder.path, name: 'churn', model });
  return found.map(({ severity, where, message, hint }) =>
    [`${severity} ${where}: ${message}`, hint].filter((part) => part !== undefined).join(' → '),
  );
}

/** One of ten is wrong. */
const ROWS = Array.from({ length: 200 }, (_, row) => {
  const label = row % 2;
  const isRight = row % 10 !== 3;
  return `${row},${label},${(label === 1) === isRight ? 0.9 : 0.1}`;
});
const TABLE = ['id,y,p', ...ROWS].join('\n');

describe('predictions that lie there', () => {
  it('are evaluated by each rule that they have a metric for', async () => {
    const lines = await evaluateFile(TABLE, [
      { metric: 'accuracy', 'at-least': 0.8 },
      { metric: 'accuracy', 'at-least': 0.95 },
      { metric: 'log_loss', 'not-worse-by': 0.01 },
      { metric: 'other', 'at-least': 1 },
    ]);
    expect(lines[0]).toBe('note predictions.csv: 200 rows lie there, and are read as predictions');
    // 180 of 200 are right; what an interval of them has to be is tested where it is computed.
    expect(lines[1]).toMatch(
      /^note predictions\.csv: as a first version: accuracy at least 0\.8 → pass: 0\.8\d+ to 0\.9\d+ \(95 % CI\), at least 0\.8$/,
    );
    expect(lines[2]).toMatch(/accuracy at least 0\.95 → fail: /);
    expect(lines[3]).toContain('log_loss worse by at most 0.01 → not-applicable: there is no champion');
    expect(lines).toHaveLength(4);
  });

  it.each([
    ['a column that is called otherwise', TABLE.replace('id,y,p', 'id,label,p'), /^error .*"y"/],
    ['labels of another task', TABLE.replace('\n0,0,', '\n0,7,'), /^error predictions\.csv: .*0.* 1/],
    ['an id that is there twice', TABLE.replace('\n1,', '\n0,'), /^error .*each id once/],
    ['a total below them', `${TABLE}\nTotal,100,99`, /^error .*got a total in data row 201.* → leave totals/],
  ])('and with %s say what evaluate would', async (_, content, expected) => {
    const lines = await evaluateFile(content, [{ metric: 'accuracy', 'at-least': 0.8 }]);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(expected);
  });

  it('are nothing where there are none', async () => {
    expect(await evaluateFile(undefined)).toEqual([]);
  });
});
