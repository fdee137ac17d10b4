/** Sentences about tags that others made and that register skips. */
import type { ClaimMisfit } from '../registry/check-claim.ts';
import { END_OF_DATES } from '../registry/tag-date.ts';
import { parseTagName } from '../registry/tag-name.ts';
import type { Withdrawal } from '../registry/resolve-stage.ts';
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

/** Why a version is compared with although it has no stage any more, and what changes that. */
export function describeWithdrawal(champion: string, { tag, otherVersion }: Withdrawal): string {
  const promote = `run register with \`operation: promote\` and \`version: ${otherVersion}\``;
  if (parseTagName(tag)?.kind === 'assignment')
    return `tag ${JSON.stringify(tag)}: register did not make it, and it gives the stage to a version that is older than ${champion}, so ${champion} stays the version to compare with. To compare with the older one, ${promote}; \`git show ${tag}\` names who made the tag, and when`;
  const why = `tag ${JSON.stringify(tag)}: it took the stage from ${champion}, and no other version was assigned to it since, so ${champion} stays the version to compare with`;
  if (otherVersion !== undefined) return `${why}. To compare with another one, ${promote}`;
  return `${why}. No other version is registered: a new model has to pass against it, or somebody overrides its verdict by name. To give it its stage back, delete the tag: \`git push --delete origin '${tag}'\``;
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
