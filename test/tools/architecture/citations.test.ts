/** Citations in comments, messages and documents, of what exists and of what does not. test/architecture.test.ts reads all. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBrokenCitations, type CitingFile } from './citations.ts';

describe('a citation', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'citations-'));
    await writeFile(
      join(root, 'RULES.md'),
      '# Rules\n\n## What `x` does, and why\n\n```\n# no heading\n```\n',
    );
  });
  afterEach(() => rm(root, { recursive: true }));

  const PATHS = ['RULES.md', 'src/a.ts', 'src/metrics/sum-statistic.ts'];
  const code = (text: string): CitingFile => ({ path: 'src/a.ts', text });
  const prose = (text: string): CitingFile => ({ path: 'OTHER.md', text });

  it.each([
    ['of a file and its heading in a comment', code('/** RULES.md#what-x-does-and-why. */')],
    ['of a heading by its words', code('// as RULES.md § What `x` does, and why, says')],
    ['of a heading by its words, which the sentence continues', code('// RULES.md § Rules has it')],
    ['of a heading in quotes', code('// RULES.md: "What `x` does, and why" has it')],
    ['of a heading in quotes after a comma', code('// (RULES.md, "Rules") has it')],
    ['of a source file by its name', code('/** The sums are in sum-statistic.ts. */')],
    ['of a source file by the end of its path', code('// see metrics/sum-statistic.ts')],
    ['of no file, outside of comments', code("const path = 'made-up.ts';")],
    ['of another site', code('// https://example.com/docs/missing.md#section')],
    ['that is an import', code("import '../../src/missing.ts';")],
    ['with a placeholder', code('// test/<area>/a.test.ts and docs/*.md')],
    [
      'in Markdown, of a file, a heading and an address',
      prose('[a](RULES.md#rules) [b](https://a.b/c.md#d)'),
    ],
  ])('%s is in order', (_, file) => {
    expect(findBrokenCitations({ root, paths: ['OTHER.md', ...PATHS] }, [file])).toEqual([]);
  });

  it.each([
    [
      'of a missing document',
      code('\n/** RULE.md says why. */'),
      'src/a.ts:2: cites RULE.md, which does not exist; correct the path, or cite what took its place',
    ],
    ['of a missing heading', code('// RULES.md#rule-7'), 'src/a.ts:1: cites #rule-7 of RULES.md, which has'],
    ['of a heading in a code block', code('// RULES.md#no-heading'), 'cites #no-heading of RULES.md'],
    [
      'of a missing heading by its words',
      code('// see RULES.md § Law 7'),
      'src/a.ts:1: cites #Law 7 of RULES.md',
    ],
    [
      'of a missing heading in quotes',
      code('// RULES.md: "What a zebra is"'),
      'src/a.ts:1: cites "What a zebra is" of RULES.md',
    ],
    [
      'of the begin of a heading in quotes',
      code('// RULES.md, "What x does"'),
      "has no such heading; cite one that it has (grep '^#' RULES.md)",
    ],
    ['of a missing source file', code('\n// see sums.ts'), 'src/a.ts:2: cites sums.ts, which does not exist'],
    [
      'of a source file elsewhere',
      code('/** table/sum-statistic.ts */'),
      'cites table/sum-statistic.ts, which',
    ],
    ['of a missing test', code('// measured in test/a.test.ts.'), 'cites test/a.test.ts, which'],
    ['of a missing file in a message', code("hint: 'see docs/a.md'"), 'cites docs/a.md, which'],
    ['in Markdown, of a missing file', prose('[a](docs/a.md)'), 'OTHER.md:1: cites docs/a.md, which'],
    ['in Markdown, of a missing heading', prose('[a](RULES.md#b)'), 'cites #b of RULES.md, which has no'],
    [
      'in Markdown, of a missing heading of its own',
      prose('# A\n[a](#b)'),
      'OTHER.md:2: cites #b of OTHER.md',
    ],
  ])('%s is a violation', async (_, file, message) => {
    await writeFile(join(root, 'OTHER.md'), file.text);
    const [violation, ...others] = findBrokenCitations({ root, paths: ['OTHER.md', ...PATHS] }, [file]);
    expect(violation).toContain(message);
    expect(others).toEqual([]);
  });
});
