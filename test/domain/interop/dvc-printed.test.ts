/** Metrics and parameters as DVC prints them, against the files that it read: fixtures/record_dvc_printed.py. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseMetrics, parseParameters } from '../../../src/shared/domain/interop/measurements.ts';

const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures', 'dvc-printed.json'), 'utf8'),
) as {
  readonly after: {
    readonly acc: number;
    readonly new: number;
    readonly by: Readonly<Record<string, number>>;
  };
  readonly other: { readonly loss: number };
} & Readonly<Record<'show' | 'showAll' | 'showRevisions' | 'diff' | 'diffAll' | 'paramsDiff', string>>;

const { after, other } = recorded;
const valuesOf = (text: string) => {
  const { values, writtenNames, notes } = parseMetrics(Buffer.from(text), 'metrics.json');
  const named = Object.entries(values).map(([name, value]) => [writtenNames[name] ?? name, value] as const);
  return { values: Object.fromEntries(named), notes };
};

describe('what DVC prints', () => {
  const all = { acc: after.acc, new: after.new, 'by.class.a': after.by['class.a'], 'by.same': after.by.same };
  const inFile = (file: string, values: Readonly<Record<string, number | undefined>>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [`${file}.${name}`, value]));

  it('of the metrics of one file are its values, whatever commits stand beside the workspace', () => {
    for (const text of [recorded.show, recorded.showRevisions])
      expect(valuesOf(text)).toEqual({ values: all, notes: { text: 'late' } });
  });

  it('of the metrics of several files has the names of the files, and a note of one that cannot be read', () => {
    const { values, notes } = valuesOf(recorded.showAll);
    expect(values).toEqual({ ...inFile('eval/a.json', all), ...inFile('b.json', other) });
    expect(notes['broken.json.error.type']).toBe('JSONFileCorruptedError');
  });

  it('of a difference is what is new, and not what was before', () => {
    const { 'by.same': same, ...changed } = all;
    expect(valuesOf(recorded.diff)).toEqual({ values: changed, notes: { text: 'late' } });
    expect(valuesOf(recorded.diffAll).values).toEqual({
      ...inFile('eval/a.json', { ...changed, 'by.same': same }),
      ...inFile('b.json', other),
    });
    expect(parseParameters(Buffer.from(recorded.paramsDiff), 'params.json')).toEqual({ 'train.rate': 0.2 });
  });

  it.each([
    [
      'a metric that is called new',
      '{"model": {"acc": {"old": 0.5, "new": 0.7, "kept": 1}}}',
      'model.acc.kept',
    ],
    ['a section that is called workspace', '{"workspace": {"data": {"acc": 0.5}}}', 'workspace.data.acc'],
    ['a map of one level', '{"acc": {"old": 0.5, "new": 0.7}}', 'acc.old'],
    ['nothing', '{"": {}, "acc": 1}', 'acc'],
  ])('is not taken for %s', (_, text, name) => {
    expect(valuesOf(text).values).toHaveProperty([name]);
  });
});
