/**
 * A page that needs nothing but itself. Its policy lets the browser run the one script and use the one style of this
 * file, by their digests, and load nothing but pictures that the page itself has: what slips through all escapes can still not act.
 * https://www.w3.org/TR/CSP3/ (`meta` delivers a policy; it must come before what it governs).
 */
import { createHash } from 'node:crypto';
import { html, inElement, type Html } from './html.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';

export interface HtmlPage {
  /** Plain text. */
  readonly title: string;
  readonly body: Html;
}

export function renderPage({ title, body }: HtmlPage): Html {
  const policy = [
    "default-src 'none'",
    'img-src data:',
    `style-src '${digestOf(STYLE)}'`,
    `script-src '${digestOf(SCRIPT)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="referrer" content="no-referrer" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        ${inElement('style', STYLE)}
      </head>
      <body>
        <main>${body}</main>
        ${inElement('script', SCRIPT)}
      </body>
    </html> `;
}

function digestOf({ markup }: Html): string {
  return `sha256-${createHash('sha256').update(markup).digest('base64')}`;
}
