/** Files that the training wrote for the report, in the comment: the beginning of each text, and where pictures are. */
import { codeSpan, escapeSentence } from '../text/untrusted-text.ts';
import { fold } from '../text/sections.ts';
import type { IncludedContent, IncludedText } from './included-content.ts';

/** A comment is read on a telephone too, and other sections are what it is for. */
const MAX_BYTES = 6000;

export const NOT_CHECKED =
  'The training wrote this. Its words and numbers are not checked, and no rule reads them.';

/** @param reportLink Markdown of the full report; undefined where there is none. */
export function renderIncluded(content: IncludedContent | undefined, reportLink: string | undefined): string {
  if (content === undefined) return '';
  const { texts, pictures, leftOut } = content;
  const where = reportLink === undefined ? '' : `, in the ${reportLink}`;
  const parts = [
    ...shorten(texts, where),
    ...(pictures.length === 0
      ? []
      : [`Pictures: ${pictures.map(({ name }) => codeSpan(name)).join(', ')}${where}.`]),
    ...leftOut.map(({ name, reason }) => `${codeSpan(name)} is left out: ${escapeSentence(reason)}.`),
  ];
  return parts.length === 0
    ? ''
    : fold('From the training, not checked', [NOT_CHECKED, ...parts].join('\n\n'));
}

/** Whole blocks, as long as there is room. */
function shorten(texts: readonly IncludedText[], where: string): readonly string[] {
  let leftBytes = MAX_BYTES;
  return texts.map(({ name, blocks }) => {
    const shown: string[] = [];
    for (const block of blocks) {
      leftBytes -= Buffer.byteLength(block);
      if (leftBytes < 0) break;
      shown.push(block);
    }
    const rest = shown.length < blocks.length ? [`_The rest is left out here${where}._`] : [];
    return [`**${codeSpan(name)}**`, ...shown, ...rest].join('\n\n');
  });
}
