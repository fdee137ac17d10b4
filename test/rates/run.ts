/**
 * Error rates that are stated about rules, measured in seeded worlds in which the truth is known, and on real tables:
 * `npm run test:rates`. It prints the tables of docs/statistics.md, and fails where a rate does not hold, or where a row
 * there is another one. MODEL_STEWARD_RIVALS=1 measures other gates too, which it installs with pip. MODEL_STEWARD_RATES=10
 * runs ten times as many worlds and windows, for a run at night; then the numbers are compared with what is stated, and the
 * tables are not.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderTable } from '../../src/shared/domain/text/markdown-table.ts';
import { formatText } from '../tools/format.ts';
import { sizeFactor } from './rate.ts';
import { runStudies } from './run-studies.ts';

const DOCUMENT = 'docs/statistics.md';
/** After the titles and the line below them. */
const FIRST_ROW = 2;

const { tasks, monitor, rivals, ...others } = await runStudies();
const rates = [
  others.boundaries,
  others.ceilings,
  others.rankCeilings,
  others.creep,
  others.looks,
  others.challengers,
  others.training,
  others.slices,
  others.detection,
  others.relative,
  others.longTails,
  others.heavyWeights,
  others.quantiles,
  others.runCosts,
  others.lasting,
  monitor,
].flatMap((study) => study.rates);
const rows = rates.map(({ what, stated, measured }) => [what, stated, measured]);
const columns = [{ title: 'rate' }, { title: 'stated' }, { title: 'measured', align: 'right' }] as const;
const tables = await Promise.all(
  [renderTable(columns, rows), ...monitor.tables, ...tasks.tables].map((table) =>
    formatText(DOCUMENT, table),
  ),
);
// What other gates do is printed, and stated nowhere.
for (const table of [...tables, ...rivals.tables]) console.log(table);

const text = await readFile(join(import.meta.dirname, '..', '..', DOCUMENT), 'utf8');
/** Cells are padded to the widest of the whole table. */
const squeeze = (line: string): string => line.replaceAll(/ +/g, ' ');
const stated = squeeze(text);
const problems = [
  ...[...rates, ...tasks.rates, ...rivals.rates]
    .filter(({ holds }) => !holds)
    .map(({ what, stated, measured }) => `${what}: ${stated}, got ${measured}`),
  ...(sizeFactor() > 1
    ? []
    : tables.flatMap((table) =>
        table
          .trim()
          .split('\n')
          .slice(FIRST_ROW)
          .filter((row) => !stated.includes(squeeze(row)))
          .map((row) => `${DOCUMENT}: expected the row ${squeeze(row)}, got another one`),
      )),
];
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
