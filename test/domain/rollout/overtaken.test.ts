/** Of several deployments to one environment, the one that was requested last says what is wanted. */
import { expect, test } from 'vitest';
import type { DeploymentState } from '../../../src/shared/domain/kernel/platform.ts';
import { findLastRequest, type Wanted } from '../../../src/shared/domain/rollout/last-request.ts';
import { renderPayload, type KnownDeployment } from '../../../src/shared/domain/rollout/known-deployments.ts';

const production: Wanted = { kind: 'stage', stage: 'production' };

function requested(id: number, state: DeploymentState | undefined, stage?: string): KnownDeployment {
  const version = { version: `1.${id}.0`, modelDigest: 'd'.repeat(64), image: undefined };
  const made = { creator: 'github-actions[bot]', isByHand: false };
  const record = { id, sha: 'f'.repeat(40), ref: '', task: '', environment: 'production', createdAt: '' };
  return {
    record: { ...record, ...made, payload: renderPayload(version, stage === undefined ? {} : { stage }) },
    status: state && { id, state, createdAt: '' },
  };
}

const last = (...known: readonly KnownDeployment[]): Wanted =>
  findLastRequest({ deploymentId: 5, wanted: production }, known);

test.each<[string, KnownDeployment, Wanted]>([
  ['an earlier one', requested(4, 'success'), production],
  ['one that failed', requested(6, 'failure'), production],
  ['one that was replaced', requested(6, 'inactive'), production],
  ['a later one of a version', requested(6, 'success'), { kind: 'version', version: '1.6.0' }],
  ['a later one that has no status yet', requested(6, undefined), { kind: 'version', version: '1.6.0' }],
  ['a later one of another stage', requested(6, 'in_progress', 'canary'), { kind: 'stage', stage: 'canary' }],
])('%s decides what is wanted', (_, other, expected) => {
  expect(last(other)).toEqual(expected);
});

test('of two later ones, the last decides', () => {
  expect(last(requested(7, 'in_progress', 'canary'), requested(8, 'pending', 'production'))).toEqual(
    production,
  );
});

test('a later deployment of another tool says nothing', () => {
  const foreign = requested(6, 'success');
  expect(last({ ...foreign, record: { ...foreign.record, payload: 'by hand' } })).toEqual(production);
});
