/** Earlier checks of the model, from the ledger. Without them, a warning cannot become an alert by repetition. */
import type { ReadCheck } from '../../../src/shared/domain/documents/check.ts';
import { parseLedgerPath, type LedgerPlace } from '../../../src/shared/domain/kernel/names.ts';
import type { LedgerEvent } from '../../../src/shared/domain/documents/event.ts';
import { MINUTE_MS, parseInstant } from '../../../src/shared/domain/kernel/time.ts';
import { showValue } from '../../../src/shared/domain/documents/open-values.ts';
import { tryOrWarn } from '../../../src/shared/usecases/attempt.ts';
import { findTagMark } from '../../../src/shared/domain/registry/ledger-marks.ts';
import { noticeRewrittenLedger } from '../../../src/shared/usecases/ledger-history.ts';
import { noticeMissingEvents } from '../../../src/shared/usecases/notice-missing-events.ts';
import type { MonitorStep } from '../ports.ts';

/** Enough to look past a week of daily checks on overlapping windows. */
const MAX_CHECKS = 10;
const MAX_READ = 3 * MAX_CHECKS;

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
    return await readNewest(step, earlierOf(step, newestFirst(listed, model)));
  });
  return checks ?? [];
}

/** Those that are not used leave room for older ones, up to a limit of requests. */
async function readNewest(
  step: Pick<MonitorStep, 'model' | 'ports' | 'started'>,
  paths: readonly string[],
): Promise<readonly ReadCheck[]> {
  const checks: ReadCheck[] = [];
  for (let first = 0; first < MAX_READ && checks.length < MAX_CHECKS; first += MAX_CHECKS) {
    const next = paths.slice(first, first + MAX_CHECKS);
    if (next.length === 0) break;
    checks.push(...(await Promise.all(next.map((path) => readCheck(step, path)))).flat());
  }
  return checks.slice(0, MAX_CHECKS);
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

/** Clocks of two machines differ by seconds; one that differs by more dates its own events wrong. */
const CLOCK_SLACK_MS = 10 * MINUTE_MS;

/** One event that cannot be read leaves the others: a newer version may have written it. */
async function readCheck(
  { model, ports, started }: Pick<MonitorStep, 'model' | 'ports' | 'started'>,
  path: string,
): Promise<ReadCheck[]> {
  const { ledger, log } = ports;
  const event = await tryOrWarn(log, `ledger: ${path} is not used`, () => ledger.read(path));
  if (event === undefined) return [];
  if (event.event !== 'checked') {
    log.warning(`ledger: ${path} is not used: expected an event "checked", got "${showValue(event.event)}"`);
    return [];
  }
  const misfit = findMisfit(event, model.name, started.at);
  if (misfit === undefined) return [event.check];
  log.warning(
    `ledger: ${path} is not used: ${misfit}. No run writes that: remove it in a commit, and protect the branch with a ruleset.`,
  );
  return [];
}

/** What an event of this place cannot say; undefined for one that a run may have written. */
function findMisfit(
  { at, model, check }: Extract<LedgerEvent, { event: 'checked' }>,
  expected: string,
  now: Date,
): string | undefined {
  const other = [model, check.model].find((name) => name !== expected);
  if (other !== undefined)
    return `expected a check of the model "${expected}", got one of "${showValue(other)}"`;
  // The other way around, what is no time would pass.
  const isPast = parseInstant(at) <= now.getTime() + CLOCK_SLACK_MS;
  return isPast ? undefined : `expected a check up to ${now.toISOString()}, got one of ${at}`;
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
