/** The page of a check: each column before and now, what was not looked at, and nothing that it has to load. */
import { describe, expect, it } from 'vitest';
import { modelConfigSchema } from '../../../../src/shared/domain/config/config.ts';
import { computeCheck } from '../../../../src/shared/domain/monitoring/compute-check.ts';
import { computeReference } from '../../../../src/shared/domain/monitoring/compute-reference.ts';
import { readCurrentRows } from '../../../../src/shared/domain/monitoring/times/current-rows.ts';
import { drawLines } from '../../../../src/shared/domain/report/html/line-chart.ts';
import { renderCheckReport } from '../../../../src/shared/domain/report/html/render-check-report.ts';
import { parseJsonRows } from '../../../../src/shared/domain/table/json-rows.ts';
import type { Table } from '../../../../src/shared/domain/table/table.ts';
import { readElements, textOf } from './html-reader.ts';

const DAY_MS = 86_400_000;
const START_MS = Date.parse('2026-03-02T00:00:00Z');
const PER_DAY = 10;

/** Ten rows a day: 0 to 9, plus what is given; `kind` is the same on all days but for one category. */
function rowsOf(firstDay: number, days: number, { plus = 0, kind = 'usual' } = {}): Table {
  const lines = Array.from({ length: days * PER_DAY }, (_, row) =>
    JSON.stringify({
      time: new Date(START_MS + (firstDay + Math.floor(row / PER_DAY)) * DAY_MS).toISOString(),
      'x<b>': (row % PER_DAY) + plus,
      kind: row % 5 === 0 ? kind : 'other',
      note: 'same',
    }),
  );
  return parseJsonRows(Buffer.from(lines.join('\n')), 'json-lines', { where: 'rows.jsonl' });
}

function reportOf(current: Table | undefined, kindBefore = 'usual'): string {
  const config = modelConfigSchema.parse({ predictions: { id: 'id', label: 'y', score: 'p', time: 'time' } });
  const training = { table: rowsOf(0, 56, { kind: kindBefore }), where: 'reference' };
  const profile = computeReference({ config, training, predictions: undefined });
  const nowMs = START_MS + 63 * DAY_MS;
  const data =
    current === undefined
      ? ({ path: 'now', cause: 'no-file' } as const)
      : { path: 'now', sha256: '0'.repeat(64), table: current };
  const check = computeCheck({
    ...{ model: 'm', version: '1.0.0', config, profile, profileDigest: '0'.repeat(64) },
    ...{ current: data, earlier: [], nowMs },
  });
  return renderCheckReport({
    ...{ check, profile },
    current: current && readCurrentRows({ path: 'current.csv', table: current }, { config, profile, nowMs }),
    text: { headline: '`m`: look', summary: ['One sentence.'], details: ['### Alerts\n- `x`: moved'] },
  });
}

/** Places of the corners of a line, from its path. */
function cornersOf(page: string, title: string, role: string): readonly (readonly [number, number])[] {
  const figure = page.split('<figure').find((part) => textOf(part).includes(title)) ?? '';
  const [, path = ''] = new RegExp(`<path class="line ${role}" d="(M[^"]+L[^"]+)"`).exec(figure) ?? [];
  return path.split(/[ML]/).flatMap((pair) => {
    const [x, y] = pair.split(' ').map(Number);
    return x === undefined || y === undefined ? [] : [[x, y] as const];
  });
}

/** Labels of the axes. */
function labelsOf(figure: string): readonly { readonly text: string; readonly turned: boolean }[] {
  return Array.from(figure.matchAll(/<text\s+class="label"([^>]*)>([^<]*)</g), ([, how = '', text = '']) => ({
    ...{ text, turned: how.includes('rotate') },
  }));
}

describe('the page of a check', () => {
  const page = reportOf(rowsOf(56, 7, { plus: 9, kind: 'new' }));

  it('needs nothing else, and names of columns are text', () => {
    const elements = readElements(page);
    const ids = elements.flatMap(({ attributes }) => attributes.id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    expect(elements.filter(({ name }) => name === 'b')).toEqual([]);
    const names = elements.flatMap(({ attributes }) => Object.keys(attributes));
    expect(names.filter((name) => /^(on.*|style|src|srcset|action|background)$/.test(name))).toEqual([]);
    expect(page).not.toMatch(/NaN|Infinity|>undefined</);
  });

  it('has both distributions: that of a column that moved by its range stands beside the other one', () => {
    const [before, now] = ['champion', 'challenger'].map((role) => cornersOf(page, ': distribution', role));
    // Hundredths 1 to 99 of 0 to 9, and of 9 to 18: the last of the one is the first of the other.
    expect(before).toHaveLength(99);
    expect(now).toHaveLength(99);
    expect(before?.at(-1)?.[0]).toBe(now?.[0]?.[0]);
    expect(before?.map(([, y]) => y)).toEqual(now?.map(([, y]) => y));
  });

  it('has each day of both, with equal means on all of them', () => {
    const [before, now] = ['champion', 'challenger'].map((role) => cornersOf(page, 'x<b>: day by day', role));
    expect([before?.length, now?.length]).toEqual([56, 7]);
    for (const corners of [before, now]) expect(new Set(corners?.map(([, y]) => y)).size).toBe(1);
    expect(before?.[0]?.[1]).toBeGreaterThan(now?.[0]?.[1] ?? NaN);
  });

  it('has the fractions of the categories, new ones too', () => {
    const figure = page.split('<figure').find((part) => part.includes('kind: categories')) ?? '';
    for (const name of ['usual', 'other', 'new']) expect(textOf(figure)).toContain(name);
    expect(textOf(figure)).toContain('reference');
  });

  it('names of any length fit their drawing, and the title of the days has the category', () => {
    const long = 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch station 7';
    const [figure = ''] = reportOf(rowsOf(56, 7, { kind: 'third' }), long)
      .split('<figure')
      .filter((part) => textOf(part).includes('day by day') && part.includes('Llanfair'));
    expect(figure).toContain(`kind: “${long.slice(0, 59)}…” day by day`);
    for (const { text, turned } of labelsOf(figure)) {
      // 12 px, whose letters are about 7 wide: the drawing is 280 high and 860 wide.
      expect(text.length * 7).toBeLessThan(turned ? 280 : 860);
    }
  });

  it.each(['a'.repeat(200), '駅'.repeat(200)])(
    'a label of 200 letters ends where its axis ends (%#)',
    (label) => {
      const bounds = { lower: 0, upper: 1 };
      const size = { width: 860, height: 280 };
      const { marks } = drawLines({ size, x: { label, bounds }, y: { label, bounds }, lines: [] });
      const labels = labelsOf(marks.markup);
      expect(labels).toHaveLength(2);
      // 12 px: letters of a Latin script are about 7 wide, those of Chinese 12.
      const letter = label.startsWith('a') ? 7 : 12;
      for (const { text, turned } of labels) {
        expect(text.length * letter).toBeLessThan(turned ? 280 : 860);
        expect(text.length).toBeGreaterThan(10);
      }
    },
  );

  it('says what was not looked at', () => {
    const [, section = ''] = page.split('id="not-checked"');
    expect(textOf(section.split('<section')[0] ?? '')).toContain('it did not vary in the reference): note');
  });

  it('is the same for the same check, and without data it has no drawing', () => {
    expect(reportOf(rowsOf(56, 7, { plus: 9, kind: 'new' }))).toBe(page);
    expect(reportOf(undefined)).not.toContain('<figure');
  });
});
