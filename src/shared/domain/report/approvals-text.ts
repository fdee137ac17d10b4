/** Why an approval does not count, by the name of who gave it. Plain text, for a log and the message of a refusal. */
import type { UncountedApproval } from '../supply-chain/approvals.ts';

const MAX_LISTED = 5;
const COMMIT_CHARACTERS = 7;

/** Begins with "; "; empty where every approval counts. */
export function describeUncounted(uncounted: readonly UncountedApproval[]): string {
  if (uncounted.length === 0) return '';
  const more = uncounted.length - MAX_LISTED;
  const texts = uncounted
    .slice(0, MAX_LISTED)
    .map((approval) => `${approval.login} (${reasonText(approval)})`);
  return `; not counted: ${[...texts, ...(more > 0 ? [`and ${more} more`] : [])].join(', ')}`;
}

function reasonText({ reason, commit }: UncountedApproval): string {
  switch (reason) {
    case 'author':
      return 'is the author of the pull request';
    case 'pusher':
      return 'pushed the last commit, or started its run';
    case 'unknown-pusher':
      return 'may have pushed the last commit, for a bot started its runs, and GitHub does not say who did';
    case 'bot':
      return 'is no person';
    case 'other-commit':
      return `approved ${commit?.slice(0, COMMIT_CHARACTERS) ?? 'a commit that is gone'}, which is not the last commit`;
    case 'dismissed':
      return 'the review was dismissed';
    case 'changes-requested':
      return 'asked for changes after the approval';
    case 'permission':
      return 'has no write permission';
  }
}
