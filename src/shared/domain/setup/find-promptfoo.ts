/**
 * An evaluation of promptfoo, by its configuration (https://www.promptfoo.dev/docs/configuration/reference/). Its prompts
 * and providers are the version; the tests are too where they stand in the configuration, which the results say by their digest.
 */
import { parse } from 'yaml';
import { parseGlob } from '../kernel/glob.ts';
import { climbs, folderOf, inFolder, lastPartOf } from '../kernel/repository-path.ts';
import { findEnvironment } from './find-environment.ts';
import { nearestOf, type PromptEvaluation } from './prompt-evaluation.ts';
import { quoteForShell } from '../kernel/shell-text.ts';
import type { ResponseColumns } from './response-columns.ts';
import { asRecord, type Survey } from './survey.ts';
import { valueOrNothing } from './survey.ts';

const PROMPTFOO = /(^|\/)promptfooconfig\.(ya?ml|json|m?js|cjs|ts)$/;
const PROMPTFOO_COLUMNS: ResponseColumns = {
  id: 'case',
  repeat: 'repeat',
  measures: { passed: 'higher', score: 'higher' },
  evaluator: ['evaluator'],
};

export function findPromptfoo(survey: Survey): PromptEvaluation | undefined {
  const path = nearestOf(survey.paths.filter((one) => PROMPTFOO.test(one)));
  if (path === undefined) return undefined;
  const folder = folderOf(path);
  const at = (file: string): string => inFolder(folder, file);
  const { prompts, providers, targets, tests } = asRecord(
    valueOrNothing(() => parse(survey.read(path) ?? '') as unknown),
  );
  const files = [prompts, providers, targets].flatMap(entriesOf).flatMap(fileOf).map(at);
  const own = (names: readonly string[]): readonly string[] =>
    names.filter((name) => survey.paths.some((one) => parseGlob(name).matches(one)));
  const count = countOf(survey, entriesOf(prompts), at) * Math.max(1, entriesOf(providers ?? targets).length);
  const [cases = path] = own(entriesOf(tests).flatMap(fileOf).map(at));
  const isListed = /"promptfoo"\s*:/.test(survey.read('package.json') ?? '');
  const start = folder === '' ? [] : [`cd ${quoteForShell(folder)}`];
  return {
    found: `${path}: an evaluation of promptfoo`,
    isOfTool: true,
    settings: [path, ...survey.paths.filter((one) => files.some((file) => parseGlob(file).matches(one)))],
    run: [
      ...start,
      '# A test that fails is a row, and no error.',
      'export PROMPTFOO_FAILED_TEST_EXIT_CODE=0',
      `npx --yes promptfoo${isListed ? '' : '@0'} eval --config ${quoteForShell(lastPartOf(path))} --no-cache --output "$work/results.json"`,
    ],
    log: 'results.json',
    data: cases,
    columns: PROMPTFOO_COLUMNS,
    packages: findEnvironment(survey, 'npx promptfoo'),
    open:
      count > 1
        ? [
            `${path} has ${count} pairs of a prompt and a provider, and one file is one model: which pair is in production? Add --filter-prompts and --filter-providers to the command in score.sh`,
          ]
        : [],
  };
}

/** One entry may stand without a list. */
function entriesOf(value: unknown): readonly unknown[] {
  return value === undefined ? [] : [value].flat();
}

/** `file://prompts/a.txt`, `prompts/*.txt`, `{ id: file://provider.js }`; nothing for a text or the name of a provider. */
function fileOf(entry: unknown): readonly string[] {
  const text = typeof entry === 'string' ? entry : asRecord(entry).id;
  if (typeof text !== 'string') return [];
  const file = text
    .replace(/^file:\/\//, '')
    .replace(/^\.\//, '')
    .replace(/(\.\w+):\w+$/, '$1');
  return /^[\w./*{},-]+\.\w+$/.test(file) && !climbs(file) ? [file] : [];
}

/** Prompts, with those that a pattern names. */
function countOf({ paths }: Survey, prompts: readonly unknown[], at: (file: string) => string): number {
  const counts = prompts.map((prompt) => {
    const [file] = fileOf(prompt);
    if (file === undefined || !file.includes('*')) return 1;
    return paths.filter((path) => parseGlob(at(file)).matches(path)).length;
  });
  return counts.reduce((sum, count) => sum + count, 0);
}
