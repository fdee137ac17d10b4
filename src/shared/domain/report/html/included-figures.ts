/** Files that the training wrote for the report: texts as HTML, pictures in the page itself. */
import { cleanText } from '../../text/untrusted-text.ts';
import type { IncludedContent, IncludedPicture } from '../included-content.ts';
import { NOT_CHECKED } from '../included-text.ts';
import { html, renderName, type Html } from './html.ts';
import { renderMarkdown } from './markdown.ts';

const MAX_NAME = 80;

export function renderIncludedFiles(content: IncludedContent | undefined): Html {
  if (content === undefined || content.texts.length + content.pictures.length === 0) return html``;
  return html`<p>${NOT_CHECKED}</p>
    ${content.texts.map(
      ({ name, blocks }) =>
        html`<h3>${renderName(name, MAX_NAME)}</h3>
          ${renderMarkdown(blocks.join('\n\n'))}`,
    )}${content.pictures.map(renderPicture)}`;
}

/** The policy of the page loads nothing but what the page itself has. */
function renderPicture({ name, mediaType, base64, widthPixels, heightPixels }: IncludedPicture): Html {
  return html`<figure>
    <img
      src="data:${mediaType};base64,${base64}"
      alt="${cleanText(name, MAX_NAME)}"
      width="${widthPixels}"
      height="${heightPixels}"
    />
    <figcaption>${renderName(name, MAX_NAME)}</figcaption>
  </figure>`;
}
