/** A column that is not checked must not pass for one that is fine. */
import { describe, expect, it } from 'vitest';
import type { Check } from '../../../src/shared/domain/documents/check.ts';
import { renderColumns, renderPartlyChecked } from '../../../src/shared/domain/report/columns-text.ts';
import { describeFinding } from '../../../src/shared/domain/report/finding-text.ts';
import { createRandomNumbers } from '../../../src/shared/domain/statistics/random-numbers.ts';
import { checkData, dailyRows, dayAfter, type CheckedData, type Row } from '../../ground/check-data.ts';

function rowsOf(from: string, days: number, change: (row: Row) => Row = (row) => row): readonly Row[] {
  const random = createRandomNumbers(Date.parse(from));
  return dailyRows({ from, days, perDay: 30 }, (row, day) =>
    change({
      ...{ id: `${from}-${row}`, date: day, y: row % 2, p: random() },
      ...{ amount: random(), kind: random() < 0.5 ? 'a' : 'b', note: `note ${from} ${row}` },
      ...{
        login: `${dayAfter(day, -Math.floor(30 * random()))}T08:00:00Z`,
        born: `19${60 + (row % 40)}-05-01`,
      },
      ...{ shop: `S${row % 12}`, till: row % 7, fixed: 1, empty: undefined, session: row },
    }),
  );
}

function check(change?: (row: Row) => Row, options: Partial<CheckedData> = {}): Check {
  return checkData({
    reference: rowsOf('2026-01-05', 56),
    current: rowsOf('2026-03-02', 7, change),
    ...{ now: '2026-03-09T06:00:00Z', monitor: { ignore: ['session'] } },
    predictions: { id: 'id', label: 'y', score: 'p', time: 'date', group: 'till' },
    ...options,
  });
}

const checksOf = ({ columns = [] }: Check): Readonly<Record<string, string>> =>
  Object.fromEntries(columns.map(({ name, checks, reason = '' }) => [name, `${checks} ${reason}`.trim()]));
const alertsOn = ({ findings }: Check, name: string): readonly string[] =>
  findings
    .filter(({ subject, outcome }) => subject === name && outcome === 'alert')
    .map(({ detail }) => detail.code);

it('every column of the data stands in the check, checked or with the reason', () => {
  expect(checksOf(check((row) => ({ ...row, extra: 1 })))).toEqual({
    ...{ id: 'role is-id', date: 'role is-time', y: 'distribution is-label', p: 'distribution is-score' },
    ...{ amount: 'distribution', kind: 'distribution', shop: 'distribution' },
    ...{
      note: 'values identifier',
      login: 'values times',
      born: 'values times',
      till: 'distribution',
    },
    ...{ fixed: 'values constant-in-reference', empty: 'values empty-in-reference' },
    ...{ session: 'none ignored', extra: 'none new-column' },
  });
});

it('the reasons say what is missing, also where a column is broken or not selected', () => {
  const monitor = { columns: ['kind'] };
  const found = checksOf(check((row) => ({ ...row, kind: undefined }), { monitor }));
  expect(found).toMatchObject({ kind: 'values has-finding', shop: 'values not-selected' });
});

it('the summary names all of them, the issue those that are not compared', () => {
  const { columns } = check((row) => ({ ...row, extra: 1 }));
  expect(renderColumns(columns)).toMatchInlineSnapshot(`
    "- Values and distribution: \`amount\`, \`kind\`, \`shop\`, \`till\`
    - Values and distribution (the label, counted and part of the metrics): \`y\`
    - Values and distribution (the score, counted and part of the metrics): \`p\`
    - Missing values, kind and single values only (nearly every row has a value of its own): \`note\`
    - Missing values, kind and single values only (times, compared with the time of their row): \`login\`, \`born\`
    - Missing values, kind and single values only (it did not vary in the reference): \`fixed\`
    - Missing values, kind and single values only (it had no values in the reference): \`empty\`
    - By their role (the id, which has to be unique): \`id\`
    - By their role (the time of the row): \`date\`
    - Not checked (the configuration says \`ignore\`): \`session\`
    - Not checked (the reference does not have it): \`extra\`"
  `);
  expect(renderPartlyChecked(columns)).not.toContain('`amount`');
  expect(renderPartlyChecked(columns)).toContain('- Not checked (the reference does not have it): `extra`');
});

