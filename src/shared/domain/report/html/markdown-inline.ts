/**
 * One line of the Markdown that the reports of this project write, as HTML: code, emphasis, links, escapes. It is not
 * all of Markdown: what it does not know is text, so that text of others, escaped for Markdown, stays text.
 */
import { html, verbatim, type Html } from './html.ts';

/** In this order: an escape, code, strong, emphasis by stars and by underscores, a link, an entity, one of two tags. */
const INLINE = new RegExp(
  [
    String.raw`\\(?<escaped>[!-\/:-@[-\x60{-~])`,
    '(?<!`)(?<fence>`+)(?!`)(?<code>.*?[^`])\\k<fence>(?!`)',
    String.raw`\*\*(?<strong>\S(?:.*?\S)?)\*\*`,
    String.raw`\*(?<stars>[^\s*](?:[^*]*[^\s*])?)\*`,
    String.raw`(?<![\w\\])_(?<emphasis>[^\s_](?:[^_]*[^\s_])?)_(?!\w)`,
    String.raw`\[(?<text>(?:\\.|[^\]\\])*)\]\((?<address>[^\s()]*)\)`,
    String.raw`&(?<entity>amp|lt|gt|vert|quot);`,
    String.raw`<(?<tag>\/?sub|br)>`,
  ].join('|'),
  'su',
);

const ENTITY_TEXT: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', vert: '|', quot: '"' };
const TAGS: Readonly<Record<string, Html>> = {
  sub: verbatim`<small>`,
  '/sub': verbatim`</small>`,
  br: html`<br />`,
};

export function renderInline(markdown: string): Html {
  const parts: Html[] = [];
  let rest = markdown;
  for (;;) {
    const found = INLINE.exec(rest);
    if (found === null) return html`${[...parts, plain(rest)]}`;
    parts.push(plain(rest.slice(0, found.index)), renderFound(found.groups ?? {}));
    rest = rest.slice(found.index + found[0].length);
  }
}

type Found = Readonly<Record<string, string | undefined>>;

function renderFound({ escaped, code, strong, stars, emphasis, text, address, entity, tag }: Found): Html {
  if (escaped !== undefined) return plain(escaped);
  if (code !== undefined) return html`<code>${withoutBreaks(trimCode(code))}</code>`;
  if (strong !== undefined) return html`<strong>${renderInline(strong)}</strong>`;
  const stressed = stars ?? emphasis;
  if (stressed !== undefined) return html`<em>${renderInline(stressed)}</em>`;
  if (text !== undefined) return renderLink(text, address ?? '');
  if (entity !== undefined) return plain(ENTITY_TEXT[entity] ?? '');
  return TAGS[tag ?? ''] ?? html``;
}

/** Another scheme than that of the web, such as `javascript:`, is no link. */
function renderLink(text: string, address: string): Html {
  return /^https?:\/\//.test(address)
    ? html`<a href="${address}" rel="noreferrer">${renderInline(text)}</a>`
    : renderInline(text);
}

/** As Markdown: one space at each end keeps a backtick apart from the fence. */
function trimCode(code: string): string {
  return code.startsWith(' ') && code.endsWith(' ') && code.trim() !== '' ? code.slice(1, -1) : code;
}

function plain(text: string): Html {
  return html`${withoutBreaks(text)}`;
}

/** `untrusted-text.ts` breaks what GitHub would link; nothing links here, and a broken digest cannot be searched for. */
function withoutBreaks(text: string): string {
  return text.replaceAll('\u200b', '');
}
