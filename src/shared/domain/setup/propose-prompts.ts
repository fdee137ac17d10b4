/**
 * What a repository of prompts lacks: a version is a copy of its prompts, and score.sh evaluates it with the cases and
 * graders of the checkout, so that both versions are measured with the same ones. The rows are of the task `scores`.
 */
import { stringify } from 'yaml';
import type { OrderedDirection } from '../kernel/direction.ts';
import { CONFIG_PATH } from '../kernel/names.ts';
import { folderOf, inFolder } from '../kernel/repository-path.ts';
import type { PromptApplication } from './find-prompts.ts';
import { completeTraining } from './find-training.ts';
import type { PromptEvaluation } from './prompt-evaluation.ts';
import { quoteForShell } from '../kernel/shell-text.ts';
import { SCHEMA_LINE } from './render-config.ts';
import { renderWorkflow } from './render-workflow.ts';
import type { ResponseColumns } from './response-columns.ts';

const SCRIPT = 'score.sh';
const SCORES_DOCS = 'docs/tasks.md#scores of Model Steward';

export interface PromptProposal {
  /** Path → content. */
  readonly files: Readonly<Record<string, string>>;
  readonly found: readonly string[];
  readonly questions: readonly string[];
}

interface ProposalPlace {
  readonly name: string;
  /** Path of the workflow. */
  readonly workflow: string;
  /** Whether a script to complete is added; an incomplete one fails. */
  readonly withSketch: boolean;
}

export function proposePrompts(
  application: PromptApplication,
  { name, workflow, withSketch }: ProposalPlace,
): PromptProposal {
  const { survey, parts, evaluation, keys } = application;
  const folder = [...survey.paths, ...survey.ignored].some((path) => path.startsWith('model/'))
    ? 'prompt-version'
    : 'model';
  const training = completeTraining(survey, {
    command: copyCommand(parts, folder),
    found: parts.join(', '),
    code: [],
    model: [`${folder}/**`],
  });
  const { steps = [] } = evaluation?.packages ?? {};
  const named = {
    name,
    training: { ...training, metrics: undefined, parameters: undefined, setup: steps, keys },
  };
  const hasScript = evaluation !== undefined && (withSketch || evaluation.open.length === 0);
  const isTaken = survey.paths.includes(SCRIPT);
  return {
    files: {
      [workflow]: renderWorkflow([named]),
      [CONFIG_PATH]: renderPromptConfig(name, application, { command: copyCommand(parts, folder), folder }),
      ...(hasScript && !isTaken && { [SCRIPT]: renderScript(parts, evaluation) }),
    },
    found: [
      `${parts.join(', ')}: the prompts, which are the model`,
      evaluation?.found ?? 'nothing that evaluates their responses was found',
      ...(evaluation === undefined ? [] : ['the task: scores (one row for each response)']),
      ...(keys.length === 0 ? [] : [`${keys.join(', ')}: keys that calls need`]),
    ],
    questions: questionsOf(application),
  };
}

/** With the folders that the parts lie in, so that a version is laid over a checkout. */
function copyCommand(parts: readonly string[], folder: string): string {
  const places = [...new Set(parts.map((part) => folderOf(inFolder(folder, part))))];
  const copies = places.map((place) => {
    const here = parts.filter((part) => folderOf(inFolder(folder, part)) === place);
    return `cp -R ${here.map(quoteForShell).join(' ')} ${quoteForShell(place)}/`;
  });
  return [
    `rm -rf ${quoteForShell(folder)}`,
    `mkdir -p ${places.map(quoteForShell).join(' ')}`,
    ...copies,
  ].join(' && ');
}

function renderScript(parts: readonly string[], { run, log }: PromptEvaluation): string {
  return `#!/bin/sh
# Evaluates one version of the prompts with the cases and the graders of this checkout. Model Steward runs it for the new
# version and for the one in production: the files of the version are in MODEL_STEWARD_MODEL, and the rows, one for each
# response, are written to MODEL_STEWARD_OUT.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R . "$work"
cd "$work"
rm -rf ${[...parts, log].map((path) => (path.includes('*') ? path : quoteForShell(path))).join(' ')}
cp -R "$MODEL_STEWARD_MODEL"/. .
${run.join('\n')}
cp "$work"/${log} "$MODEL_STEWARD_OUT"
`;
}

interface VersionCopy {
  readonly command: string;
  readonly folder: string;
}