describe('what can be said of any column is said', () => {
  it.each<readonly [string, string, (row: Row) => Row, readonly string[]]>([
    [
      'a second column of times, all 1970',
      'login',
      (row) => ({ ...row, login: '1970-01-01T00:00:00Z' }),
      ['stuck-values', 'far-times'],
    ],
    [
      'half of a second column of times, 9999',
      'login',
      (row) => ({ ...row, login: Number(row.amount) < 0.5 ? '9999-12-31' : row.login }),
      ['far-times'],
    ],
    ['days of birth, all today', 'born', (row) => ({ ...row, born: row.date }), ['stuck-values']],
    [
      'a second column of times, gone',
      'login',
      (row) => Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'login')),
      ['missing-column'],
    ],
    ['a second column of times, empty', 'login', (row) => ({ ...row, login: undefined }), ['missing-values']],
    [
      'a group that is an input, all new',
      'shop',
      (row) => ({ ...row, shop: `${String(row.shop)}-new` }),
      ['new-categories'],
    ],
    ['a group by number, empty', 'till', (row) => ({ ...row, till: undefined }), ['missing-values']],
    ['free text, empty', 'note', (row) => ({ ...row, note: undefined }), ['missing-values']],
    ['free text, always the same', 'note', (row) => ({ ...row, note: 'test' }), ['stuck-values']],
    ['numbers, always the same', 'amount', (row) => ({ ...row, amount: 0.5 }), ['stuck-values']],
    ['a constant, another one', 'fixed', (row) => ({ ...row, fixed: 2 }), ['out-of-range']],
  ])('%s', (_, name, change, codes) => {
    const result = check(change);
    expect(alertsOn(result, name)).toEqual(expect.arrayContaining([...codes]));
    expect(result.decision.kind).toBe('change-processing');
  });

  it('and nothing where nothing changes', () => {
    expect(check().findings.filter(({ outcome }) => outcome === 'alert' || outcome === 'warning')).toEqual(
      [],
    );
  });
});

describe('a column that stands still', () => {
  const still =
    (from: number) =>
    (row: Row): Row =>
      Number(String(row.date).slice(8)) >= from ? { ...row, amount: 0.25 } : row;

  it('on its last two days is an alert, on the last one not yet', () => {
    expect(alertsOn(check(still(7)), 'amount')).toContain('stuck-values');
    expect(alertsOn(check(still(8)), 'amount')).not.toContain('stuck-values');
  });

  it('on one day alone is a warning, on the next day too an alert', () => {
    const day = (at: number) => ({
      current: rowsOf(`2026-03-0${at}`, 1, still(1)),
      now: `2026-03-0${at + 1}T00:00:00Z`,
    });
    const first = check(undefined, day(2));
    const [stuck] = first.findings.filter(({ detail }) => detail.code === 'stuck-values');
    expect(stuck?.outcome).toBe('warning');
    expect(stuck && describeFinding(stuck)).toBe(
      'the column stands still on 1 of 1 day: at most 1 different value a day, and every day of the reference has 30 or more',
    );
    expect(alertsOn(check(undefined, { ...day(3), earlier: [first] }), 'amount')).toContain('stuck-values');
  });

  it.each([
    [28, 'alert', undefined],
    [27, 'warning', 'short-reference'],
  ])('against a reference of %d days: %s', (days, outcome, warningOnly) => {
    const reference = rowsOf(dayAfter('2026-03-02', -days), days);
    const { findings, decision } = check(still(7), { reference });
    const [stuck] = findings.filter(({ detail }) => detail.code === 'stuck-values');
    expect(stuck).toMatchObject({ subject: 'amount', outcome });
    expect(stuck?.warningOnly).toBe(warningOnly);
    expect(decision.kind).toBe(warningOnly === undefined ? 'change-processing' : 'none');
  });

  it('is none where days of the reference stand still too, nor where a day has few rows', () => {
    const sometimes = (row: Row): Row => (String(row.date).endsWith('5') ? { ...row, amount: 0.25 } : row);
    const reference = rowsOf('2026-01-05', 56, sometimes);
    expect(alertsOn(check(still(1), { reference }), 'amount')).not.toContain('stuck-values');
    const few = rowsOf('2026-03-02', 7, still(1)).filter((_, row) => row % 5 === 0);
    expect(alertsOn(check(undefined, { current: few }), 'amount')).not.toContain('stuck-values');
  });
});

it('cells that could not be read are counted in the summary and in the issue', () => {
  const { columns } = check((row) => ({
    ...row,
    amount: Number(row.session) % 30 === 0 ? '12 or so' : row.amount,
  }));
  const unread = columns?.filter(({ unreadRows }) => unreadRows !== undefined);
  expect(unread).toEqual([{ name: 'amount', checks: 'distribution', unreadRows: 7 }]);
  const line = '- Cells that are not what the column holds, taken as missing: `amount` (7 rows)';
  expect(renderColumns(columns)).toContain(line);
  expect(renderPartlyChecked(columns)).toContain(line);
});
