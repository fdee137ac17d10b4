import { describe, expect, it } from 'vitest';
import { renderMarkdown } from './report/markdown.ts';
import { renderPage } from './report/page.ts';

const render = (source: string): string => renderMarkdown(source).text;

describe('Markdown on the page of the demo', () => {
  it('shows the tags that comments use, and hides their markers', () => {
    const text = render(
      '<!-- model-steward:evaluate model=x -->\n<details open><summary>All</summary>\n\n**b**\n\n</details>',
    );
    expect(text).toContain('<details open><summary>All</summary>');
    expect(text).toContain('<strong>b</strong>');
    expect(text).not.toContain('model-steward:evaluate');
  });

  it.each([
    '<script>alert(1)</script>',
    'a <img src=x onerror=alert(1)> b',
    '<details ontoggle=alert(1)>x</details>',
    '[x](javascript:alert(1))',
    '![x](javascript:alert(1))',
    '[x](https://example.org" onclick="alert\\(1\\))',
    '```"><script>alert(1)</script>\nx\n```',
  ])('lets nothing through that could act: %s', (source) => {
    const tags = render(source).match(/<[a-z][^>]*>/gi) ?? [];
    const allowed = /^<(?:div class="markdown"|p|pre|code|details|a href="https:\/\/[^"]*")>$/;
    expect(tags.filter((tag) => !allowed.test(tag))).toEqual([]);
  });

  it('shows pictures as links, so that the page loads nothing', () => {
    expect(render('![chart](https://example.org/a.png)')).toContain(
      '<a href="https://example.org/a.png">chart</a>',
    );
  });

  it('shows where links into the box led, but leads nowhere', () => {
    const text = render('[run](http://github.localhost:4000/acme/x/actions/runs/7)');
    expect(text).toContain(
      '<span class="gone" title="http://github.localhost:4000/acme/x/actions/runs/7">run</span>',
    );
    expect(text).not.toContain('<a ');
  });

  it('marks the lines of a change', () => {
    expect(render('```diff\n-old\n+new\n same\n```')).toContain(
      '<span class="diff-remove">-old</span>\n<span class="diff-add">+new</span>\n same',
    );
  });
});

it('the page escapes what people write', () => {
  const page = renderPage({
    repository: 'acme/flight-delays',
    scenes: [{ title: '<s>', date: new Date('2001-04-02'), said: ['<i>'], exhibits: [], runs: [] }],
    final: { tags: [], deployments: [], issues: [], ledger: ['<u>'] },
  });
  expect(page).toContain('&lt;s&gt;');
  for (const tag of ['<i>', '<u>', '<s>']) expect(page).not.toContain(tag);
});
