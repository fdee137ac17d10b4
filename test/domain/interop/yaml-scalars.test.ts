import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseMetrics, parseParameters } from '../../../src/shared/domain/interop/measurements.ts';

/** What PyYAML and ruamel.yaml read: the number, or null. */
const byLibrary = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures', 'yaml-scalars.json'), 'utf8'),
) as Readonly<Record<string, Readonly<Record<string, number | null>>>>;

const metrics = (text: string) => parseMetrics(Buffer.from(text), 'm.yaml');

it.each(Object.entries(byLibrary))(
  '%s is no number that a library of Python does not read',
  (written, of) => {
    const { values, notes } = metrics(`x: ${written}\n`);
    const read = Object.values(of).filter((value) => value !== null);
    if (values.x === undefined) expect(notes.x).toBeDefined();
    else expect(new Set([...read, values.x])).toEqual(new Set([values.x]));
  },
);

it.each([
  '1_000',
  '1_000.5',
  '1__0',
  '0b11',
  '0x1F',
  '+1',
  '1.',
  '0.10',
  '1.0e-5',
  '-0',
  '010.5',
  '007',
  '00',
  '-007',
  '+0007',
])('%s is the number that both read', (written) => {
  const { values } = metrics(`x: ${written}\n`);
  expect(Object.values(byLibrary[written] ?? {})).toEqual([values.x, values.x]);
});

it.each(['010', '-010', '0777', '08', '0010', '-08', '0_10', '1:30', '190:20:30', '1:30.5'])(
  '%s, which each reads in its own way, stays the text of the file',
  (written) => {
    expect(new Set(Object.values(byLibrary[written] ?? {})).size).toBe(2);
    expect(metrics(`x: ${written}\n`)).toMatchObject({ values: {}, notes: { x: written } });
    expect(parseParameters(Buffer.from(`x: [${written}, 1]\ny: ${written}\n`), 'params.yaml')).toEqual({
      x: JSON.stringify([written, 1]),
      y: written,
    });
  },
);

it('what has quotes is the text of the file', () => {
  expect(metrics(`x: '007'\n`)).toMatchObject({ values: {}, notes: { x: '007' } });
  expect(parseParameters(Buffer.from(`x: "007"\ny: 007\n`), 'params.yaml')).toEqual({ x: '007', y: 7 });
});

it('names are those that are written, also of keys that are numbers, booleans or nothing', () => {
  const text = [
    ...['010: 1', 'NO: 2', '1.0: 3', '1_0: 4', 'null: 5', 'True: 6', '0x1F: 7'],
    ...['base: &base { a: 8 }', 'more: { <<: *base, 08: 9 }'],
  ].join('\n');
  expect(metrics(text).values).toEqual({
    ...{ '010': 1, NO: 2, '1.0': 3, '1_0': 4, null: 5, True: 6, '0x1F': 7 },
    ...{ 'base.a': 8, 'more.a': 8, 'more.08': 9 },
  });
});
