/**
 * The release, the profile and the ledger were written by a later Model Steward: what is unknown is kept, shown
 * where it is left out, and never acted on.
 */
import { expect, test } from 'vitest';
import type { LedgerEvent } from '../../../src/shared/domain/documents/event.ts';
import { canonicalJson } from '../../../src/shared/domain/kernel/canonical-json.ts';
import { documentDigest } from '../../../src/shared/domain/kernel/digest.ts';
import { ledgerPath, LEDGER_BRANCH } from '../../../src/shared/domain/kernel/names.ts';
import { rewriteRelease, withUnknownKeys } from '../../ground/tomorrow.ts';
import { createFlights } from '../../ground/daily-data.ts';
import { startGround, type Ground } from '../../ground/monitoring.ts';
import { MODEL, REPOSITORY } from '../../ground/project.ts';

type CheckedEvent = Extract<LedgerEvent, { event: 'checked' }>;

/** Two weeks, the same shift in both: too small for an alert at once, so only the week before can make it one. */
const shifted = (from: string) =>
  createFlights(from, 7).map((flight) => ({ ...flight, delay: flight.delay + 30 }));

async function rewriteEvent(
  { box, ledger }: Ground,
  change: (event: CheckedEvent) => unknown,
): Promise<string> {
  const path = (await ledger.list(MODEL)).find((listed) => listed.includes('/checked-')) ?? '';
  const event = (await ledger.read(path)) as CheckedEvent;
  await box.pushFiles({
    repository: REPOSITORY,
    branch: LEDGER_BRANCH,
    files: { [path]: canonicalJson(change(event)) },
  });
  return path;
}

test('a profile and a check with unknown keys are read, and the check is named by the digest of all its keys', async () => {
  await using ground = await startGround();
  const repository = ground.box.world.findRepository(REPOSITORY)!;
  const [release] = repository.releases;
  rewriteRelease(repository, release!);
  await ground.putCurrent(createFlights('2026-05-25', 7));
  await ground.checkOn('2026-06-01');
  let before: unknown;
  await rewriteEvent(ground, (event) => {
    before = withUnknownKeys(event.check);
    return withUnknownKeys(event);
  });
  await ground.putCurrent(createFlights('2026-06-01', 7));
  const { check } = await ground.checkOn('2026-06-08');
  expect(check.previousCheck).toBe(documentDigest(before));
  expect(check.findings.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok', 'inconclusive']);
  // It was put there by hand, as no version does.
  expect(ground.warnings).toEqual([expect.stringContaining('expected commits that only add events')]);
});

test('an unknown outcome is no warning, so the next warning is the first of its kind', async () => {
  for (const outcome of ['warning', 'severe']) {
    await using ground = await startGround({ monitor: '{ false-alarms: 1 per year }' });
    await ground.putCurrent(shifted('2026-05-25').slice(-120));
    await ground.checkOn('2026-06-01');
    await rewriteEvent(ground, (event) => ({
      ...event,
      check: {
        ...event.check,
        findings: event.check.findings.map((finding) =>
          finding.subject === 'delay' && finding.kind === 'drift' ? { ...finding, outcome } : finding,
        ),
      },
    }));
    await ground.putCurrent(shifted('2026-06-01').slice(0, 120));
    const { check } = await ground.checkOn('2026-06-02');
    const delay = check.findings.find(({ kind, subject }) => kind === 'drift' && subject === 'delay');
    expect(delay?.outcome).toBe(outcome === 'warning' ? 'alert' : 'warning');
  }
});

test('an event of an unknown kind and one of another major version are left out by name', async () => {
  await using ground = await startGround();
  await ground.putCurrent(createFlights('2026-05-25', 7));
  await ground.checkOn('2026-06-01');
  const path = (await ground.ledger.list(MODEL)).find((listed) => listed.includes('/checked-')) ?? '';
  const event = (await ground.ledger.read(path)) as CheckedEvent;
  const scanned = { ...event, event: 'scanned', check: undefined, scan: { vulnerabilities: 0 } };
  const next = { ...event, check: { ...event.check, schema: 'model-steward/check/2' } };
  const [scannedPath, nextPath] = [7, 8].map((id) =>
    ledgerPath({ model: MODEL, event: 'checked', at: event.at, run: { id, attempt: 1 } }),
  );
  await ground.box.pushFiles({
    repository: REPOSITORY,
    branch: LEDGER_BRANCH,
    files: { [scannedPath!]: canonicalJson(scanned), [nextPath!]: canonicalJson(next) },
  });
  await ground.putCurrent(createFlights('2026-06-01', 7));
  const { check } = await ground.checkOn('2026-06-08');
  expect(check.previousCheck).toBe(documentDigest(event.check));
  expect(ground.warnings).toEqual([
    `ledger: ${nextPath} is not used: ledger: ${nextPath}: check.schema: expected model-steward/check/1, got model-steward/check/2`,
    `ledger: ${scannedPath} is not used: expected an event "checked", got "scanned"`,
  ]);
});

test('a column of an unknown kind could not be looked at: headline and summary say so', async () => {
  await using ground = await startGround();
  const repository = ground.box.world.findRepository(REPOSITORY)!;
  const [release] = repository.releases;
  const keep = <T>(value: T): T => value;
  rewriteRelease(repository, release!, keep, (profile) => ({
    ...profile,
    columns: profile.columns.map((column) =>
      'name' in column && column.name === 'distance' ? { ...column, kind: 'embedding' } : column,
    ),
  }));
  await ground.putCurrent(createFlights('2026-05-25', 7));
  const { summary, check } = await ground.checkOn('2026-06-01');
  expect(check.columns).toContainEqual({ name: 'distance', checks: 'none', reason: 'newer-kind' });
  expect(summary).toMatch(
    /^## .*: nothing to do, but `distance` could not be checked \(profiled by a newer version/m,
  );
});
