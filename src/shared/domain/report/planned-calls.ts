/** What a dry run would have written: as a table, a log and as JSON. */
import type { PlannedCall } from '../kernel/planned-call.ts';
import { renderTable } from '../text/markdown-table.ts';
import { countOf } from '../text/number-text.ts';
import { codeSpan, escapeText } from '../text/untrusted-text.ts';

/** One sentence, without Markdown. */
export function describePlannedCalls(calls: readonly PlannedCall[], reason: string): string {
  const made = calls.length === 0 ? 'no call' : countOf(calls.length, 'call');
  return `dry run, nothing was written: ${made} would be made, and then ${reason}`;
}

export function renderPlannedCalls(calls: readonly PlannedCall[]): string {
  const rows = calls.map(({ method, path, purpose }) => [method, codeSpan(path), escapeText(purpose)]);
  const columns = ['method', 'path', 'what'].map((title) => ({ title }));
  const table = rows.length === 0 ? [] : [renderTable(columns, rows)];
  return [
    '> [!NOTE]\n> This is a dry run: nothing was written. What follows is how the run would end.',
    ...table,
    'Whether GitHub would refuse one, for a permission or a ruleset, only a real run finds out.',
  ].join('\n\n');
}
