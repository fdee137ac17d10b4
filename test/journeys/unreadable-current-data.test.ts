/** A table that cannot be read fails the step, and is a finding with an issue: a red run that no one opens is no message. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createFlights, toCsv } from '../ground/daily-data.ts';
import { FEATURES, startGround } from '../ground/monitoring.ts';

const WEEK = createFlights('2026-05-25', 7);

const broken: readonly (readonly [string, string | Uint8Array, string])[] = [
  [
    'a row with too few fields',
    `${toCsv(createFlights('2026-05-25', 1), FEATURES)}1,2\n`,
    'current.csv, line 122: expected 5 fields as in the header, got 2',
  ],
  ['a page of a server', '<!DOCTYPE html><html><body>Sign in</body></html>', 'current.csv: expected'],
  ['another encoding', Buffer.from('id,Größe\n1,2\n', 'latin1'), 'current.csv'],
  ['a total below the rows', 'id,date,delay\na,2026-05-25,4\nb,2026-05-26,5\nTotal,,9\n', 'got a total'],
];

describe('a table of current data that cannot be read', () => {
  test.each(broken)('%s', async (_, content, message) => {
    await using ground = await startGround();
    await writeFile(join(ground.workspace, 'current.csv'), content);
    const { check, failure, outputs } = await ground.checkOn('2026-06-01');
    expect(failure).toContain(message);
    expect(outputs).toMatchObject({ 'data-quality': 'alert', decision: 'change-processing' });
    expect(check.findings).toEqual([
      {
        kind: 'data-quality',
        subject: 'current.csv',
        outcome: 'alert',
        detail: { code: 'unreadable-data', source: 'current' },
      },
    ]);
    expect(check.decision).toMatchObject({ kind: 'change-processing', rule: { code: 'unusable-data' } });
    expect(check.current).toBeUndefined();
    const [issue] = ground.issues;
    expect(issue).toMatchObject({
      state: 'open',
      title: 'flight-delays: something is wrong with the data (current.csv)',
    });
    expect(issue?.body).toContain(
      'the table of current data cannot be read: the log of the check says where',
    );
  });

  test('times with a zone beside times without one, where a place is configured', async () => {
    await using ground = await startGround({ timeZone: 'America/New_York' });
    const lines = toCsv(WEEK, FEATURES).split('\n');
    const mixed = lines.map((line, row) => (row % 2 === 0 ? line : line.replace('Z,', ',')));
    await ground.putFile('current.csv', mixed.join('\n'));
    const { check, failure, issues } = await ground.checkOn('2026-06-01');
    expect(failure).toContain('`time-zone: America/New_York` shifts only the former, got both');
    expect(check.findings).toMatchObject([{ subject: 'current.csv', detail: { code: 'unreadable-data' } }]);
    expect(check.decision.kind).toBe('change-processing');
    expect(issues).toMatchObject([{ issueKind: 'data-quality', change: 'opened' }]);
    await ground.putCurrent(WEEK);
    expect((await ground.checkOn('2026-06-02')).issues).toMatchObject([{ change: 'closed' }]);
  });

  test('has its issue closed by a check that reads it', async () => {
    await using ground = await startGround();
    await ground.putFile('current.csv', 'id,date\n1,2,3\n');
    expect((await ground.checkOn('2026-06-01')).failure).toContain('line 2');
    await ground.putCurrent(WEEK);
    const { issues, failure } = await ground.checkOn('2026-06-01');
    expect(failure).toBeUndefined();
    expect(issues).toMatchObject([{ issueKind: 'data-quality', change: 'closed' }]);
  });
});

describe('a table of labels', () => {
  test.each<[string, string | undefined, string]>([
    ['that is not there', undefined, 'labels.csv: expected a file'],
    ['that cannot be read', 'id,late\na,1,2\n', 'labels.csv, line 2: expected 2 fields'],
    [
      'with values that are no labels of the task',
      `id,late\n${WEEK.map(({ id }) => `${id},7`).join('\n')}\n`,
      'expected labels 0 and 1',
    ],
  ])('%s leaves the check of all else', async (_, content, message) => {
    await using ground = await startGround();
    await ground.putCurrent(WEEK);
    if (content !== undefined) await ground.putFile('labels.csv', content);
    const { check, failure } = await ground.checkOn('2026-06-03', { inputs: { labels: 'labels.csv' } });
    expect(failure).toContain(message);
    expect(check.findings).toContainEqual(
      expect.objectContaining({
        subject: 'labels.csv',
        outcome: 'alert',
        detail: { code: 'unreadable-data', source: 'labels' },
      }),
    );
    expect(check.findings).toContainEqual(expect.objectContaining({ subject: 'delay', kind: 'drift' }));
    expect(check.current).toMatchObject({ rows: WEEK.length });
    expect(ground.issues).toMatchObject([{ state: 'open' }]);
  });
});
