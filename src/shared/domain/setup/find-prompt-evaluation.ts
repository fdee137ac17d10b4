/**
 * How the responses to prompts are evaluated, by what lies there: a configuration of promptfoo, a task of Inspect, samples
 * of lm-evaluation-harness, else rows with measures and the script that writes them. docs/tasks.md#scores has the columns.
 */
import { findEnvironment } from './find-environment.ts';
import { findPromptfoo } from './find-promptfoo.ts';
import { findResponseRows } from './find-response-rows.ts';
import { nearestOf, type PromptEvaluation } from './prompt-evaluation.ts';
import { asRecord, parseJson, type Survey } from './survey.ts';

/** @param hasPrompts whether there are files with prompts: rows of scores alone may be of any model. */
export function findPromptEvaluation(survey: Survey, hasPrompts: boolean): PromptEvaluation | undefined {
  return (
    findPromptfoo(survey) ??
    findInspect(survey, hasPrompts) ??
    findHarness(survey, hasPrompts) ??
    (hasPrompts ? findResponseRows(survey) : undefined)
  );
}

const SCORERS = /\bscorer\s*=\s*\[?\s*(\w+)\(/;

/** Prompts in the code of the task are the version, where no file has them. */
function findInspect(survey: Survey, hasPrompts: boolean): PromptEvaluation | undefined {
  const tasks = survey.paths.filter(
    (path) => path.endsWith('.py') && /\binspect_ai\b[\s\S]*^@task\b/m.test(survey.read(path) ?? ''),
  );
  const path = nearestOf(tasks);
  if (path === undefined) return undefined;
  const code = survey.read(path) ?? '';
  const [first = '', ...others] = [...code.matchAll(/^@task\b[^\n]*\n(?:async )?def (\w+)/gm)].map(
    ([, name = '']) => name,
  );
  const packages = findEnvironment(survey, 'inspect eval');
  const dataset = /["']([\w./-]+\.(?:jsonl?|csv))["']/.exec(code)?.[1];
  const scorer = SCORERS.exec(code)?.[1];
  return {
    found: `${path}: a task of Inspect`,
    isOfTool: true,
    settings: hasPrompts ? [] : [path],
    run: [
      `${packages.prefix}inspect eval ${path}@${first} --model openai/gpt-4o-mini --log-dir "$work/inspect-logs"  # yours: the model that answers`,
    ],
    log: 'inspect-logs/*.eval',
    data: findNamed(survey, dataset) ?? path,
    columns: {
      id: 'case',
      repeat: 'repeat',
      measures: { [`scores.${scorer ?? 'match'}`]: 'higher' },
      evaluator: ['evaluator'],
    },
    packages,
    open: [
      'which model answers? Name it with --model in score.sh; keep its name in a file among the prompts and read it from there where a pull request may change it',
      ...(scorer === undefined ? [`which scorer decides? Name it in \`measures\`: \`scores.<scorer>\``] : []),
      ...(others.length > 0
        ? [
            `${path} has ${others.length + 1} tasks, and one log is one model: is ${first} the one that decides?`,
          ]
        : []),
    ],
  };
}

const SAMPLES = /(^|\/)samples_[^/]+\.jsonl$/;
const HARNESS = /\b(?:lm_eval|lm-eval)\s+(?:--|run\b|\\)|\bpython3? -m lm_eval\b/;
/** Of a row, beside its metrics: https://github.com/EleutherAI/lm-evaluation-harness. */
const NO_METRICS: ReadonlySet<string> = new Set(['doc_id']);

function findHarness(survey: Survey, hasPrompts: boolean): PromptEvaluation | undefined {
  const script = survey.paths.find(
    (path) => /(\.sh|Makefile|\.ya?ml)$/.test(path) && HARNESS.test(survey.read(path) ?? ''),
  );
  const samples = survey.paths.find((path) => SAMPLES.test(path));
  const path = script ?? samples;
  if (path === undefined) return undefined;
  const [line = ''] = (samples === undefined ? '' : (survey.read(samples) ?? '')).split('\n');
  const row = asRecord(parseJson(line === '' ? undefined : line));
  const metrics = Object.keys(row).filter((name) => typeof row[name] === 'number' && !NO_METRICS.has(name));
  const packages = findEnvironment(survey, 'lm_eval');
  return {
    found: `${path}: lm-evaluation-harness`,
    isOfTool: true,
    settings: hasPrompts || script === undefined ? [] : [script],
    run: [
      `${packages.prefix}lm_eval --tasks …  # yours: the model, and the task in ${path}`,
      '# with --log_samples --output_path "$work/harness"',
    ],
    log: 'harness/*/samples_*.jsonl',
    data: path,
    columns: {
      id: ['doc_id', 'filter'],
      group: 'doc_id',
      order: 'none',
      measures: Object.fromEntries(
        (metrics.length > 0 ? metrics : ['exact_match']).map((name) => [name, 'higher']),
      ),
      evaluator: ['doc_hash', 'target_hash'],
    },
    packages,
    open: [
      'which model and which task does lm-evaluation-harness run? Complete the command in score.sh; it needs --log_samples and --output_path',
      ...(metrics.length > 0 ? [] : ['which metric decides? Name it in `measures`']),
    ],
  };
}

function findNamed({ paths }: Survey, name: string | undefined): string | undefined {
  return name === undefined ? undefined : paths.find((path) => path === name || path.endsWith(`/${name}`));
}
