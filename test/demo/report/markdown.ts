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
const ALERT = /^\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*/;

const marked = new Marked({
  gfm: true,
  renderer: {
    html: ({ text }) => sanitise(text),
    code: ({ text, lang }) =>
      `<pre><code>${lang === 'diff' ? colorDiff(text) : escapeHtml(text)}</code></pre>`,
    link({ href, tokens }) {
      return link(href, this.parser.parseInline(tokens));
    },
    image: ({ href, text }) => link(href, escapeHtml(text === '' ? 'picture' : text)),
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

export function renderMarkdown(source: string): Html {
  return new Html(`<div class="markdown">${marked.parse(source, { async: false })}</div>`);
}

/** The box is gone when the page is read: what led there is marked, and leads nowhere. */
function link(href: string, label: string): string {
  if (!SAFE_ADDRESS.test(href)) return label;
  const address = escapeHtml(href);
  return BOX_ADDRESS.test(href)
    ? `<span class="gone" title="${address}">${label}</span>`
    : `<a href="${address}">${label}</a>`;
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
