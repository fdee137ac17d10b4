/**
 * GitHub's Markdown as HTML. What a comment says is somebody else's text: raw HTML is escaped but for a few
 * bare tags that GitHub shows too, links lead to web pages only, and pictures become links.
 */
import { Marked, type Tokens } from 'marked';
import { escapeHtml, Html } from './html.ts';

const BARE_TAGS =
  /&lt;(\/?(?:details|summary|sub|sup|kbd|b|i|code|br))( open(?:=(?:&quot;){2})?)?\s*\/?&gt;/g;
const COMMENT = /<!--.*?-->/gs;
const SAFE_ADDRESS = /^(?:https?:\/\/|#|\.{0,2}\/)/i;
const BOX_ADDRESS = /^https?:\/\/(?:github\.localhost|127\.0\.0\.1)(?::\d+)?(?:\/|$)/;
/** A link of a page into the box; its text is the first group. */
export const BOX_LINK =
  /<a\s[^<>]*href="https?:\/\/(?:github\.localhost|127\.0\.0\.1)[:/][^"<>]*"[^<>]*>((?:(?!<\/a>)[\s\S])*)<\/a>/g;
/** A link of Markdown into the box; its text is the first group. */
export const BOX_LINK_IN_MARKDOWN =
  /\[((?:[^[\]]|\[[^[\]]*\])*)\]\(https?:\/\/(?:github\.localhost|127\.0\.0\.1)[:/][^()\s]*\)/g;
const ALERT = /^\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*/;

/** @returns where what stood in the box is shown beside the text; undefined where it is not. */
export type LinkOfBox = (address: string) => string | undefined;

/** @param linkOfBox by default what led into the box leads nowhere. */
export function renderMarkdown(source: string, linkOfBox: LinkOfBox = () => undefined): Html {
  return new Html(`<div class="markdown">${createMarked(linkOfBox).parse(source, { async: false })}</div>`);
}

function createMarked(linkOfBox: LinkOfBox): Marked {
  return new Marked({
    gfm: true,
    renderer: {
      html: ({ text }) => sanitise(text),
      code: ({ text, lang }) =>
        `<pre><code>${lang === 'diff' ? colorDiff(text) : escapeHtml(text)}</code></pre>`,
      link({ href, tokens }) {
        return link(href, this.parser.parseInline(tokens), linkOfBox);
      },
      image: ({ href, text }) => link(href, escapeHtml(text === '' ? 'picture' : text), linkOfBox),
      blockquote({ tokens }) {
        const body = this.parser.parse(tokens);
        const [, kind] = ALERT.exec(firstText(tokens)) ?? [];
        if (kind === undefined) return `<blockquote>${body}</blockquote>`;
        const content = body.replace(`[!${kind}]`, '');
        const title = `${kind.slice(0, 1)}${kind.slice(1).toLowerCase()}`;
        return `<div class="alert alert-${kind.toLowerCase()}"><p class="alert-title">${title}</p>${content}</div>`;
      },
    },
  });
}

/** The box is gone when the page is read: what led there leads to where it is shown, or is marked and leads nowhere. */
function link(href: string, label: string, linkOfBox: LinkOfBox): string {
  if (!SAFE_ADDRESS.test(href)) return label;
  if (!BOX_ADDRESS.test(href)) return `<a href="${escapeHtml(href)}">${label}</a>`;
  const shown = linkOfBox(href);
  return shown === undefined
    ? `<span class="gone" title="${escapeHtml(href)}">${label}</span>`
    : `<a href="${escapeHtml(shown)}">${label}</a>`;
}

function sanitise(text: string): string {
  return escapeHtml(text.replace(COMMENT, '')).replace(
    BARE_TAGS,
    (_, tag: string, open: string | undefined) => `<${tag}${open === undefined ? '' : ' open'}>`,
  );
}

function colorDiff(text: string): string {
  const lines = text.split('\n').map((line) => {
    const kind = line.startsWith('+') ? 'add' : line.startsWith('-') ? 'remove' : undefined;
    return kind === undefined ? escapeHtml(line) : `<span class="diff-${kind}">${escapeHtml(line)}</span>`;
  });
  return lines.join('\n');
}

function firstText(tokens: readonly { readonly type: string }[]): string {
  const paragraph = tokens.find((token): token is Tokens.Paragraph => token.type === 'paragraph');
  return paragraph?.text ?? '';
}
