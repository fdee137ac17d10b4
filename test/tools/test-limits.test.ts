/**
 * No test depends on how fast a machine is: it waits for a sign, and a limit is only for what never comes. Not found: a
 * pause that has to be long enough, and a time limit that the code under test gets.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { listRepositoryFiles } from './repository-files.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const OWN = 'test/tools/test-limits.test.ts';
/** The limit of all tests in vitest.config.ts: a machine that does ten other things came near 60 s. */
const SHORTEST_MS = 240_000;

const RULES: readonly (readonly [pattern: RegExp, remedy: string])[] = [
  [/\bvi\.wait(?:For|Until)\(/, 'it gives up after a second: wait with test/ground/until.ts'],
  [
    /\bexpect\([^\n]*\b(?:performance|Date)\.now\(\)/,
    'how long something took is no result: make it so large that a slow way takes minutes, and let the test run out of time',
  ],
  [/\bvi\.setConfig\(/, 'vitest.config.ts has one limit for all tests'],
];
const TOO_SHORT = `no limit, or one above the ${SHORTEST_MS / 1000} s of vitest.config.ts`;

/** What takes a limit in milliseconds as its last argument. */
const LIMITED = new Set(['it', 'test', 'describe', 'beforeAll', 'afterAll', 'beforeEach', 'afterEach']);
/** A call that ends with a number or a constant: without one, the file need not be parsed. */
const LAST_ARGUMENT = /,\s*(?:\d[\d_ *]{2,}|\w*_MS),?\s*\)/;

/** A product of numbers: `5 * 60_000`. */
const PRODUCT = /^[\d_ *]+/;

function isShort(limit: string | undefined): boolean {
  const product = PRODUCT.exec(limit ?? '')?.[0].trim() ?? '';
  if (product === '') return false;
  const factors = product.split('*').map((factor) => Number(factor.trim().replaceAll('_', '')));
  return factors.reduce((limitMs, factor) => limitMs * factor, 1) < SHORTEST_MS;
}

/** @returns `path:line: what to do`, one for each place. */
function findLimits(path: string, text: string): readonly string[] {
  const found = text.split('\n').flatMap((line, index) => {
    const remedies = RULES.flatMap(([pattern, remedy]) => (pattern.test(line) ? [remedy] : []));
    const limit = /\btimeout: ([\d_ *]+)/.exec(line)?.[1];
    const all = isShort(limit) ? [...remedies, TOO_SHORT] : remedies;
    return all.map((remedy) => `${path}:${index + 1}: ${remedy}`);
  });
  return path.endsWith('.test.ts') && LAST_ARGUMENT.test(text)
    ? [...found, ...findLastArguments(path, text)]
    : found;
}

/** `it(…, 60_000)`, also of `it.each(…)(…)`, and with a constant of the same file. */
function findLastArguments(path: string, text: string): readonly string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    if (!ts.isCallExpression(node) || !LIMITED.has(calledName(node.expression))) return;
    const last = node.arguments.at(-1);
    if (last === undefined || !isShort(writtenValue(last.getText(file), text))) return;
    const { line } = file.getLineAndCharacterOfPosition(last.getStart(file));
    found.push(`${path}:${line + 1}: ${TOO_SHORT}`);
  };
  visit(file);
  return found;
}

/** The `it` of `it.skip`, of `it.each(…)` and of a template. */
function calledName(called: ts.Expression): string {
  if (ts.isIdentifier(called)) return called.text;
  if (ts.isTaggedTemplateExpression(called)) return calledName(called.tag);
  return ts.isPropertyAccessExpression(called) || ts.isCallExpression(called)
    ? calledName(called.expression)
    : '';
}

function writtenValue(limit: string, text: string): string {
  return /^\w+$/.test(limit)
    ? (new RegExp(`\\bconst ${limit} = ([\\d_ *]+);`).exec(text)?.[1] ?? limit)
    : limit;
}

it('no test has a limit that a busy machine passes', async () => {
  const paths = (await listRepositoryFiles(ROOT)).filter(
    (path) => /^test\/.*\.ts$/.test(path) && path !== OWN,
  );
  const found = await Promise.all(
    paths.map(async (path) => findLimits(path, await readFile(join(ROOT, path), 'utf8'))),
  );
  expect(found.flat()).toEqual([]);
});

it.each([
  ["await vi.waitUntil(() => existsSync('ready'));", 'until.ts'],
  ['await vi.waitFor(() => expect(count).toBe(1), { timeout: 300_000 });', 'until.ts'],
  ['expect(performance.now() - started).toBeLessThan(2000);', 'minutes'],
  ['vi.setConfig({ testTimeout: 120_000 });', 'vitest.config.ts'],
  ["const ended = await run('node', [], { timeout: 5000 });", '240 s'],
  ["it('ends', { timeout: 30_000 }, () => {});", '240 s'],
  ["it('ends', () => {}, 60_000);", '240 s'],
  ["test.each([1])('ends', async () => { await end(); }, 60_000,);", '240 s'],
  ["test.each`a ${1}`('ends', async () => {}, 2 * 60_000);", '240 s'],
  ["describe.skip('ends', () => {}, 60_000);", '240 s'],
  ['beforeAll(async () => {}, 60_000);', '240 s'],
  ["it('ends', () => {}, LIMIT_MS); const LIMIT_MS = 60_000;", '240 s'],
])('is found: %s', (line, remedy) => {
  expect(findLimits('a.test.ts', `\n${line}`)).toEqual([expect.stringMatching(`^a.test.ts:2: .*${remedy}`)]);
});

it.each([
  'const tookMs = performance.now() - startedMs;',
  "it('ends', { timeout: 300_000 }, () => {});",
  "it('ends', () => {}, 300_000);",
  "it('ends', () => { add(a, 1); });",
  "it.each([1, 2])('%s ends', () => {});",
  "it('ends', () => {}, 5 * 60_000);",
])('is not found: %s', (line) => {
  expect(findLimits('a.test.ts', line)).toEqual([]);
});
