import { expect, test } from 'vitest';
import type { DeploymentState } from '../../../src/shared/domain/kernel/platform.ts';
import { checkHealthResponse } from '../../../src/shared/domain/rollout/health.ts';
import { decideOutcome } from '../../../src/shared/domain/rollout/deployment-document.ts';
import type { Phase } from '../../../src/shared/domain/rollout/deployment-document.ts';
import {
  finalState,
  findInService,
  isSameDeployment,
  renderPayload,
  supersededBy,
  unfinishedBefore,
} from '../../../src/shared/domain/rollout/known-deployments.ts';
import type {
  BegunDeployment,
  KnownDeployment,
} from '../../../src/shared/domain/rollout/known-deployments.ts';

const modelDigest = 'd'.repeat(64);
const detail = { code: 'container-check-passed' } as const;
const payloadOf = (version: string) => ({ version, modelDigest });
const imageOf = (letter: string) => ({
  registry: 'ghcr.io',
  repository: 'acme/churn',
  digest: `sha256:${letter.repeat(64)}`,
});

/** @param endedAs position of the latest status among those of all deployments; in order of creation by default. */
function known(
  id: number,
  state: DeploymentState | undefined,
  payload: unknown = {},
  endedAs = id,
): KnownDeployment {
  const made = { creator: 'github-actions[bot]', isByHand: false };
  const record = { id, sha: 'f'.repeat(40), ref: 'churn@v1.0.0', task: 'deploy:churn' };
  const createdAt = `2026-05-25T08:0${id}:00Z`;
  const status = state && { id: endedAs, state, createdAt: `2026-05-25T08:0${endedAs}:30Z` };
  return { record: { ...record, ...made, environment: 'production', payload, createdAt }, status };
}

test('in service is the newest deployment that succeeded, whatever failed after it', () => {
  const deployments = [
    known(4, 'failure', payloadOf('1.3.0')),
    known(3, 'success', JSON.stringify(payloadOf('1.2.0'))),
    known(2, 'success', payloadOf('1.1.0')),
  ];
  expect(findInService(deployments)).toEqual({ ...payloadOf('1.2.0'), deploymentId: 3, certain: true });
});

test('the payload of a deployment comes back as what is in service', () => {
  const deployed = { ...payloadOf('1.2.0'), image: imageOf('a') };
  const payload = renderPayload(deployed);
  expect(payload.image).toBe(`ghcr.io/acme/churn@sha256:${'a'.repeat(64)}`);
  expect(findInService([known(3, 'success', payload)])).toEqual({
    ...deployed,
    deploymentId: 3,
    certain: true,
  });
});

test('where all are inactive, it is the one that succeeded last, and not for certain', () => {
  const inactive = (id: number, successId: number | undefined): KnownDeployment => {
    const { record, status } = known(id, 'inactive', payloadOf(`1.${id}.0`));
    return { record, status: { ...status!, ...(successId !== undefined && { successId }) } };
  };
  const deployments = [inactive(4, undefined), inactive(3, 30), inactive(2, 31), known(1, 'failure')];
  expect(findInService(deployments)).toMatchObject({ version: '1.2.0', deploymentId: 2, certain: false });
  expect(findInService([...deployments, known(5, 'success', payloadOf('1.5.0'))])).toMatchObject({
    deploymentId: 5,
    certain: true,
  });
});

test.each<[DeploymentState | undefined, boolean]>([
  ['failure', true],
  ['error', false],
  ['in_progress', false],
  [undefined, false],
])('a later deployment in state %s leaves no doubt about what serves: %s', (state, certain) => {
  const deployments = [known(2, state), known(1, 'success', payloadOf('1.0.0'))];
  expect(findInService(deployments)).toMatchObject({ version: '1.0.0', certain });
});

test.each([
  ['ok', undefined, 'success'],
  ['failed', 'ok', 'failure'],
  ['failed', 'skipped', 'failure'],
  ['failed', 'failed', 'error'],
] as const)('health %s and rollback %s end in state %s', (health, rollback, state) => {
  const phases: Phase[] = [{ name: 'health', outcome: health, detail }];
  if (rollback) phases.push({ name: 'rollback', outcome: rollback, detail });
  expect(finalState({ outcome: decideOutcome(phases), phases })).toBe(state);
});

test.each([
  ['nothing was deployed', []],
  ['everything failed', [known(1, 'failure', payloadOf('1.0.0'))]],
  ['another tool deployed', [known(1, 'success', 'by hand')]],
  ['the payload is of another kind', [known(1, 'success', { version: 'latest' })]],
])('nothing is in service when %s', (_, deployments) => {
  expect(findInService(deployments)).toBeUndefined();
});

/** One that has succeeded. */
function succeeded(id: number, endedAs = id): BegunDeployment {
  const { record } = known(id, 'success');
  return { record, status: { id: endedAs, state: 'success', createdAt: record.createdAt } };
}

