import { expect, it } from 'vitest';
import type { LedgerHistory } from '../../src/shared/ports/github.ts';
import { noticeRewrittenLedger } from '../../src/shared/usecases/ledger-history.ts';
import { silentLog } from '../adapters/github/test-client.ts';

const commits = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    commit: `${from + index}`.padStart(40, '0'),
    isAddition: true,
  }));
const MARK = { commit: '7'.padStart(40, '0'), by: 'churn@v1.0.0' };

/** @param lacking of the comparison; undefined where the platform cannot compare. */
async function warningsOf(
  history: LedgerHistory,
  lacking: number | undefined,
): Promise<{ readonly warnings: readonly string[]; readonly requests: number }> {
  const warnings: string[] = [];
  let requests = 0;
  const compare = () => {
    requests += 1;
    const changedFiles = { paths: [], isComplete: true };
    return Promise.resolve(lacking === undefined ? undefined : { commits: [], lacking, changedFiles });
  };
  const log = { ...silentLog, warning: (text: string) => void warnings.push(text) };
  const ledger = { history: () => Promise.resolve(history) };
  await noticeRewrittenLedger({ ledger, log, contents: { compare } }, [MARK]);
  return { warnings, requests };
}

const newest = '9'.padStart(40, '0');

it('a commit among the newest costs no request', async () => {
  const recent = { commits: commits(5, 5), isWhole: true };
  expect(await warningsOf({ commit: newest, recent }, undefined)).toEqual({ warnings: [], requests: 0 });
});

it('a whole history without the commit was rewritten, without a request', async () => {
  const recent = { commits: commits(1, 5), isWhole: true };
  const { warnings, requests } = await warningsOf({ commit: newest, recent }, 0);
  expect(warnings).toEqual([
    expect.stringContaining('expected the commit 000000000000, which churn@v1.0.0 names'),
  ]);
  expect(requests).toBe(0);
});

it.each([
  ['the platform finds it in the history', 0, 0],
  ['the branch lacks it', 3, 1],
  ['the platform does not know it', undefined, 1],
])('of an older commit, or where the platform listed none, it is asked: %s', async (_, lacking, count) => {
  for (const recent of [{ commits: commits(10, 50), isWhole: false }, undefined]) {
    const { warnings, requests } = await warningsOf({ commit: newest, recent }, lacking);
    expect([warnings.length, requests]).toEqual([count, 1]);
  }
});

it('a ledger that is gone lacks what is remembered', async () => {
  expect((await warningsOf({ commit: undefined, recent: undefined }, 0)).warnings).toHaveLength(1);
});

it('a commit that changed or removed lines is named', async () => {
  const edit = { commit: 'abcdef'.padEnd(40, '0'), isAddition: false };
  const recent = { commits: [edit, ...commits(5, 5)], isWhole: true };
  expect((await warningsOf({ commit: newest, recent }, 0)).warnings).toEqual([
    expect.stringContaining('got others that change or remove some: abcdef000000.'),
  ]);
});
