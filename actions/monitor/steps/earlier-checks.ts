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
  step: Pick<MonitorStep, 'model' | 'ports' | 'started'>,
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
    const paths = newestFirst(listed, model).slice(0, MAX_CHECKS);
    return (await Promise.all(paths.map((path) => readCheck(ledger, log, path)))).flat();
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

/** Those of checks, by year, month, run, attempt and copy: runs are numbered in order. */
function newestFirst(paths: readonly string[], model: string): readonly string[] {
  return paths
    .flatMap((path) => {
      const place = parseLedgerPath(path, { model, event: 'checked' });
      return place === undefined ? [] : [{ path, place }];
    })
    .sort((left, right) => compareInOrder(right.place, left.place))
    .map(({ path }) => path);
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
