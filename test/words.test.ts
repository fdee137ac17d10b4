/** The vocabulary: documents, reports and sources use one name for one thing, and the one of the field. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { duringFile } from './tools/during-file.ts';
import { listRepositoryFiles } from './tools/repository-files.ts';
import { exceptions, findWords } from './tools/words.ts';

const ROOT = join(import.meta.dirname, '..');
/** Documents, manifests, examples, golden reports, and every source and test: comments, titles, messages, identifiers. */
const READ = [
  /^[^/]+\.md$/,
  /^(?:docs|src|actions)\/.*\.(?:md|ts|yml)$/,
  /^workflows-examples\/.*\.(?:md|ya?ml|m?js|py)$/,
  /^test\/.*\.(?:ts|mjs|md|py)$/,
  /^\.(?:ci|github)\//,
];
/** The two files that have to name the words. */
const VOCABULARY = ['test/words.test.ts', 'test/tools/words.ts'];

/** Path → text, read once. */
const texts = duringFile(async () => {
  const paths = (await listRepositoryFiles(ROOT)).filter((path) => !VOCABULARY.includes(path));
  const read = paths
    .filter((path) => [...READ, ...exceptions.map(({ path: where }) => where)].some((one) => one.test(path)))
    .map(async (path) => [path, await readFile(join(ROOT, path), 'utf8')] as const);
  return new Map(await Promise.all(read));
});

describe('what people read', () => {
  it('uses the words of the field', () => {
    const read = [...texts()].filter(([path]) => READ.some((pattern) => pattern.test(path)));
    // The name of a file is read too.
    const found = read.flatMap(([path, text]) => findWords(path, `${path}\n${text}`));
    expect(read.length).toBeGreaterThan(600);
    expect(
      found.map(({ path, line, found: word, instead }) => `${path}:${line - 1}: "${word}": write ${instead}`),
    ).toEqual([]);
  });

  it.each(exceptions)('$text may stand in $path: $reason', ({ path, text }) => {
    const pattern = new RegExp(text, 'im');
    const using = [...texts()].find(([candidate, content]) => path.test(candidate) && pattern.test(content));
    expect(using).toBeDefined();
  });
});

describe('a word of the left column', () => {
  it.each([
    ['The rule was judged.', 'judg'],
    ['const judgement = 1;', 'judg'],
    ['every rule that applies holds', 'rule that applies holds'],
    ['the data cannot tell', 'cannot tell'],
    ['An alarm was raised.', 'alarm'],
    ['function renderAlarms() {}', 'Alarm'],
    ['who holds the stage', 'who holds'],
    ['the version that holds production, a stage', 'holds production, a stage'],
    ['seen four times in five', 'times in five'],
    ['normalise the behaviour', 'behaviour'],
    ['It goes back by itself.', 'goes back'],
    ['# It is safe under races by\n# itself, and more', 'by itself'],
    [' * The window is settled.', 'settled'],
    ['the statistics are honest', 'honest'],
    ['const question = { decision };', 'question = '],
    ['the finding missing-answers', 'missing-answers'],
    ['function readCurrentAnswers() {}', 'CurrentAnswers'],
    ['How many answers to a case there are', 'answers to a case'],
    ['const isWatched = true;', 'Watch'],
    ['resolveOpponent(tags)', 'resolveOpponent'],
    ['They are held against the reference.', 'held against'],
    ['It moves towards the mean.', 'towards'],
    ['an upwards trend', 'upwards'],
    ['regularised incomplete beta', 'regularise'],
    ['6 of 7 rules are kept', 'rules are kept'],
    ['the challenger keeps all rules', 'challenger keeps'],
    ['A challenger that breaks a rule', 'challenger that breaks'],
    ['is certainly worse in one of them', 'certainly worse'],
    ['That it was proved superior', 'proved'],
    ['provedSuperiorTo(evaluation)', 'proved'],
    ['a loss that so few rows do not prove', 'prove'],
  ])('is found: %s', (text, word) => {
    expect(findWords('docs/a.md', text).map(({ found }) => found)).toContain(word);
  });

  it.each([
    ['interface WeighedTerms {}', 'WeighedTerms'],
    ['const WEIGHED_TERMS = 1;', 'WEIGHED_TERMS'],
    ['const facts = scored.facts;', 'facts'],
    ['batch.ask(nextQuestion);', 'nextQuestion'],
    ['await lookAtLedger(step); // reads', 'lookAtLedger'],
    ['const unansweredRows = 1;', 'unansweredRows'],
  ])('is found in the words of a name: %s', (text, name) => {
    expect(findWords('src/a.ts', text).map(({ found }) => found)).toContain(name);
  });

  it.each([
    '/** The facts in question. */',
    '// unanswered',
    "say('the facts in question');",
    'const plannedLook = addLook(looks);',
  ])('is not found in the names of: %s', (text) => {
    expect(findWords('src/a.ts', text)).toEqual([]);
  });

  it.each([
    'The false-alarm rate is 1 %, and `falseAlarmsPerYear` says so.',
    "import { readFile } from 'node:fs/promises';",
    'sha256sum --check --quiet SHA256SUMS',
    'a placeholder, a threshold, and what a release holds',
    'Promise.allSettled(checks)',
    'The champion answers as it did, and the service answers the example input.',
    'That it passes is no proof, and it may improve; whom a reviewer approved.',
    'The weight of a group; American English: behavior, normalize, catalog.',
  ])('is not found: %s', (text) => {
    expect(findWords('docs/a.md', text)).toEqual([]);
  });
});
