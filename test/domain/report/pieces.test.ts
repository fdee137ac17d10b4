import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderIntervalBar } from '../../../src/shared/domain/report/interval-bar.ts';
import {
  countOf,
  formatCount,
  formatNumber,
  formatSigned,
} from '../../../src/shared/domain/text/number-text.ts';
import { fold, joinSections } from '../../../src/shared/domain/text/sections.ts';

describe('numbers as people read them', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [0.003124, '0.00312'],
    [-0.02, '−0.0200'],
    [12.345, '12.3'],
    [999.6, '1000'],
    [42_113, '42,113'],
    [-1_234_567.8, '−1,234,568'],
    [1.5e-9, '1.50e-9'],
    [-1.5e-9, '−1.50e-9'],
    [2e20, '2.00e+20'],
  ])('%d is %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it('differences carry their sign, counts their unit', () => {
    expect([formatSigned(0.5), formatSigned(-0.5), formatSigned(0)]).toEqual(['+0.500', '−0.500', '0']);
    expect([countOf(1, 'day'), countOf(1200, 'row'), formatCount(1e6)]).toEqual([
      '1 day',
      '1,200 rows',
      '1,000,000',
    ]);
  });

  it('three digits never change a number by more than half a percent', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (value) => {
        const read = Number(formatNumber(value).replaceAll(',', ''));
        expect(Math.abs(read - value)).toBeLessThanOrEqual(0.00501 * value);
      }),
      { seed: 12 },
    );
  });
});

describe('an interval drawn', () => {
  it.each([
    ['above the bound', { lower: 2, estimate: 3, upper: 4, bounds: [1], origin: 0 }, '┊    ┃    ├────●────┤'],
    [
      'across the bound',
      { lower: -2, estimate: 1, upper: 4, bounds: [0.4], origin: 0 },
      '├──────┊╂─●─────────┤',
    ],
    [
      'below a bound without origin',
      { lower: 1, estimate: 2, upper: 3, bounds: [5] },
      '├────●────┤         ┃',
    ],
    ['a point on the bound', { lower: 1, estimate: 1, upper: 1, bounds: [1] }, '◉                    '],
    [
      'between two bounds',
      { lower: -1, estimate: 0, upper: 1, bounds: [-2, 2], origin: 0 },
      '┃    ├────●────┤    ┃',
    ],
  ])('%s', (_title, bar, drawing) => {
    expect(renderIntervalBar(bar)).toBe(drawing.replaceAll(' ', '\u00a0'));
  });

  it('always has the same width, and shows the estimate and the bound', () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(value, value, value, value, (one, two, three, bound) => {
        const [lower, estimate, upper] = [one, two, three].sort((left, right) => left - right) as [
          number,
          number,
          number,
        ];
        const drawing = renderIntervalBar({ lower, estimate, upper, bounds: [bound], origin: 0 });
        expect(Array.from(drawing)).toHaveLength(21);
        // Nothing at which a table cell could break it.
        expect(drawing).not.toContain(' ');
        expect(drawing).toMatch(/◉|●/);
        expect(drawing).toMatch(/◉|┃|╂/);
      }),
      { seed: 13 },
    );
  });
});

describe('sections', () => {
  it('are an empty line apart; empty ones are not there', () => {
    expect(joinSections([{ markdown: 'a' }, { markdown: '' }, { markdown: 'b' }], 100)).toBe('a\n\nb\n');
    expect(fold('more', '')).toBe('');
  });

  it('leave out the last optional ones first, and say so', () => {
    const long = 'x'.repeat(200);
    const text = joinSections(
      [
        { markdown: 'verdict' },
        { markdown: long, optional: true },
        { markdown: 'lineage' },
        { markdown: long, optional: true },
      ],
      400,
    );
    expect(text).toBe(
      `verdict\n\n${long}\n\nlineage\n\n_Details were left out to stay within the length that GitHub takes; the job summary has them._\n`,
    );
  });

  it('keep what is required, whatever its length', () => {
    expect(joinSections([{ markdown: 'required' }], 3)).toBe('required\n');
  });
});
