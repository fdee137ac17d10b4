/** The sentence about a draft release of the next version that register did not leave, and that it does not continue. */
import type { DraftMisfit } from '../registry/own-draft.ts';

export interface StrangersDraft {
  readonly tag: string;
  readonly url: string;
  readonly author: string;
}

export function describeDraftMisfit({ tag, url, author }: StrangersDraft, misfit: DraftMisfit): string {
  return `draft release of ${JSON.stringify(tag)} by ${author} (${url}): expected the one of this registration, but ${misfits[misfit]}. It is left as it is, nothing of it is published, and register makes its own. Find out who made it, and delete it if no one needs it`;
}

const misfits: Readonly<Record<DraftMisfit, string>> = {
  author: 'another login than that of this token made it',
  notes: 'its notes do not name this evidence',
  asset: 'it has a file that this version does not have',
  document: 'its model.json says something else than this registration',
};