test('a success replaces the successes before it, and none after it, whatever was created first', () => {
  const [first, second] = [succeeded(5, 9), succeeded(6, 8)];
  const others = [known(4, 'failure'), known(3, 'in_progress'), succeeded(2)];
  expect(supersededBy(first, [...others, first, second])).toEqual([2, 6]);
  expect(supersededBy(second, [...others, first, second])).toEqual([2]);
});

test('of deployments that never ended, the earlier ones are replaced, and a later one is left to its own run', () => {
  const deployments = [known(6, 'in_progress'), known(4, 'failure'), known(3, 'in_progress')];
  const older = [known(2, undefined), known(1, 'inactive'), known(0, 'success')];
  const ids = unfinishedBefore(5, [...deployments, ...older]).map(({ record }) => record.id);
  expect(ids).toEqual([3, 2]);
});

test('what succeeded last is in service, although it was created first', () => {
  const deployments = [
    known(3, 'success', payloadOf('1.1.0'), 4),
    known(2, 'inactive'),
    known(1, 'success', payloadOf('1.0.0'), 5),
  ];
  expect(findInService(deployments)).toMatchObject({ version: '1.0.0', deploymentId: 1, certain: true });
});

test.each<[string, KnownDeployment, boolean]>([
  ['rolled back, and began after it', known(4, 'failure', {}, 5), true],
  ['rolled back to what served before it', known(1, 'failure', {}, 5), false],
  ['rolled back before it succeeded', known(1, 'failure', {}, 2), true],
  ['was interrupted after it', known(1, 'error', {}, 5), false],
  ['was interrupted before it succeeded', known(1, 'error', {}, 2), true],
  ['was replaced', known(1, 'inactive', {}, 5), true],
])('what is in service is known when another deployment %s', (_, other, certain) => {
  const current = known(2, 'success', payloadOf('1.0.0'), 3);
  expect(findInService([other, current])).toMatchObject({ version: '1.0.0', certain });
});

test('one that began in the second of the success may have put back what served before it', () => {
  const current = known(2, 'success', payloadOf('1.0.0'), 3);
  const { record, status } = known(4, 'failure', {}, 5);
  const beganWith = { record: { ...record, createdAt: current.status?.createdAt ?? '' }, status };
  expect(findInService([beganWith, current])).toMatchObject({ version: '1.0.0', certain: false });
});

test('a deployment that was overtaken and put nothing into service ends as inactive', () => {
  const overtaken = { code: 'overtaken', stage: 'production', version: '1.1.0' } as const;
  const phases: Phase[] = [{ name: 'start', outcome: 'failed', detail: overtaken }];
  expect(finalState({ outcome: decideOutcome(phases), phases })).toBe('inactive');
});

test('the same version with the same bytes and image is the same deployment', () => {
  const current = { ...payloadOf('1.0.0'), image: imageOf('a') };
  expect(isSameDeployment(current, { ...current })).toBe(true);
  expect(isSameDeployment(current, { ...current, image: imageOf('b') })).toBe(false);
  expect(isSameDeployment(current, { ...current, image: undefined })).toBe(false);
  expect(isSameDeployment(current, { ...current, version: '1.0.1' })).toBe(false);
});

test.each([
  [{ status: 200, body: '' }, true],
  [{ status: 204, body: '' }, true],
  [{ status: 200, body: '{"version":"1.1.0"}' }, true],
  [{ status: 200, body: '{"version":"v1.1.0"}' }, true],
  [{ status: 200, body: '{"version":"1.0.0"}' }, false],
  [{ status: 200, body: '{"version":7}' }, true],
  [{ status: 200, body: 'null' }, true],
  [{ status: 301, body: '' }, false],
  [{ status: 503, body: '' }, false],
  [undefined, false],
])('a service that answers %j is healthy as version 1.1.0: %s', (answer, healthy) => {
  expect(checkHealthResponse(answer, { path: '/health', version: '1.1.0' }).healthy).toBe(healthy);
});

test.each<[Phase['outcome'][], Phase['outcome'] | undefined, string]>([
  [['ok', 'ok'], undefined, 'deployed'],
  [['ok', 'skipped'], undefined, 'deployed'],
  [['ok', 'failed'], undefined, 'failed'],
  [['ok', 'failed'], 'ok', 'rolled-back'],
  [['ok', 'failed'], 'failed', 'failed'],
])('phases %j with rollback %s end as %s', (outcomes, rollback, expected) => {
  const phases: Phase[] = outcomes.map((outcome) => ({ name: 'health', outcome, detail }));
  if (rollback) phases.push({ name: 'rollback', outcome: rollback, detail });
  expect(decideOutcome(phases)).toBe(expected);
});
