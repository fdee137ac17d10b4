/** The full report of golden cases: one page that needs nothing else, the same bytes again, and no more than may be shown. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { computeEvaluation } from '../../../../src/shared/domain/evaluation/compute-evaluation.ts';
import { joinEvidence } from '../../../../src/shared/domain/evaluation/joined-evidence.ts';
import {
  MAX_REPORT_BYTES,
  renderHtmlReport,
} from '../../../../src/shared/domain/report/html/render-html-report.ts';
import { readElements, textOf } from './html-reader.ts';
import { reportOf, requestOf, tableRequest } from './report-requests.ts';

const titlesOf = (page: string): readonly string[] =>
  Array.from(page.matchAll(/<h3[^>]*>(.*?)<\/h3>/gs), ([, title = '']) => textOf(title));

const BINARY = 'binary, by days that resemble each other';

describe('a page that needs nothing else', () => {
  it.each([
    BINARY,
    'binary, first version',
    'binary, labels of one class',
    'binary, classes by name, by weeks',
    'binary, the same scores',
    'binary, users and days',
    'binary, 4,472 rows by row: each is deleted',
    'regression, 40 days that resemble each other strongly',
    'regression, users with a tail on one side, skewness just above 1',
    'multiclass, by name',
    'multiclass, by ranks',
    'ranking, many equal scores',
    'scores, two graders, in topics',
    'scores, first version',
    'metrics, against reported values of a champion',
  ])('%s', (title) => {
    const page = reportOf(requestOf(title));
    const elements = readElements(page);
    const ids = elements.flatMap(({ attributes }) => attributes.id ?? []);
    expect(new Set(ids).size, 'ids that stand twice').toBe(ids.length);
    const names = elements.flatMap(({ attributes }) => Object.keys(attributes));
    expect(names.filter((name) => /^(on.*|style|src|srcset|action|background)$/.test(name))).toEqual([]);
    const links = elements.flatMap(({ name, attributes }) => (name === 'a' ? [attributes.href ?? ''] : []));
    expect(links.filter((link) => !ids.includes(link.slice(1)))).toEqual([]);
    expect(page).not.toMatch(/NaN|Infinity|>undefined</);
    expect(page.length).toBeLessThan(MAX_REPORT_BYTES);
  });

  it('lets the browser run its own script, style and pictures only, and load nothing', () => {
    const page = reportOf(requestOf(BINARY));
    const policy = readElements(page).find(({ attributes }) => attributes['http-equiv'] !== undefined);
    const digestOf = (name: string): string => {
      const [, content = ''] = new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(page) ?? [];
      return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
    };
    expect(policy?.attributes.content).toBe(
      `default-src 'none'; img-src data:; style-src ${digestOf('style')}; script-src ${digestOf('script')}; base-uri 'none'; form-action 'none'`,
    );
  });

  it('is the same for the same evaluation', () => {
    expect(reportOf(requestOf(BINARY))).toBe(reportOf(requestOf(BINARY)));
  });

  it('describes each drawing in words', () => {
    const page = reportOf(requestOf(BINARY));
    const drawings = readElements(page).filter(({ attributes }) => attributes.role === 'img');
    expect(drawings.length).toBeGreaterThan(5);
    for (const { attributes } of drawings) {
      for (const id of attributes['aria-labelledby']?.split(' ') ?? ['none']) {
        expect(page, id).toMatch(new RegExp(`<(title|desc) id="${id}">[^<]{3,}</`));
      }
    }
  });
});

describe('what it shows', () => {
  it.each([
    [
      BINARY,
      [
        'ROC curve',
        'Precision and recall',
        'Calibration',
        'Errors by class',
        'Predicted probabilities',
        'log_loss by day',
        'Improvement of log_loss by day',
        'Wins and losses by row',
        'The largest differences',
      ],
    ],
    [
      'binary, first version',
      [
        'ROC curve',
        'Precision and recall',
        'Calibration',
        'Errors by class',
        'Predicted probabilities',
        'log_loss by value of user',
      ],
    ],
    [
      'regression, 28 days',
      [
        'Predicted and actual values, challenger',
        'Predicted and actual values, champion',
        'Residuals',
        'mae by day',
        'Improvement of mae by day',
        'Wins and losses by row',
        'The largest differences',
      ],
    ],
    [
      'multiclass, by probabilities',
      [
        'Confusion matrix',
        'Share of each class that is found',
        'f1_macro by value of day',
        'Improvement of f1_macro by value of day',
        'Wins and losses by row',
        'The largest differences',
      ],
    ],
    [
      'ranking, by user',
      [
        'ndcg@10 by value of visitor',
        'Improvement of ndcg@10 by value of visitor',
        'Wins and losses by query',
        'The largest differences',
      ],
    ],
    ['metrics, first version', []],
  ])('%s', (title, expected) => {
    expect(titlesOf(reportOf(requestOf(title)))).toEqual(expected);
  });

  it('shows sums and periods only where predictions are not published', () => {
    const request = requestOf('binary, users and days');
    const [open, closed] = [true, false].map((showsRows) => textOf(reportOf(request, { showsRows })));
    expect(open).toMatch(/\bu\d+\b/);
    expect(open).toMatch(/\br\d+\b/);
    expect(closed).not.toMatch(/\b[ur]\d+\b/);
    expect(closed).toContain('group 1');
    expect(closed).toContain('2026-01-05');
    expect(closed).toContain('Single rows are not shown');
  });
});

const HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>';

describe('what others wrote', () => {
  it('names of groups and ids are text', () => {
    const page = reportOf(tableRequest(200, (row) => `${HOSTILE}${row}`, HOSTILE));
    const elements = readElements(page);
    expect(elements.filter(({ name }) => name === 'script')).toHaveLength(1);
    expect(elements.filter(({ name }) => name === 'img')).toEqual([]);
    expect(textOf(page)).toContain('"><script>alert(1)</script>');
  });

  it('names that are long, and many of them, leave a page of at most 1 MB', () => {
    const long = '\u{1f9ea}&<'.repeat(400);
    const page = reportOf(tableRequest(3000, (row) => `${row}${long}`, long));
    expect(Buffer.byteLength(page)).toBeLessThanOrEqual(MAX_REPORT_BYTES);
    expect(titlesOf(page)).toContain('The largest differences');
    readElements(page);
  });

  it('what is too large is left out, and the page says so', () => {
    const request = requestOf(BINARY);
    const evaluation = computeEvaluation(request);
    const page = renderHtmlReport({
      evaluation,
      showsRows: true,
      config: request.config,
      rows: joinEvidence(request.config, request).rows,
      text: { headline: 'm', summary: [], notes: [], details: ['x '.repeat(600_000)] },
    });
    expect(Buffer.byteLength(page)).toBeLessThanOrEqual(MAX_REPORT_BYTES);
    expect(textOf(page)).toContain('Left out: the report would be larger than 1 MB.');
    expect(titlesOf(page)).toContain('ROC curve');
  });
});