function renderPromptConfig(
  name: string,
  { survey, parts, evaluation }: PromptApplication,
  { command, folder }: VersionCopy,
): string {
  const patterns = parts.map((part) => (survey.paths.includes(part) ? part : `${part}/**`));
  const isComplete = evaluation?.open.length === 0;
  const section = {
    ...(isComplete && { task: 'scores' }),
    paths: [...patterns, ...(evaluation === undefined ? [] : codeOf(evaluation, patterns))],
    train: { command, model: `${folder}/**` },
    ...(isComplete && scoreSection(evaluation)),
  };
  const yaml = stringify({ models: { [name]: section } }, { lineWidth: 110 });
  return `${SCHEMA_LINE}\n${yaml}${[...renderOpen(evaluation, isComplete), ...renderGate(evaluation)].join('\n')}\n`;
}

/** The script is code of the model; the cases are its data. */
function codeOf({ run }: PromptEvaluation, patterns: readonly string[]): readonly string[] {
  const scripts = run.flatMap(
    (line) => /\s([\w./-]+\.(?:py|m?js|ts))(?:@\w+)?(?=\s|$)/.exec(line)?.[1] ?? [],
  );
  return [SCRIPT, ...scripts].filter((path) => !patterns.includes(path));
}

function scoreSection({ data, columns }: Pick<PromptEvaluation, 'data' | 'columns'>): object {
  // The graders are those of the checkout for both versions, and the champion's prompts are in its files.
  return { score: { command: `sh ${SCRIPT}`, data, code: 'head' }, predictions: columns };
}

const ROWS: ResponseColumns = { id: 'case', repeat: 'attempt', measures: { passed: 'higher' } };

function renderOpen(evaluation: PromptEvaluation | undefined, isComplete: boolean): readonly string[] {
  if (isComplete) return [];
  const { data, columns } = evaluation ?? { data: 'evals/cases.jsonl', columns: ROWS };
  const section = { task: 'scores', ...scoreSection({ data, columns }) };
  const lines = stringify(section, { lineWidth: 110 }).trimEnd().split('\n');
  return [
    `# and when ${SCRIPT} is complete, so that both versions are run on the same cases:`,
    ...lines.map((line) => `#     ${line}`),
  ];
}

const BOUNDS: Readonly<Record<OrderedDirection, string>> = { higher: 'at-least: 0.5', lower: 'at-most: 1' };

/** A first version needs a bound. */
function renderGate(evaluation: PromptEvaluation | undefined): readonly string[] {
  const { measures } = evaluation?.columns ?? ROWS;
  const [measure = ''] = Object.keys(measures);
  const isPassed = /pass|correct|success|exact_match/i.test(measure);
  const name = measure.replaceAll(/[^\w.-]/g, '_');
  const metric = `${isPassed ? 'pass_rate' : 'mean'}:${name}`;
  const bound = isPassed ? 'at-least: 0.8' : BOUNDS[measures[measure] ?? 'higher'];
  return [
    `# Below the model, when you know what decides. Until then ${CONFIG_PATH} only makes reports:`,
    '#     gate:',
    `#       - { metric: '${metric}', ${bound} }`,
    `#       - { metric: '${metric}', not-worse-by: 0.02 }`,
    ...(isPassed ? [`#       - { metric: '${metric}', keeps: passed }`] : []),
  ];
}

function questionsOf({ evaluation, keys }: PromptApplication): readonly string[] {
  const rules =
    'which measure decides? Add `gate`, best before the first merge, so that it counts at once; without it the comment is a report, and nothing is registered';
  const secrets =
    keys.length === 0
      ? []
      : [
          `which secrets of the repository are the keys? The train job reads ${keys.join(' and ')} from there`,
        ];
  if (evaluation === undefined)
    return [
      `how is a response scored? Write a script that answers the cases with the prompts in MODEL_STEWARD_MODEL, and writes one row for each response to MODEL_STEWARD_OUT, with the id of the case and what was measured; name it as \`score\`, with \`task: scores\` (${SCORES_DOCS})`,
      'which cases? Put them into a file of their own, one line for each with an id, and name it as `score.data`',
      rules,
      ...secrets,
    ];
  const uncomment = `take \`task\`, \`score\` and \`predictions\` out of their comments in ${CONFIG_PATH}`;
  return [
    ...evaluation.open,
    ...(evaluation.open.length === 0 ? [] : [uncomment]),
    'how often is each case answered? Responses differ from call to call: several to each case, with a number in `repeat`, show by how much',
    rules,
    ...secrets,
  ];
}
