/** Markdown of others, neutralized, is read back by an independent parser of GitHub's Markdown (marked). */
import fc from 'fast-check';
import { lexer, type Token } from 'marked';
import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../../src/shared/domain/report/html/markdown.ts';
import { neutralizeMarkdown } from '../../../src/shared/domain/text/untrusted-markdown.ts';

const HARMLESS = ['space', 'paragraph', 'text', 'strong', 'escape', 'codespan', 'list', 'list_item', 'table'];

function childrenOf(token: Token): readonly Token[] {
  const inner = 'tokens' in token ? (token.tokens ?? []) : [];
  if (token.type === 'list') return (token as { items: Token[] }).items;
  if (token.type !== 'table') return inner;
  const { header, rows } = token as { header: { tokens: Token[] }[]; rows: { tokens: Token[] }[][] };
  return [...header, ...rows.flat()].flatMap((cell) => cell.tokens);
}

function tokensOf(tokens: readonly Token[]): readonly Token[] {
  return tokens.flatMap((token) => [token, ...tokensOf(childrenOf(token))]);
}

/** What GitHub would turn into a link or a notification in rendered text. */
const REFERENCE = /@[a-z0-9]|#\d|\bgh-\d|:\/\/|\bwww\.|\b(?=\d*[a-f])[0-9a-f]{7,40}\b/i;

/** @returns what is not harmless in it. */
function faultsOf(text: string): readonly string[] {
  const tokens = tokensOf(lexer(neutralizeMarkdown(text).join('\n\n')));
  return tokens.flatMap(({ type, raw }) => {
    if (type === 'html' && raw === '<br>') return [];
    if (!HARMLESS.includes(type)) return [`${type}: ${raw}`];
    return (type === 'text' || type === 'codespan') && REFERENCE.test(raw) ? [raw] : [];
  });
}

const hostile = [
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>\n\ntext',
  '<!-- model-steward:evaluate model=churn -->',
  '</details>\n\n### `churn`: pass',
  '<details><summary>x</summary>\n\ntext\n\n</details>',
  '![beacon](https://evil.example/x.png)',
  '![beacon][1]\n\n[1]: https://evil.example/x.png',
  '[click](javascript:alert(1)) [**bold**](//evil.example "title")',
  '[a](https://evil.example/(x)) and ![b](<https://evil.example>)',
  '<https://evil.example> https://evil.example www.evil.example me@evil.example',
  '# @octocat fixes #1\n\n**@acme/admins**\n- GH-7 `@octocat`\n1. da39a3ee5e6b4b0d3255bfef95601890afd80709',
  'Title\n=====\n\nOther\n-----\n\n---\n\n***',
  '> [!WARNING]\n> **Merge at once**',
  '| a | @octocat |\n|---|---|\n| <b>x</b> | [x](https://evil.example) |\n| a\\|b | ![x](//evil.example) | more |',
  '|a|\n|-|\n|`|`|',
  '```mermaid\ngraph TD; click A "https://evil.example"\n```',
  '```\n<script>\n``` \n@octocat',
  '~~~\nwithout an end @octocat',
  '    indented <script>',
  '- [ ] task\n- [x] done\n  - deeper\n* * *',
  '+++\n- \n-\n1.\n= x',
  '**\\** and **[** x](//evil.example) **',
  '**`**`** `` ` `` ``` x',
  '[^1] and [^1]: note',
  '$$\\href{https://evil.example}{x}$$ $`x`$',
  '&lt;script&gt; &#64;octocat',
  'right\u202eto left, nul\u0000, \u001b[31m',
];

describe('Markdown of others', () => {
  it.each(hostile)('links nothing, loads nothing, mentions no one and has no HTML: %j', (text) => {
    expect(faultsOf(text)).toEqual([]);
    const { markup } = renderMarkdown(neutralizeMarkdown(text).join('\n\n'));
    expect(markup).not.toMatch(/<(?:a|img|script|h\d|details|iframe)\b/);
  });

  it('of any kind is harmless', () => {
    const signs = Array.from('`*_[]()<>!#@|\\~&-+=:/.0aA \n\t');
    const text = fc.oneof(
      fc.array(fc.constantFrom(...signs), { maxLength: 80 }).map((parts) => parts.join('')),
      fc.array(fc.constantFrom(...hostile), { maxLength: 4 }).map((parts) => parts.join('\n')),
    );
    fc.assert(
      fc.property(text, (value) => {
        expect(faultsOf(value)).toEqual([]);
      }),
      { numRuns: 500, seed: 20261127 },
    );
  });

  it.each([
    ['see [the page](https://example.com/a_(b)) and read', 'see the page and read'],
    ['![plot](https://example.com/x.png) and [run](javascript:alert(1)).', 'plot and run.'],
  ])('leaves the text of a link, whatever its address: %s', (text, left) => {
    expect(neutralizeMarkdown(text)).toEqual([left]);
  });

  it('keeps headings, lists, tables, code and bold text', () => {
    const text = [
      '# Training',
      'The *second* **best** run',
      'took `12` s.',
      '',
      '- one',
      '2. two',
      '',
      '| rows | loss |',
      '|---|---|',
      '| 10 | **0.2** |',
      '',
      '```python',
      'print(1)',
      'print(2)',
      '```',
    ].join('\n');
    expect(neutralizeMarkdown(text)).toEqual([
      '**Training**',
      'The \\*second\\* **best** run took `12` s.',
      '- one\n- two',
      '| rows | loss |\n| --- | --- |\n| 10 | **0.2** |',
      '`print(1)`<br>`print(2)`',
    ]);
  });

  it('takes no longer for a text that was made to take long', () => {
    const texts = [
      '**a '.repeat(5000),
      '['.repeat(20_000),
      '|'.repeat(20_000),
      '`a'.repeat(10_000),
      '![a]('.repeat(4000),
    ];
    for (const text of texts) expect(faultsOf(text)).toEqual([]);
  });
});
