/**
 * Whoever reads the ledger compares its history with what tags and deployments remember of it. Nothing that goes wrong
 * here fails a step.
 */
import { LEDGER_BRANCH } from '../domain/kernel/names.ts';
import { describeEdited, describeRewritten, type LedgerMark } from '../domain/registry/ledger-marks.ts';
import type { Contents, Ledger, LedgerHistory } from '../ports/github.ts';
import type { Log } from '../ports/runner.ts';
import { attemptAsLastResort, tryOrWarn } from './attempt.ts';

export interface LedgerHistoryPorts {
  readonly ledger: Pick<Ledger, 'history'>;
  readonly log: Log;
  readonly contents: Pick<Contents, 'compare'>;
}

/** For a tag or a deployment. @returns undefined where there is none, or it could not be read: then nothing is remembered. */
export async function seenLedger(ledger: Pick<Ledger, 'history'>): Promise<string | undefined> {
  const seen = await attemptAsLastResort(() => ledger.history());
  return seen.ok ? seen.value.commit : undefined;
}

/**
 * Warns where the ledger lacks a commit that is remembered, or its newest commits did more than add events. No request
 * where the commit is among the newest that the platform listed; else one for each mark.
 * @param marks at most one of each kind.
 */
export async function noticeRewrittenLedger(
  ports: LedgerHistoryPorts,
  marks: readonly (LedgerMark | undefined)[],
): Promise<void> {
  const what = 'ledger: whether its history was rewritten is not known';
  await tryOrWarn(ports.log, what, async () => {
    const history = await ports.ledger.history();
    const edits = (history.recent?.commits ?? []).filter(({ isAddition }) => !isAddition);
    if (edits.length > 0) ports.log.warning(describeEdited(edits.map(({ commit }) => commit)));
    for (const mark of marks) {
      if (mark === undefined || (await hasCommit(ports, history, mark.commit))) continue;
      ports.log.warning(describeRewritten(mark));
      return;
    }
  });
}

async function hasCommit(
  { contents }: LedgerHistoryPorts,
  { commit: newest, recent }: LedgerHistory,
  wanted: string,
): Promise<boolean> {
  if (newest === undefined) return false;
  if (recent?.commits.some(({ commit }) => commit === wanted) === true) return true;
  if (recent?.isWhole === true) return false;
  const compared = await contents.compare(wanted, `refs/heads/${LEDGER_BRANCH}`);
  return compared?.lacking === 0;
}
