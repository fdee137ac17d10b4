/** Earlier checks of the model, from the ledger. Without them, a warning cannot become an alert by repetition. */
import type { ReadCheck } from '../../../src/shared/domain/documents/check.ts';
import { parseLedgerPath, type LedgerPlace } from '../../../src/shared/domain/kernel/names.ts';
import { showValue } from '../../../src/shared/domain/documents/open-values.ts';
import type { Ledger } from '../../../src/shared/ports/github.ts';
import type { Log } from '../../../src/shared/ports/runner.ts';
import { tryOrWarn } from '../../../src/shared/usecases/attempt.ts';
import { findTagMark } from '../../../src/shared/domain/registry/ledger-marks.ts';
import { noticeRewrittenLedger } from '../../../src/shared/usecases/ledger-history.ts';
import { noticeMissingEvents } from '../../../src/shared/usecases/notice-missing-events.ts';
import type { MonitorStep } from '../ports.ts';

/** Enough to look past a week of daily checks on overlapping windows. */
const MAX_CHECKS = 10;

/** Newest first. A warning names what else it lacks, because the list is read in any case. */
export async function fetchEarlierChecks(
  step: Pick<MonitorStep, 'model' | 'ports' | 'started' | 'context'>,
): Promise<readonly ReadCheck[]> {
  const { ledger, log, tags } = step.ports;
  const model = step.model.name;
  const what = 'ledger: earlier checks could not be read, so two warnings in a row are not detected';
  const checks = await tryOrWarn(log, what, async () => {
    const listed = await ledger.list(model);
    await noticeRewrittenLedger(step.ports, [findTagMark(model, await tags.known(model))]);
    await noticeMissingEvents(step, (asked) =>
      Promise.resolve(new Set(asked.filter((path) => !listed.includes(path)))),
    );
    const paths = earlierOf(step, newestFirst(listed, model)).slice(0, MAX_CHECKS);
    return (await Promise.all(paths.map((path) => readCheck(ledger, log, path)))).flat();
  });
  return checks ?? [];
}

/**
 * Whoever may push can write a check by hand. One of a month to come, or of a run that is not there yet, would stay the newest
 * and hide those that were made.
 */
function earlierOf(
  { started, context, ports }: Pick<MonitorStep, 'ports' | 'started' | 'context'>,
  checks: readonly PlacedCheck[],
): readonly string[] {
  const now = 12 * started.at.getUTCFullYear() + started.at.getUTCMonth() + 1;
  const isToCome = ({ place }: PlacedCheck): boolean => 12 * place.year + place.month > now;
  const [first, ...more] = checks.filter(isToCome);
  if (first !== undefined)
    ports.log.warning(
      `ledger: expected checks up to this month, got ${first.path}${more.length === 0 ? '' : ` and ${more.length} more`}, which no run has written; they are not used. Remove them in a commit, and protect the branch with a ruleset.`,
    );
  // A run that is started again is older than those that checked since.
  const isLater = ({ place }: PlacedCheck): boolean =>
    context.runAttempt === 1 && place.run.id > context.runId;
  return checks.filter((check) => !isToCome(check) && !isLater(check)).map(({ path }) => path);
}

interface PlacedCheck {
  readonly path: string;
  readonly place: LedgerPlace;
}

/** One event that cannot be read leaves the others: a newer version may have written it. */
async function readCheck(ledger: Ledger, log: Pick<Log, 'warning'>, path: string): Promise<ReadCheck[]> {
  const event = await tryOrWarn(log, `ledger: ${path} is not used`, () => ledger.read(path));
  if (event === undefined || event.event === 'checked') return event === undefined ? [] : [event.check];
  log.warning(`ledger: ${path} is not used: expected an event "checked", got "${showValue(event.event)}"`);
  return [];
}

/** Those of checks, by year, month, run, attempt and copy: runs are numbered in order. */
function newestFirst(paths: readonly string[], model: string): readonly PlacedCheck[] {
  return paths
    .flatMap((path) => {
      const place = parseLedgerPath(path, { model, event: 'checked' });
      return place === undefined ? [] : [{ path, place }];
    })
    .sort((left, right) => compareInOrder(right.place, left.place));
}

function compareInOrder(left: LedgerPlace, right: LedgerPlace): number {
  const numbers = ({ year, month, run, copy }: LedgerPlace) => [year, month, run.id, run.attempt, copy];
  const others = numbers(right);
  return (
    numbers(left)
      .map((number, index) => number - (others[index] ?? 0))
      .find((gap) => gap !== 0) ?? 0
  );
}
