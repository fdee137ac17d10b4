/**
 * What tags and deployments remember of the ledger: its newest commit at that moment. They are kept apart from the branch,
 * so a history without that commit was rewritten (docs/lifecycle.md#a-ledger-that-was-rewritten).
 */
import { LEDGER_BRANCH } from '../kernel/names.ts';
import type { Tag } from '../kernel/platform.ts';
import { readTagHistory } from './tag-history.ts';
import { readTagMessage } from './tag-message.ts';
import { isObjectName } from '../kernel/digest-form.ts';

export interface LedgerMark {
  readonly commit: string;
  /** Who remembers it: a tag, or a deployment. */
  readonly by: string;
}

/** Of the newest version that has one. */
export function findTagMark(model: string, tags: readonly Tag[]): LedgerMark | undefined {
  const marks = readTagHistory(model, tags).events.flatMap(({ kind, tag, message }) => {
    const { ledger } = readTagMessage(message);
    const isMark = kind === 'registration' && ledger !== undefined && isObjectName(ledger);
    return isMark ? [{ commit: ledger, by: tag }] : [];
  });
  return marks.at(-1);
}

const REMEDY = `Find out who did it, restore it from a clone, and protect ${LEDGER_BRANCH} with a ruleset that forbids deletions and forced pushes.`;

export function describeRewritten({ commit, by }: LedgerMark): string {
  return `ledger: expected the commit ${commit.slice(0, 12)}, which ${by} names, in the history of ${LEDGER_BRANCH}, got a history without it: the ledger was shortened or rewritten, so what it counts may be less than what happened. ${REMEDY}`;
}

export function describeEdited(commits: readonly string[]): string {
  const names = commits.map((commit) => commit.slice(0, 12)).join(', ');
  return `ledger: expected commits that only add events, got others that change or remove some: ${names}. What it counts may be less than what happened. ${REMEDY}`;
}
