import { expect, test } from 'vitest';
import { eventSchema } from '../../../src/shared/domain/documents/event.ts';
import type { StartedRun } from '../../github-box/human/runs.ts';
import { createFlights } from '../../ground/daily-data.ts';
import { startGround, type Ground } from '../../ground/monitoring.ts';

async function putDelayedWeek(ground: Ground): Promise<void> {
  await ground.putCurrent(
    createFlights('2026-05-25', 7).map((flight) => ({ ...flight, delay: flight.delay + 30 })),
  );
}

/** A ruleset that lets no one write to the branch of the ledger. */
const REFUSED = { kind: 'status', status: 403, method: 'PUT', route: /\/contents\// } as const;

const checksIn = async ({ ledger }: Ground): Promise<readonly string[]> =>
  (await ledger.list('flight-delays')).filter((path) => path.includes('/checked-'));

const pathOf = ({ id }: StartedRun): string => `flight-delays/2026/06/checked-${id}-1.json`;

test('a check that the ledger does not accept is kept as an artifact of the run; the issue is updated', async () => {
  await using ground = await startGround();
  ground.box.faults.inject(REFUSED);
  await putDelayedWeek(ground);
  const { issues, check, failure, run } = await ground.checkOn('2026-06-01');
  expect(failure).toBeUndefined();
  expect(issues).toMatchObject([{ change: 'opened' }]);
  expect(check.decision.kind).toBe('retrain');
  expect(ground.warnings).toEqual([expect.stringContaining(`ledger: ${pathOf(run)} was not written: `)]);
  const kept = await ground.artifactFile(run, 'model-steward-flight-delays.event', pathOf(run));
  expect(eventSchema.parse(JSON.parse(kept))).toMatchObject({
    event: 'checked',
    model: 'flight-delays',
    check,
  });
});

test('where neither the ledger nor the artifact service accepts the event, the step warns and succeeds', async () => {
  await using ground = await startGround();
  ground.box.faults.inject(REFUSED);
  await putDelayedWeek(ground);
  const { failure, run } = await ground.checkOn('2026-06-01', { artifactService: false });
  expect(failure).toBeUndefined();
  expect(ground.warnings).toEqual([
    expect.stringContaining(`ledger: ${pathOf(run)} was not written: `),
    expect.stringContaining(
      `ledger: ${pathOf(run)} could not be kept as an artifact either: artifact "model-steward-flight-delays.event": expected it to be stored`,
    ),
    expect.stringContaining('the check could not be kept as an artifact: '),
  ]);
});

test('a second check in the same run gets a path of its own, and the first is left unchanged', async () => {
  await using ground = await startGround();
  await putDelayedWeek(ground);
  const { run } = await ground.checkOn('2026-06-01');
  await ground.checkOn('2026-06-02', { run });
  const path = pathOf(run);
  const second = path.replace('.json', '-2.json');
  expect(await checksIn(ground)).toEqual([second, path]);
  expect(ground.warnings).toEqual([
    `ledger: ${path} holds another event and is left as it is; this one is written to ${second}`,
  ]);
  expect((await ground.ledger.read(second))?.at).toMatch(/^2026-06-02/);
});

test('without the permission for issues the check still lands, and the step fails with the permission named', async () => {
  await using ground = await startGround();
  await putDelayedWeek(ground);
  const outcome = await ground.checkOn('2026-06-01', { permissions: { contents: 'write', issues: 'read' } });
  expect(outcome.failure).toContain('issues: write');
  expect(outcome.check.decision.kind).toBe('retrain');
  expect(ground.warnings).toEqual([]);
});
