/** Rows of responses that a script of the repository writes: JSON Lines or CSV that lie there, else what the script names. */
import { depthOf } from '../kernel/repository-path.ts';
import { findEnvironment } from './find-environment.ts';
import { NOT_TRAINING } from './find-training.ts';
import { namedPathsOf } from './named-paths.ts';
import type { PromptEvaluation } from './prompt-evaluation.ts';
import { findResponseColumns, type ResponseColumns } from './response-columns.ts';
import { asRecord, parseJson, readCode, type Survey } from './survey.ts';
import { cellsOf, delimiterOf, linesOf } from './header-columns.ts';

const ROWS = /\.(?:jsonl|ndjson|csv|tsv)$/i;
const EVALUATES =
  /(?:^|\/)(?:run[_-]?)?(?:evals?|evaluat\w*|grade\w*|score|bench\w*)[\w-]*\.(?:py|m?js|ts)$/i;
const IN_EVALUATIONS = /(?:^|\/)evals?\/(?:run|main)[\w-]*\.(?:py|m?js|ts)$/i;
const CASES =
  /(?:^|\/)[\w-]*(?:cases?|questions?|golden|dataset|examples|tests?|inputs?|holdout)[\w-]*\.(?:jsonl|ndjson|csv|tsv|json|ya?ml)$/i;
const UNKNOWN: ResponseColumns = { id: 'case', repeat: 'attempt', measures: { passed: 'higher' } };

export function findResponseRows(survey: Survey): PromptEvaluation | undefined {
  const script = findScript(survey);
  const written = script === undefined ? [] : rowsWrittenBy(survey, script);
  const lying = survey.paths.filter((path) => ROWS.test(path) && !/(^|\/)tests?\//.test(path));
  const rows = [...written, ...lying].map((path) => ({ path, row: firstRowOf(survey, path) }));
  const inCode = written.map((path) => ({ path, row: rowInCode(survey, script ?? '') }));
  const known = [...rows, ...inCode].flatMap(({ path, row }) => {
    const columns = findResponseColumns(row);
    return columns === undefined ? [] : [{ path, columns }];
  })[0];
  if (script === undefined && known === undefined) return undefined;
  const log = known?.path ?? written[0];
  const cases = survey.paths.find((path) => CASES.test(path) && path !== log);
  const starts = script === undefined ? undefined : script.endsWith('.py') ? 'python' : 'node';
  const packages = findEnvironment(survey, starts === undefined ? '' : `${starts} x`);
  return {
    found: script === undefined ? `${log ?? ''}: rows of responses` : `${script}: a script that evaluates`,
    isOfTool: false,
    settings: [],
    run:
      script === undefined
        ? ['…  # yours: the command that answers the cases and scores the responses']
        : [`${packages.prefix}${starts ?? ''} ${script}`],
    log: log ?? 'results.jsonl',
    data: cases ?? 'evals/cases.jsonl',
    columns: known?.columns ?? UNKNOWN,
    packages,
    open: [
      ...(script === undefined ? [`which command writes ${log ?? ''}? Write it into score.sh`] : []),
      ...(log === undefined
        ? [
            'where are the responses? Let the script write one row for each, with the id of its case and what was measured, and name the file in score.sh',
          ]
        : []),
      ...(known === undefined && log !== undefined
        ? [
            `what are the columns of ${log}? Correct \`predictions\`: the id of the case, and the measures with which way is better`,
          ]
        : []),
      ...(cases === undefined
        ? ['which file has the cases? Name it as `score.data`: the rows on which both versions are evaluated']
        : []),
    ],
  };
}

function findScript(survey: Survey): string | undefined {
  return survey.paths
    .filter((path) => (EVALUATES.test(path) || IN_EVALUATIONS.test(path)) && !NOT_TRAINING.test(path))
    .toSorted((one, other) => rankOf(survey, one) - rankOf(survey, other))[0];
}

/** A script that writes rows before one that only has functions. */
function rankOf(survey: Survey, path: string): number {
  return (rowsWrittenBy(survey, path).length > 0 ? 0 : 10) + depthOf(path);
}

function rowsWrittenBy(survey: Survey, script: string): readonly string[] {
  return namedPathsOf(survey, [script])
    .filter(({ path, isWritten }) => isWritten && ROWS.test(path) && !path.includes('*'))
    .map(({ path }) => path);
}

const OBJECT = /(?:dumps|stringify|writerow|append|push)\(\s*\{([^{}]*)\}/g;

/** The keys of the object that the code writes, without values: the one with the most. */
function rowInCode(survey: Survey, script: string): Readonly<Record<string, undefined>> {
  const objects = [...readCode(survey, script).matchAll(OBJECT)].map(([, keys = '']) =>
    [...keys.matchAll(/(?:^|[,\n])\s*["']?(\w+)["']?\s*(?=[:,\n]|$)/g)].map(([, name = '']) => name),
  );
  const [best = []] = objects.toSorted((one, other) => other.length - one.length);
  return Object.fromEntries(best.map((name) => [name, undefined]));
}

/** Empty where there is none, or it cannot be read. */
function firstRowOf(survey: Survey, path: string): Readonly<Record<string, unknown>> {
  const [first = '', second = ''] = linesOf(survey, path);
  if (/\.(?:jsonl|ndjson)$/i.test(path)) return asRecord(parseJson(first));
  const delimiter = delimiterOf(first) ?? ',';
  const values = cellsOf(second, delimiter);
  return Object.fromEntries(cellsOf(first, delimiter).map((name, index) => [name, values[index] ?? '']));
}
