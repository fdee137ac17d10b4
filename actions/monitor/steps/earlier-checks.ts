/** Earlier checks of the model, from the ledger. Without them a check says less, and that is all. */
import type { Check } from '../../../src/shared/domain/documents/check.ts';
import { StewardError } from '../../../src/shared/domain/kernel/errors.ts';
import type { Ledger } from '../../../src/shared/ports/github.ts';
import type { Log } from '../../../src/shared/ports/runner.ts';

/** Enough to look past a week of daily checks on overlapping windows. */
const MOST_CHECKS = 10;

const CHECK_PATH = /\/(\d{4})\/(\d{2})\/checked-(\d+)-(\d+)\.json$/;

/** Newest first. */
export async function fetchEarlierChecks(
  { ledger, log }: { readonly ledger: Ledger; readonly log: Log },
  model: string,
): Promise<readonly Check[]> {
  try {
    const paths = (await ledger.list(model)).filter((path) => CHECK_PATH.test(path));
    const newest = paths.sort(newestFirst).slice(0, MOST_CHECKS);
    const events = await Promise.all(newest.map((path) => ledger.read(path)));
    return events.flatMap(({ check }) => check ?? []);
  } catch (error) {
    if (!(error instanceof StewardError)) throw error;
    log.warning(
      `ledger: earlier checks could not be read, so two watches in a row are not noticed: ${error.message}`,
    );
    return [];
  }
}

/** By year, month, run and attempt: runs are numbered in order. */
function newestFirst(left: string, right: string): number {
  const numbers = (path: string): readonly number[] => (CHECK_PATH.exec(path) ?? []).slice(1).map(Number);
  const [ours, theirs] = [numbers(left), numbers(right)];
  const first = ours.findIndex((number, i) => number !== theirs[i]);
  return first < 0 ? 0 : (theirs[first] ?? 0) - (ours[first] ?? 0);
}
