/**
 * Earlier pushes of a pull request, kept in the comment itself. The comment is ours, but whoever may edit it
 * can write anything: only commits and verdicts are read from it.
 */
import { verdicts, type Verdict } from '../../../src/shared/domain/documents/evaluation.ts';

export interface EarlierPush {
  /** Seven digits are enough for a link. */
  readonly commit: string;
  readonly verdict: Verdict;
}

const MAX_EARLIER = 20;
const PUSH = /<!-- model-steward:push ([0-9a-f]{7}) (\w+) -->/g;

/** Hidden lines from which the next comment knows what was judged before. */
export function renderPushMarks(pushes: readonly EarlierPush[]): string {
  return pushes.map(({ commit, verdict }) => `<!-- model-steward:push ${commit} ${verdict} -->`).join('\n');
}

/** The newest first, without the commit that is judged now. */
export function readEarlierPushes(comment: string | undefined, commit: string): readonly EarlierPush[] {
  const pushes = Array.from((comment ?? '').matchAll(PUSH), ([, sha = '', word = '']) => ({
    commit: sha,
    verdict: verdicts.find((verdict) => verdict === word),
  }));
  return pushes
    .filter((push): push is EarlierPush => push.verdict !== undefined && push.commit !== commit)
    .slice(0, MAX_EARLIER);
}
