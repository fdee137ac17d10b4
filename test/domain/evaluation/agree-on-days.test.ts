/** Tables of one comparison, of which one alone leaves open which of day and month comes first. */
import { expect, it } from 'vitest';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { agreeOnDays } from '../../../src/shared/domain/evaluation/agree-on-days.ts';
import { joinEvidence, type TableEvidence } from '../../../src/shared/domain/evaluation/joined-evidence.ts';
import { predictionOptions } from '../../../src/shared/domain/evaluation/predictions.ts';
import { parseCsv } from '../../../src/shared/domain/table/csv.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';
import { errorOf } from './tables.ts';

const configOf = (columns: Readonly<Record<string, string>>) =>
  modelConfigSchema.parse({
    task: 'binary',
    predictions: { id: 'id', label: 'y', score: 'p', ...columns },
  });

function read(days: readonly string[], config: ReturnType<typeof configOf>): Table {
  const lines = days.map((day, row) => `r${row},${row % 2},0.${row + 1},${day}`);
  const text = ['id,y,p,when', ...lines, ''].join('\n');
  return parseCsv(new TextEncoder().encode(text), 'predictions', predictionOptions(config));
}

const open = ['04/01/2026', '04/02/2026', '04/03/2026'];
const championOf = (table: Table): NonNullable<TableEvidence['champion']> => ({
  ...{ version: '1.0.0', tag: 'm@v1.0.0', modelDigest: 'sha256:0', registered: {}, metrics: undefined },
  predictions: { table, source: 'stored' },
});

function join(config: ReturnType<typeof configOf>, others: readonly string[]) {
  const evidence: TableEvidence = {
    challenger: read(open, config),
    champion: championOf(read([...open, ...others], config)),
    labels: undefined,
  };
  return joinEvidence(config, agreeOnDays(evidence, config.predictions).evidence).rows?.grouping;
}

it.each([{ time: 'when' }, { group: 'when' }])(
  'predictions of the champion that end later decide what the challenger leaves open: %j',
  (columns) => {
    const grouping = join(configOf(columns), ['04/13/2026']);
    const names = Array.from(grouping?.groupOfRow ?? [], (group) => grouping?.nameOf(group));
    expect(names).toEqual(['2026-04-01', '2026-04-02', '2026-04-03']);
  },
);

it.each([{ time: 'when' }, { group: 'when' }])(
  'what no table decides, or two decide otherwise, is refused with what to do: %j',
  (columns) => {
    const config = configOf(columns);
    for (const others of [['04/05/2026'], ['04/13/2026', '13/04/2026']]) {
      const error = errorOf(() => join(config, others));
      expect(error.message).toContain('"04/01/2026", which may be 2026-04-01 or 2026-01-04');
      expect(error.hint).toContain('`columns: { when: day-first }` or `columns: { when: month-first }`');
    }
  },
);

it('a table that is read is not read again', () => {
  const config = configOf({ time: 'when' });
  const evidence: TableEvidence = {
    challenger: read(['04/13/2026'], config),
    champion: championOf(read(['13/04/2026'], config)),
    labels: undefined,
  };
  expect(agreeOnDays(evidence, config.predictions).evidence).toBe(evidence);
});
