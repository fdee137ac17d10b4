/** Sentences about tags that others made and that register skips. */
import type { ClaimMisfit } from '../registry/check-claim.ts';
import { END_OF_DATES } from '../registry/tag-date.ts';
import { parseTagName } from '../registry/tag-name.ts';
import type { TagObstacle } from '../registry/tag-obstacles.ts';

/** @param chosen name of the tag that is written instead. */
export function describeTagObstacle({ tag, why }: TagObstacle, chosen: string): string {
  const remedy = 'delete it if no one needs it';
  switch (why) {
    case 'taken':
      return `tag ${JSON.stringify(tag)}: it is no version or stage, but has the next name, so ${chosen} is used: ${remedy}`;
    case 'number':
      return `tag ${JSON.stringify(tag)}: its number is too large and is not counted; ${chosen} is next: ${remedy}`;
    case 'date': {
      const year = new Date(END_OF_DATES * 1000).getUTCFullYear();
      return `tag ${JSON.stringify(tag)}: it is dated in the year ${year} or later and is ignored: ${remedy}`;
    }
  }
}

/** Why a version is compared with although it has no stage any more. */
export function describeWithdrawal(tag: string, withdrawnBy: string): string {
  if (parseTagName(withdrawnBy)?.kind === 'assignment')
    return `tag ${JSON.stringify(withdrawnBy)}: register did not make it, and it gives the stage to a version that is older than ${tag}, so ${tag} stays the version to compare with. To compare with the older one, run register with \`operation: promote\`; \`git show ${withdrawnBy}\` names who made the tag, and when`;
  return `tag ${JSON.stringify(withdrawnBy)}: it took the stage from ${tag}, and no other version was assigned to it since, so ${tag} stays the version to compare with. To compare with another one, run register with \`operation: promote\``;
}

/** Why a tag that names the evidence is not taken for the claim of it. */
export function describeClaimMisfit(tag: string, misfit: ClaimMisfit): string {
  return `tag ${JSON.stringify(tag)}: it names this evidence, but ${misfits[misfit]}: it is skipped. Find out who made it, and delete it`;
}

const misfits: Readonly<Record<ClaimMisfit, string>> = {
  tagger: 'register did not make it',
  'model-digest': 'its Model-Digest is that of another model',
  commit: 'it leads to another commit than the one that is registered',
  run: 'the run that it names did not register this commit',
  evaluation: 'it names another evaluation of it',
};
