/** Markdown of our own reports as HTML: what it can say, and that text of others stays text. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderInline } from '../../../../src/shared/domain/report/html/markdown-inline.ts';
import { renderMarkdown } from '../../../../src/shared/domain/report/html/markdown.ts';
import { renderTable } from '../../../../src/shared/domain/text/markdown-table.ts';
import { cleanText, codeSpan, escapeText } from '../../../../src/shared/domain/text/untrusted-text.ts';
import { textOf } from './html-reader.ts';

const inline = (markdown: string): string => renderInline(markdown).markup;
const blocks = (markdown: string): string => renderMarkdown(markdown).markup.replace(/\s*\n\s*/g, '');

describe('one line', () => {
  it.each([
    ['**Sample.** 3 rows', '<strong>Sample.</strong> 3 rows'],
    ['verdict *pass* or _fail_', 'verdict <em>pass</em> or <em>fail</em>'],
    ['`a_b` and a_b_c', '<code>a_b</code> and a_b_c'],
    ['`` a`b ``', '<code>a`b</code>'],
    [String.raw`log\_loss \*\* \<b>`, 'log_loss ** &lt;b&gt;'],
    ['5 &lt; 6 &amp; 7', '5 &lt; 6 &amp; 7'],
    ['a &vert; b, 2 * 3 * 4', 'a | b, 2 * 3 * 4'],
    ['<sub>small</sub>', '<small>small</small>'],
    [
      '[**x**](https://a.test/b?c=d&e)',
      '<a href="https://a.test/b?c=d&amp;e" rel="noreferrer"><strong>x</strong></a>',
    ],
    ['[x](javascript:alert)', 'x'],
    ['<img src=x onerror=y>', '&lt;img src=x onerror=y&gt;'],
    ['an open ` and ** and [', 'an open ` and ** and ['],
  ])('%s', (markdown, markup) => {
    expect(inline(markdown)).toBe(markup);
  });

  it('text that was escaped for Markdown is the same text again, without any element', () => {
    const text = fc.oneof(
      fc.string({
        unit: fc.constantFrom('\u202e', '\u200b', '\ud800', '\u0000', '\n', 'é', 'e\u0301', '🧪', 'a'),
        maxLength: 60,
      }),
      fc.string({ unit: fc.constantFrom(...Array.from('`*_[]()<>&|\\!#@ab "')), maxLength: 60 }),
    );
    fc.assert(
      fc.property(text, (value) => {
        const markup = inline(escapeText(value));
        expect(markup).not.toMatch(/</);
        expect(textOf(markup)).toBe(cleanText(value, 400));
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it('code is the same text again, in one element', () => {
    const text = fc.string({
      unit: fc.constantFrom(...Array.from('`*_[]()<>&|\\!ab "')),
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(text, (value) => {
        fc.pre(cleanText(value, 80) !== '');
        const markup = inline(codeSpan(value));
        expect(markup).toMatch(/^<code>[^<]*<\/code>$/);
        expect(textOf(markup)).toBe(cleanText(value, 80));
      }),
      { seed: 4, numRuns: 200 },
    );
  });
});

describe('blocks', () => {
  it.each([
    ['a\nb\n\nc', '<p>a b</p><p>c</p>'],
    ['- a\n- **b**', '<ul><li>a</li><li><strong>b</strong></li></ul>'],
    ['<!-- mark -->\n### `m`: worse', '<h3><code>m</code>: worse</h3>'],
    ['> [!WARNING]\n> **a**\n> - b', '<div class="alert"><p><strong>a</strong></p><ul><li>b</li></ul></div>'],
    [
      '<details><summary>More</summary>\n\nx\n\n</details>\n\ny',
      '<details><summary>More</summary><p>x</p></details><p>y</p>',
    ],
    ['<details open><script>', '<p>&lt;details open&gt;&lt;script&gt;</p>'],
  ])('%s', (markdown, markup) => {
    expect(blocks(markdown)).toBe(markup);
  });

  it('a table has each of its cells, whatever stands in them', () => {
    const cells = ['a|b', '`c|d`', String.raw`e\|f`, '<b>', ''];
    const table = blocks(
      renderTable(
        [{ title: '' }, { title: 'n', align: 'right' }],
        cells.map((cell) => [cell, '1']),
      ),
    );
    const shown = Array.from(
      table.slice(table.indexOf('<tbody>')).matchAll(/<tr><td>(.*?)<\/td><td class="number">1<\/td><\/tr>/g),
      ([, cell]) => textOf(cell ?? ''),
    );
    expect(shown).toEqual(['a|b', 'c|d', String.raw`e\|f`, '<b>', '']);
    expect(table).toContain('<tr><td></td><th scope="col">n</th></tr>');
  });
});

const comments = new URL('../../../actions/evaluate/fixtures/', import.meta.url);

describe('nothing of the Markdown of a comment is left', () => {
  it.each(readdirSync(comments).filter((name) => name.endsWith('.md')))('%s', (name) => {
    const { markup } = renderMarkdown(readFileSync(new URL(name, comments), 'utf8'));
    const outsideCode = textOf(markup.replace(/<code>.*?<\/code>/gs, ''));
    expect(outsideCode).not.toMatch(/\*\*|`|\]\(|\| ---|<\/?(?:details|summary|sub)|^#|\\[_*]/m);
  });
});
