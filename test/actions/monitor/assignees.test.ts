/** Who is assigned to a new issue: those who own the model by CODEOWNERS, or whom the configuration names. */
import { afterEach, describe, expect, it } from 'vitest';
import { createFlights } from '../../ground/daily-data.ts';
import { startGround, type Ground, type GroundOptions } from '../../ground/monitoring.ts';

let ground: Ground;
afterEach(() => ground[Symbol.asyncDispose]());

async function openIssue(
  options: GroundOptions,
  codeOwners?: string,
): Promise<{ readonly assignees: readonly string[]; readonly body: string | null }> {
  ground = await startGround({ ...options, collaborators: { ann: 'write', bob: 'write' } });
  if (codeOwners !== undefined) await ground.putFile('.github/CODEOWNERS', codeOwners);
  const flights = createFlights('2026-05-25', 7);
  await ground.putCurrent(flights.map((flight) => ({ ...flight, delay: flight.delay + 30 })));
  await ground.checkOn('2026-06-01');
  const [issue, ...others] = ground.issues;
  expect(others).toEqual([]);
  return issue!;
}

describe('a new issue is assigned', () => {
  it('to the people who own the configuration', async () => {
    const { assignees } = await openIssue({}, '* @bob\n.github/ @ann @acme/models\n');
    expect(assignees).toEqual(['ann']);
  });

  it('to whom the configuration names instead', async () => {
    const { assignees } = await openIssue({ monitor: '{ assignees: [bob] }' }, '* @ann\n');
    expect(assignees).toEqual(['bob']);
  });

  it('to no one where the configuration says so, or no file names owners', async () => {
    expect((await openIssue({ monitor: '{ assignees: [] }' }, '* @ann\n')).assignees).toEqual([]);
    await ground[Symbol.asyncDispose]();
    expect((await openIssue({})).assignees).toEqual([]);
    expect(ground.warnings).toEqual([]);
  });

  it('and opened all the same where one of them has no access to the repository', async () => {
    const { assignees, body } = await openIssue({}, '* @ann @mallory\n');
    expect(assignees).toEqual([]);
    expect(body).toContain('`delay`');
    expect(ground.warnings).toEqual([
      expect.stringMatching(
        /^the issue could not be assigned to ann, mallory: .*mallory cannot be assigned.*Name people/s,
      ),
    ]);
  });
});
