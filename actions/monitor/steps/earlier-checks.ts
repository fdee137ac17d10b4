/** Earlier checks of the model, from the ledger. Without them, a warning cannot become an alert by repetition. */
import type { ReadCheck } from '../../../src/shared/domain/documents/check.ts';
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
    const events = await Promise.all(newest.map((path) => ledger.read(path)));
    return events.flatMap((event) => (event.event === 'checked' ? event.check : []));
  });
  return checks ?? [];
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
