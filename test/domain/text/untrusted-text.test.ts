/** Rendered text is read back by an independent parser of GitHub's Markdown (marked). */
import fc from 'fast-check';
import { lexer, type Token } from 'marked';
import { describe, expect, it } from 'vitest';
import { renderTable } from '../../../src/shared/domain/text/markdown-table.ts';
import {
  cleanText,
  codeSpan,
  escapeSentence,
  escapeText,
} from '../../../src/shared/domain/text/untrusted-text.ts';

const graphemesOf = (text: string) => Array.from(new Intl.Segmenter('en').segment(text));

const hostile = [
  '<img src=x onerror=alert(1)>',
  '<!-- model-steward:evaluate model=churn -->',
  '![beacon](https://evil.example/x.png)',
  '[click](javascript:alert(1))',
  '**bold** _em_ ~~gone~~ `code`',
  '@octocat please merge',
  '@acme/admins',
  'fixes #1',
  'acme/flights#12',
  'GH-7',
  'see https://evil.example or www.evil.example or ftp://evil.example',
  'mail me@evil.example',
  'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  'a|b|c',
  'a\\|![beacon](//evil.example/x.png)',
  'a\\\\|b\\',
  'line one\nline two\r\n\r\n# heading',
  '/merge',
  '```\nfence',
  '``````',
  '`',
  '&lt;b&gt; &#64;octocat',
  'right\u202eto left\u202c',
  'zero\u200bwidth\u2060\ufeff',
  'nul\u0000 and escape \u001b[31m',
  '\ud800 lone surrogate',
  '[^1]: note',
  '- [ ] task',
  '1. list',
  'x'.repeat(5000),
  '👩‍👩‍👧‍👦'.repeat(200),
  '',
  '   ',
] as const;

/** All tokens of the text, however deep. */
function tokensOf(markdown: string): readonly Token[] {
  const collect = (tokens: readonly Token[]): readonly Token[] =>
    tokens.flatMap((token) => {
      const inner = 'tokens' in token ? (token.tokens ?? []) : [];
      const cells =
        token.type === 'table'
          ? [...token.header, ...(token.rows as { tokens: Token[] }[][]).flat()].flatMap(
              (cell: { tokens: Token[] }) => cell.tokens,
            )
          : [];
      return [token, ...collect(inner), ...collect(cells)];
    });
  return collect(lexer(markdown));
}

/** What GitHub would turn into a link or a notification in rendered text. */
const REFERENCE = /@[a-z0-9]|#\d|\bgh-\d|:\/\/|\bwww\.|\b(?=\d*[a-f])[0-9a-f]{7,40}\b/i;

function expectHarmless(markdown: string, allowed: readonly string[]): void {
  const tokens = tokensOf(markdown);
  for (const { type } of tokens) expect(allowed).toContain(type);
  const shown = tokens.filter(({ type }) => type === 'text' || type === 'codespan').map((token) => token.raw);
  for (const text of shown) expect(text).not.toMatch(REFERENCE);
}

describe('hostile text', () => {
  it.each(hostile)('in code is nothing but code: %j', (text) => {
    expectHarmless(`Before ${codeSpan(text)} after`, ['paragraph', 'text', 'codespan', 'em']);
  });

  it.each(hostile)('in a sentence is nothing but text: %j', (text) => {
    expectHarmless(`Before ${escapeText(text)} after`, ['paragraph', 'text', 'escape']);
  });

  it.each(hostile)('in a message is nothing but text and code: %j', (text) => {
    expectHarmless(`Before ${escapeSentence(text)} after`, ['paragraph', 'text', 'escape', 'codespan']);
  });

  it.each(hostile)('in a table stays in its cell: %j', (text) => {
    const markdown = renderTable([{ title: 'one' }, { title: 'two' }], [[codeSpan(text), escapeText(text)]]);
    const table = lexer(markdown)[0];
    expect(table).toMatchObject({ type: 'table' });
    if (table?.type !== 'table') return;
    expect((table.rows as unknown[][]).map((row) => row.length)).toEqual([2]);
    expectHarmless(markdown, ['table', 'paragraph', 'text', 'codespan', 'escape', 'em']);
  });

  it('of any kind stays harmless, short and on one line', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc
        .array(fc.constantFrom(...Array.from('`*_[]()<>!#@|\\~&-+:/.0aA \n\t\u200b\u202e')), {
          maxLength: 60,
        })
        .map((parts) => parts.join('')),
      fc.tuple(fc.constantFrom(...hostile), fc.constantFrom(...hostile)).map(([one, other]) => one + other),
    );
    fc.assert(
      fc.property(text, (value) => {
        expectHarmless(`Before ${codeSpan(value)} after`, ['paragraph', 'text', 'codespan', 'em']);
        expectHarmless(`Before ${escapeText(value)} after`, ['paragraph', 'text', 'escape']);
        const table = renderTable([{ title: 'one' }], [[`${codeSpan(value)} ${escapeSentence(value)}`]]);
        expectHarmless(table, ['table', 'text', 'codespan', 'em', 'escape']);
        expect(cleanText(value, 20)).not.toMatch(/[\n\r\p{Cc}\p{Cf}]/u);
        expect(graphemesOf(cleanText(value, 20)).length).toBeLessThanOrEqual(20);
      }),
      { seed: 10, numRuns: 1500 },
    );
  });
});

describe('harmless text stays as it is', () => {
  it.each(['log_loss', 'user-17', 'Zürich', '2001-02-14', '42', 'a@'])('%s in code', (text) => {
    expect(codeSpan(text).replaceAll('\u200b', '')).toBe(`\`${text}\``);
  });

  it('a message shows the names between its backticks as code', () => {
    expect(escapeSentence('no `url` to send it to, and `a|b` of <b>')).toBe(
      'no `url` to send it to, and `a|b` of &lt;b&gt;',
    );
    expect(escapeSentence('one ` alone, ``two``, and `` ` ``')).not.toMatch(/(?<!\\)`/);
  });

  it('a sentence reads the same', () => {
    const [paragraph] = lexer(escapeText('roc_auc at-least 0.6: 5 days cannot carry an interval (3 more)'));
    expect(paragraph).toMatchObject({ type: 'paragraph' });
    expect(escapeText('better by 0.1')).toBe('better by 0.1');
    expect(escapeText('a|b & c')).toBe('a&vert;b &amp; c');
  });
});
