/**
 * Up to where a registration looked at what was merged, by its tag (docs/trust.md#what-was-merged-since). Whoever may push tags can
 * make one again with a newer commit in it, so that nothing was merged since: it has to be part of the code that was registered.
 */
import { mergedUntil, type ResolvedStage } from '../domain/registry/resolve-stage.ts';
import { readTagMessage } from '../domain/registry/tag-message.ts';
import type { Contents } from '../ports/github.ts';
import type { Log } from '../ports/runner.ts';
import { attempt } from './attempt.ts';

export interface MergedUntilPorts {
  readonly contents: Pick<Contents, 'compare'>;
  readonly log: Pick<Log, 'warning'>;
}

/** One request, where the tag names another commit than its code. */
export async function confirmMergedUntil(
  { contents, log }: MergedUntilPorts,
  replaced: ResolvedStage,
): Promise<ReturnType<typeof mergedUntil>> {
  const named = mergedUntil(replaced);
  const { commit: code = replaced.commit } = readTagMessage(replaced.message);
  if (named.commit === code) return named;
  const compared = await attempt(() => contents.compare(named.commit, code));
  if (compared.ok && compared.value?.lacking === 0) return named;
  log.warning(
    `${named.tag}: expected in \`Merged\` a commit that its code has, got ${named.commit.slice(0, 12)}: what was merged since is counted from ${code.slice(0, 12)}, its code`,
  );
  return { ...named, commit: code };
}
