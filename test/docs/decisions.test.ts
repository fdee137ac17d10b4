/** The table of decisions that people read is the one that decides. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { decisionTable } from '../../src/shared/domain/monitoring/decision/decision-table.ts';

it('the README of monitor has the rules in their order, each with its decision', async () => {
  const text = await readFile(join(import.meta.dirname, '../../actions/monitor/README.md'), 'utf8');
  const rows = [...text.matchAll(/^\| `([a-z-]+)` +\|[^|]+\| `([a-z-]+)`/gm)].map(([, code, decision]) => ({
    code,
    decision,
  }));
  const first = rows.findIndex(({ code }) => code === decisionTable[0]?.code);
  expect(rows.slice(first, first + decisionTable.length)).toEqual(decisionTable);
});
