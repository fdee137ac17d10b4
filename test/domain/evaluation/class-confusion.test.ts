/** Which classes were taken for which, and how the report says it. */
import { describe, expect, it } from 'vitest';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { computeEvaluation } from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import { describeRareClasses, renderClassTable } from '../../../src/shared/domain/report/class-table.ts';
import { runRecord } from '../../ground/run-record.ts';
import { tableOf } from './tables.ts';

/** @param predicted of the challenger and, where there is one, of the champion. */
function evaluate(actual: readonly string[], predicted: readonly string[], champion?: readonly string[]) {
  const id = actual.map((_, row) => `r${row}`);
  const tableWith = (p: readonly string[]) => tableOf({ id, y: [...actual], p: [...p] });
  return computeEvaluation({
    model: 'm',
    gate: 'gate',
    config: modelConfigSchema.parse({
      task: 'multiclass',
      predictions: { id: 'id', label: 'y', score: 'p' },
    }),
    run: runRecord(),
    challenger: tableWith(predicted),
    champion:
      champion === undefined
        ? undefined
        : {
            ...{ version: '1.0.0', tag: 'm@v1.0.0', modelDigest: 'a'.repeat(64), registered: {} },
            predictions: { table: tableWith(champion), source: 'scored' },
            metrics: undefined,
          },
    labels: undefined,
  });
}

const repeat = (text: string, count: number): readonly string[] => new Array<string>(count).fill(text);

describe('the confusion matrix', () => {
  const actual = [...repeat('cat', 12), ...repeat('dog', 10), ...repeat('eel', 3)];
  const own = [...repeat('cat', 11), 'dog', ...repeat('dog', 8), 'cat', 'fox', ...repeat('eel', 3)];
  const other = [...repeat('cat', 9), ...repeat('dog', 3), ...repeat('dog', 10), ...repeat('cat', 3)];

  it('counts the rows of each pair of classes, of both models', () => {
    const { classes } = evaluate(actual, own, other);
    expect(classes?.count).toBe(4);
    expect(classes?.cells).toContainEqual({
      ...{ actual: 'cat', predicted: 'dog', challengerRows: 1, championRows: 3 },
    });
    expect(classes?.cells).toContainEqual({
      ...{ actual: 'eel', predicted: 'cat', challengerRows: 0, championRows: 3 },
    });
    const sum = (key: 'challengerRows' | 'championRows') =>
      classes?.cells.reduce((total, cell) => total + (cell[key] ?? 0), 0);
    expect([sum('challengerRows'), sum('championRows')]).toEqual([25, 25]);
  });

  it('is drawn with actual classes by lines, and what changed', () => {
    expect(
      renderClassTable(evaluate(actual, own, other))
        .split('\n')
        .slice(0, 5),
    ).toEqual([
      '| actual \\ predicted | `cat` | `dog` | `eel` | `fox` | recall |',
      '| --- | --: | --: | --: | --: | --: |',
      '| `cat` | **11** (+2) | 1 (−2) | · | · | 92 % |',
      '| `dog` | 1 (+1) | **8** (−2) | · | 1 (+1) | 80 % |',
      '| `eel` | 0 (−3) | · | **3** (+3) | · | 100 % |',
    ]);
  });

  it('rare classes are named with their rows; one that is only predicted is in no average', () => {
    const evaluation = evaluate(actual, own);
    expect(evaluation.classes?.rare).toEqual([{ name: 'eel', rows: 3 }]);
    expect(describeRareClasses(evaluation)).toContain('1 class has fewer than 10 rows: `eel` (3).');
  });

  it('of many classes the most frequent confusions are listed', () => {
    const classes = Array.from({ length: 13 }, (_, code) => `class ${String.fromCharCode(97 + code)}`);
    const many = classes.flatMap((name) => repeat(name, 20));
    const wrong = many.map((name, row) => (row % 20 < classes.indexOf(name) ? classes[0]! : name));
    const { classes: found } = evaluate(many, wrong);
    expect(found).toMatchObject({ count: 13, complete: false });
    expect(found?.cells[0]).toEqual({ actual: 'class m', predicted: 'class a', challengerRows: 12 });
    expect(found?.cells.every((cell) => cell.actual !== cell.predicted)).toBe(true);
    const lines = renderClassTable(evaluate(many, wrong)).split('\n');
    expect(lines[0]).toBe('The most frequent confusions of 13 classes:');
    expect(lines[4]).toBe('| `class m` | `class a` | 12 |');
  });

  it('names of classes are text, whatever they say', () => {
    const evaluation = evaluate(
      actual.map((name) => `| ${name} <b>`),
      own.map((name) => `| ${name} <b>`),
    );
    expect(renderClassTable(evaluation)).toContain('`\\| cat <b>`');
  });
});
