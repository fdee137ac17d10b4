/**
 * Earlier pushes of a pull request, stored in the comment itself. People with write access can edit the comment, so
 * only commits and verdicts are read from it.
 */
import { verdicts, type Verdict } from '../documents/evaluation.ts';

export interface EarlierPush {
  /** The first seven digits, enough for a link. */
  readonly commit: string;
  readonly verdict: Verdict;
}

const MAX_EARLIER = 20;
const PUSH = /<!-- model-steward:push ([0-9a-f]{7}) (\w+) -->/g;

/** Hidden lines from which the next comment reads what was evaluated before. */
export function renderPushMarks(pushes: readonly EarlierPush[]): string {
  return pushes.map(({ commit, verdict }) => `<!-- model-steward:push ${commit} ${verdict} -->`).join('\n');
}

/** Newest first, without the commit that is evaluated now. */
export function readEarlierPushes(comment: string | undefined, commit: string): readonly EarlierPush[] {
  const pushes = Array.from((comment ?? '').matchAll(PUSH), ([, sha = '', word = '']) => ({
    commit: sha,
    verdict: verdicts.find((verdict) => verdict === word),
  }));
  return pushes
    .filter((push): push is EarlierPush => push.verdict !== undefined && push.commit !== commit)
    .slice(0, MAX_EARLIER);
}
