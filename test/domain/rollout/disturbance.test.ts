import { expect, test } from 'vitest';
import type { DeploymentState } from '../../../src/shared/domain/kernel/platform.ts';
import { findDisturbance } from '../../../src/shared/domain/rollout/disturbance.ts';
import type { KnownDeployment } from '../../../src/shared/domain/rollout/known-deployments.ts';

const createdAt = '2026-05-25T08:00:00Z';

/** Deployment 7, with a status at this position among those of all deployments. */
function other(state: DeploymentState, position: number): KnownDeployment {
  const made = { creator: 'github-actions[bot]', isByHand: false };
  const record = { id: 7, sha: 'f'.repeat(40), ref: 'churn@v1.0.0', task: 'deploy:churn', payload: {} };
  return {
    record: { ...record, ...made, environment: 'production', createdAt },
    status: { id: position, state, createdAt },
  };
}

/** This deployment began as 10 and ended as 20. */
const endedAs = (state: DeploymentState) => ({
  begun: { id: 10, state: 'in_progress', createdAt } as const,
  ended: { id: 20, state, createdAt },
});

test.each([
  ['success', 'failure', 15, true],
  ['success', 'error', 15, true],
  ['failure', 'success', 15, true],
  ['error', 'success', 15, true],
  // Before this one began, and after it ended: the other one knows both ends.
  ['success', 'failure', 5, false],
  ['success', 'failure', 25, false],
  ['failure', 'success', 25, false],
  // The same end, no end, and nothing that was put back.
  ['success', 'success', 15, false],
  ['failure', 'failure', 15, false],
  ['success', 'in_progress', 15, false],
  ['inactive', 'success', 15, false],
  ['success', 'inactive', 15, false],
] as const)(
  'this one ended in %s, another one in %s as status %i → disturbed: %s',
  (own, state, position, is) => {
    const found = findDisturbance(endedAs(own), [other(state, position)]);
    expect(found?.record.id).toBe(is ? 7 : undefined);
  },
);

test('a deployment without a status disturbs none', () => {
  expect(
    findDisturbance(endedAs('success'), [{ ...other('failure', 15), status: undefined }]),
  ).toBeUndefined();
});
