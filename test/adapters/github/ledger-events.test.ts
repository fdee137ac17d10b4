/** Many events of the ledger at once: what is there, what is none, and what GraphQL does not give. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/shared/domain/kernel/canonical-json.ts';
import { REPOSITORY, startBoxGitHub, type BoxGitHub } from './box-github.ts';
import { promotion } from './ledger-event.ts';

const COUNT = 120;
const path = (run: number): string => `churn/2026/11/promoted-${run}-1.json`;
const all = Array.from({ length: COUNT }, (_, index) => path(index + 1));

let ground: BoxGitHub;
beforeAll(async () => {
  ground = await startBoxGitHub();
  const events = all.map((place, index) => [place, canonicalJson(promotion(index + 1))] as const);
  await ground.github.ledger.append(path(1), promotion(1));
  await ground.box.pushFiles({
    ...{ repository: REPOSITORY, branch: 'model-steward-ledger', from: 'model-steward-ledger' },
    files: {
      ...Object.fromEntries(events.slice(1)),
      'churn/other.json': '{"schema":"of somebody else"}',
      // GraphQL cuts a text of more than 512,000 bytes.
      'churn/long.json': canonicalJson({ ...promotion(1), more: 'x'.repeat(600_000) }),
    },
  });
});
afterAll(() => ground[Symbol.asyncDispose]());

describe('events of the ledger', () => {
  it('are read fifty in a request, each at its path', async () => {
    ground.box.requests.clear();
    const read = await ground.github.ledgerEvents.readAll(all);
    expect(ground.box.requests.lines()).toEqual(Array.from({ length: 3 }, () => 'POST /graphql 200'));
    expect([...read.keys()]).toEqual(all);
    expect(canonicalJson(read.get(path(77)))).toBe(canonicalJson(promotion(77)));
  });

  it('leave out what is not there, and what is no event', async () => {
    const read = await ground.github.ledgerEvents.readAll([path(1), path(999), 'churn/other.json', 'churn']);
    expect([...read.keys()]).toEqual([path(1)]);
    expect((await ground.github.ledgerEvents.readAll([])).size).toBe(0);
  });

  it('that are cut are read on their own', async () => {
    ground.box.requests.clear();
    const read = await ground.github.ledgerEvents.readAll([path(1), 'churn/long.json']);
    expect([...read.keys()]).toEqual([path(1), 'churn/long.json']);
    expect(ground.box.requests.lines()).toHaveLength(2);
  });

  it('are read one by one where GraphQL is refused', async () => {
    ground.box.faults.inject({ kind: 'status', status: 403, method: 'POST', route: /graphql/, times: 1 });
    const read = await ground.github.ledgerEvents.readAll([path(1), path(2), path(999)]);
    expect([...read.keys()]).toEqual([path(1), path(2)]);
  });
});
