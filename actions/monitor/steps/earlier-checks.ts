/** Earlier checks of the model, from the ledger. Without them, a warning cannot become an alert by repetition. */
import type { ReadCheck } from '../../../src/shared/domain/documents/check.ts';
import { showValue } from '../../../src/shared/domain/documents/open-values.ts';
import type { Ledger } from '../../../src/shared/ports/github.ts';
import type { Log } from '../../../src/shared/ports/runner.ts';
import { tryOrWarn } from '../../../src/shared/usecases/attempt.ts';
import type { MonitorPorts } from '../ports.ts';

/** Enough to look past a week of daily checks on overlapping windows. */
const MAX_CHECKS = 10;

/** As `ledgerPath` builds it. */
const CHECK_PATH = /\/(\d{4})\/(\d{2})\/checked-(\d+)-(\d+)(?:-(\d+))?\.json$/;

/** Newest first. */
export async function fetchEarlierChecks(
  { ledger, log }: Pick<MonitorPorts, 'ledger' | 'log'>,
  model: string,
): Promise<readonly ReadCheck[]> {
  const what = 'ledger: earlier checks could not be read, so two warnings in a row are not detected';
  const checks = await tryOrWarn(log, what, async () => {
    const paths = (await ledger.list(model)).filter((path) => CHECK_PATH.test(path));
    const newest = paths.sort(newestFirst).slice(0, MAX_CHECKS);
    return (await Promise.all(newest.map((path) => readCheck(ledger, log, path)))).flat();
  });
  return checks ?? [];
}

/** One event that cannot be read leaves the others: a newer version may have written it. */
async function readCheck(ledger: Ledger, log: Pick<Log, 'warning'>, path: string): Promise<ReadCheck[]> {
  const event = await tryOrWarn(log, `ledger: ${path} is not used`, () => ledger.read(path));
  if (event === undefined || event.event === 'checked') return event === undefined ? [] : [event.check];
  log.warning(`ledger: ${path} is not used: expected an event "checked", got "${showValue(event.event)}"`);
  return [];
}

/** By year, month, run, attempt and copy: runs are numbered in order. */
function newestFirst(left: string, right: string): number {
  const numbers = (path: string): readonly number[] =>
    Array.from(CHECK_PATH.exec(path) ?? [], Number)
      .slice(1)
      .map((value) => (Number.isNaN(value) ? 1 : value));
  const [leftNumbers, rightNumbers] = [numbers(left), numbers(right)];
  const first = leftNumbers.findIndex((number, i) => number !== rightNumbers[i]);
  return first < 0 ? 0 : (rightNumbers[first] ?? 0) - (leftNumbers[first] ?? 0);
}
