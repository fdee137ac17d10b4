/**
 * The full report in a real Chromium, checked with axe-core: https://github.com/dequelabs/axe-core. Nothing is asked of the
 * network, nothing is written to the console, it reads without scripts, in light and in dark.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportOf, requestOf, tableRequest } from '../domain/report/html/report-requests.ts';
import { startChromium, type Browser } from './chromium.ts';
import { createResources } from './resources.ts';
import { installChromium } from './tools.ts';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const resources = createResources();
const CASES = {
  binary: 'binary, by days that resemble each other',
  'users and days': 'binary, users and days',
  regression: 'regression, 28 days',
  multiclass: 'multiclass, by probabilities',
  ranking: 'ranking, by user',
  scores: 'scores, three responses to each case and five by the champion',
  'no rows': 'metrics, against reported values of a champion',
} as const;

const LONG = 'a thousand rows';
const HOSTILE = '"><img src=x onerror=alert(1)><script>alert(2)</script>';

let browser: Browser;
let folder: string;
beforeAll(async () => {
  browser = resources.use(await startChromium(await installChromium()));
  folder = await mkdtemp(join(tmpdir(), 'report-'));
  resources.defer(() => rm(folder, { recursive: true }));
  for (const [name, title] of Object.entries(CASES)) await keep(name, reportOf(requestOf(title)));
  await keep(LONG, reportOf(tableRequest(3000, (row) => `${row}${HOSTILE}`, HOSTILE)));
});
afterAll(() => resources.close());

const fileOf = (name: string): string => join(folder, `${name}.html`);
const addressOf = (name: string): string => pathToFileURL(fileOf(name)).href;

async function keep(name: string, page: string): Promise<void> {
  await writeFile(fileOf(name), page);
}

interface AxeResult {
  readonly passCount: number;
  readonly violations: readonly string[];
}

/** Best practices too, such as headings in their order. */
const RUN_AXE = `axe.run(document).then(({ passes, violations }) => ({
  passCount: passes.length,
  violations: violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ': ' + html.slice(0, 200) + ' ' + failureSummary)),
}))`;

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  it.each([...Object.keys(CASES), LONG])(
    '%s: axe finds no violation, the console stays empty, and nothing is loaded',
    async (name) => {
      const page = await browser.open(addressOf(name), { colorScheme });
      await page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })");
      await page.evaluate(axe);
      const { passCount, violations } = await page.evaluate<AxeResult>(RUN_AXE);
      expect(violations).toEqual([]);
      expect(passCount).toBeGreaterThan(10);
      expect(page.problems).toEqual([]);
      expect(page.requests).toEqual([addressOf(name)]);
      await keepScreenshot(`${name}-${colorScheme}`, await page.screenshot());
    },
  );

  it('has the colors of the scheme', async () => {
    const page = await browser.open(addressOf('binary'), { colorScheme });
    const background = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    expect(background).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(13, 17, 23)');
  });
});

/** For whoever wants to look at them: MODEL_STEWARD_SCREENSHOTS names a folder. */
async function keepScreenshot(name: string, png: Buffer): Promise<void> {
  const into = process.env.MODEL_STEWARD_SCREENSHOTS;
  if (into === undefined) return;
  await mkdir(into, { recursive: true });
  await writeFile(join(into, `${name}.png`), png);
}

describe('the table of a thousand rows', () => {
  const VISIBLE =
    "[...document.querySelectorAll('.searched tbody tr')].filter((row) => row.checkVisibility()).length";

  it('is searched as it is typed', async () => {
    const page = await browser.open(addressOf(LONG), { colorScheme: 'light' });
    expect(await page.evaluate(VISIBLE)).toBe(1000);
    const type = (text: string) => `(() => {
      const input = document.querySelector('.search input');
      input.value = ${JSON.stringify(text)};
      input.dispatchEvent(new Event('input'));
      return document.querySelector('.search output').textContent;
    })()`;
    const first = await page.evaluate<string>("document.querySelector('.searched tbody th').textContent");
    expect(await page.evaluate(type(first.toUpperCase()))).toMatch(/^[1-9]\d* of 1000 lines$/);
    expect(await page.evaluate<number>(VISIBLE)).toBeLessThan(200);
    expect(await page.evaluate(type('no such row'))).toBe('0 of 1000 lines');
    expect(await page.evaluate(type(''))).toBe('');
    expect(await page.evaluate(VISIBLE)).toBe(1000);
  });

  it('is there without scripts, and no search that would not work', async () => {
    const page = await browser.open(addressOf(LONG), { colorScheme: 'light', runsScripts: false });
    expect(await page.evaluate(VISIBLE)).toBe(1000);
    expect(await page.evaluate("document.querySelector('.search')")).toBeNull();
    expect(page.problems).toEqual([]);
  });
});

it('a script that got into the page would not run', async () => {
  const page = reportOf(requestOf(CASES.binary));
  const attacked = page.replace(
    '</main>',
    '<script>document.title = "taken"</script><img src="http://127.0.0.1:9/x.png" /></main>',
  );
  expect(attacked).not.toBe(page);
  await keep('attacked', attacked);
  const opened = await browser.open(addressOf('attacked'), { colorScheme: 'light' });
  expect(await opened.evaluate('document.title')).toBe('m: inconclusive');
  expect(opened.problems.join()).toContain('Content Security Policy');
});
