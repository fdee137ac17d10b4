import { describe, expect, it } from 'vitest';
import { moveLine } from '../../../../src/shared/domain/monitoring/decision/move-line.ts';

const move = (text: string, template: string): string =>
  moveLine(text, { template, value: '2026-11-22', where: 'params.yaml' });

describe('the line that a retraining moves on', () => {
  it.each([
    ['YAML', 'a: 1\nuntil: 2026-01-01\n', 'until: {last-day}', 'a: 1\nuntil: 2026-11-22\n'],
    ['YAML with a comment', 'until: x # why', 'until: {last-day} #', 'until: 2026-11-22 # why'],
    ['JSON', '{\r\n\t"until": "x",\r\n}', '"until": "{last-day}"', '{\r\n\t"until": "2026-11-22",\r\n}'],
    ['Python', "UNTIL = 'x'  # 'y'\n", "UNTIL = '{check-day}'", "UNTIL = '2026-11-22'  # 'y'\n"],
    [
      'a path',
      'data: s3://b/x.parquet\n',
      'data: s3://b/{last-day}.parquet',
      'data: s3://b/2026-11-22.parquet\n',
    ],
    ['a line without an end', 'until: x', 'until: {last-day}', 'until: 2026-11-22'],
    [
      'the end of a line of Windows',
      'until: x \r\nb: 1\r\n',
      'until: {last-day}',
      'until: 2026-11-22 \r\nb: 1\r\n',
    ],
    ['a value that is empty', 'until: \nb: 1\n', 'until: {last-day}', 'until: 2026-11-22\nb: 1\n'],
    ['a value with letters of patterns', 'until: $& \\1 .*', 'until: {last-day}', 'until: 2026-11-22'],
  ])('is found and moved in %s', (_, text, template, expected) => {
    expect(move(text, template)).toBe(expected);
    expect(move(expected, template)).toBe(expected);
  });

  it.each([
    ['a: 1\n', 'until: {last-day}', /^params\.yaml: expected one line that begins with "until: ", got none$/],
    ['x: 1 # until: y\n', 'until: {last-day}', /got none$/],
    ['until: x\n', 'until: {last-day} #', /begins with "until: " and has " #" after the value, got none$/],
    ['until: x\n\nuntil: y\n', 'until: {last-day}', /got 2 \(1, 3\)$/],
  ])('is none of %j for %s', (text, template, message) => {
    expect(() => move(text, template)).toThrow(message);
  });
});
