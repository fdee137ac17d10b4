/** What a comment says of those that another App wrote before: only who wrote a comment may change it. */
import type { Comment } from '../kernel/platform.ts';

/** @returns a paragraph, or none where there is no such comment. */
export function renderOtherComments(comments: readonly Comment[]): readonly string[] {
  if (comments.length === 0) return [];
  const links = comments.map(
    ({ author, url }) => `[the one by ${author.replaceAll(/[[\]]/g, '\\$&')}](${url})`,
  );
  return [
    `Comments of this model that another App or token wrote are of an earlier evaluation, and are not updated any more: ${links.join(', ')}.`,
  ];
}
