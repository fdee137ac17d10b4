/** What `try` prints: the phases and steps while they run, then the comment, the statuses and the version. */
import type { JobTools, StepResult } from './engine/run-job.ts';
import type { SetupProposal } from '../../src/shared/domain/setup/propose-setup.ts';
import type { Shown } from './shown.ts';
import { errorLines } from '../demo/narrator.ts';
import { BOX_LINK_IN_MARKDOWN } from '../demo/report/markdown.ts';
import { ownActionOf } from '../../src/shared/domain/supply-chain/own-action.ts';
import { readLog } from './step-log.ts';

export interface Printer {
  readonly proposal: (proposal: SetupProposal) => void;
  readonly phase: (title: string) => void;
  readonly step: JobTools['onStep'];
  /** @param problems that were shown before the play: after a failure they are shown again, below its message. */
  readonly shown: (shown: Shown, problems?: SetupProposal['problems']) => void;
}

/** Enough for the end of a traceback. */
const SHOWN_LOG_LINES = 12;

const MARKS = { success: '✓', failure: '✗', skipped: '–' } as const;

export function createPrinter(write: (line: string) => void = console.log): Printer {
  return {
    proposal: (proposal) => {
      for (const line of describeProposal(proposal)) write(line);
    },
    phase: (title) => write(`\n${title}`),
    step: (job, step) => {
      for (const line of describeStep(job, step)) write(line);
    },
    shown: ({ comments, statuses, final, runs, issues, deployments }, problems = []) => {
      for (const job of runs.flatMap(({ jobs }) => jobs))
        if (job.remark !== undefined) write(`  – ${job.name} was not run: ${job.remark}`);
      for (const { user, body } of comments) {
        write(`\nComment of ${user}:\n`);
        for (const line of linesOf(body)) write(`  ${line}`);
      }
      if (comments.length === 0) write(`\nNo comment was written: ${whyNoComment(runs)}`);
      for (const [issue, ...answers] of issues) {
        write(`\nIssue (${issue?.badge?.text ?? 'Open'}): ${issue?.title ?? ''}\n`);
        for (const { body } of [issue, ...answers].filter((one) => one !== undefined))
          for (const line of linesOf(body)) write(`  ${line}`);
      }
      if (runs.some(({ conclusion }) => conclusion === 'failure'))
        for (const line of describeProblems(problems)) write(line);
      for (const { state, context, description } of statuses)
        write(`\nStatus: ${state} · ${context} · ${description}`);
      for (const { title, badge } of deployments) write(`Deployment: ${title} · ${badge?.text ?? ''}`);
      for (const { name, message } of final.tags) write(`Tag: ${name} · ${message}`);
      if (final.tags.length === 0) write('No version was registered.');
    },
  };
}

/**
 * Without the markers by which the actions find their own comments, which GitHub does not show either, and without links into
 * the box, which has ended.
 */
function linesOf(body: string): readonly string[] {
  return body
    .replaceAll(BOX_LINK_IN_MARKDOWN, '$1')
    .split('\n')
    .filter((line) => !/^<!-- \/?model-steward:.* -->$/.test(line));
}

function whyNoComment(runs: Shown['runs']): string {
  const ofPull = runs.filter(({ event }) => event === 'pull_request');
  if (ofPull.length === 0)
    return 'no workflow with a step of Model Steward runs on pull requests. Add `pull_request:` under `on:` in the file with `train` and `evaluate`; `npm run init` writes one where there is none.';
  const evaluates = ofPull.some(({ jobs }) =>
    jobs.some(({ steps }) =>
      steps.some(({ uses }) => uses !== undefined && ownActionOf(uses) === 'evaluate'),
    ),
  );
  if (!evaluates)
    return `no job with \`evaluate\` ran. Add one after \`train\` to ${ofPull.map(({ path }) => path).join(' or ')}, as workflows-examples/pull-request.yml has it.`;
  return 'the steps above say why.';
}

/** Every line that would be added, as a diff shows a new file. */
export function describeProposal({ files, found, questions, problems }: SetupProposal): readonly string[] {
  const isNeeded = Object.keys(files).length > 0;
  return [
    isNeeded ? 'Proposed for this repository:' : 'Your workflow and configuration are used.',
    ...found.map((line) => `  ${line}`),
    ...Object.entries(files).flatMap(([path, content]) => [
      `\n  ${path} (new)`,
      ...content
        .trimEnd()
        .split('\n')
        .map((line) => `  + ${line}`),
    ]),
    ...describeProblems(problems),
    ...questions.map((question) => `\n  To decide: ${question}`),
  ];
}

function describeProblems(problems: SetupProposal['problems']): readonly string[] {
  return problems.flatMap(({ where, message, hint = '' }) => [`\n  ! ${where}: ${message}`, `    ${hint}`]);
}

function describeStep(job: string, step: StepResult): readonly string[] {
  const time = step.conclusion === 'skipped' ? 'skipped' : `${step.seconds.toFixed(1)} s`;
  const line = `  ${MARKS[step.conclusion]} ${job}: ${step.title} (${time})`;
  const remark = step.remark === undefined ? [] : [`      ${step.remark}`];
  const reasons =
    step.conclusion === 'failure' ? describeFailure(step.log).map((text) => `      ${text}`) : [];
  return [line, ...remark, ...reasons];
}

/** What the command itself said last, which an error refers to as the log above it, and the errors of the step. */
function describeFailure(log: readonly string[]): readonly string[] {
  const said = readLog(log.filter((text) => !text.startsWith('::error'))).filter(
    (text) => text.trim() !== '',
  );
  return [...said.slice(-SHOWN_LOG_LINES), ...errorLines(log)];
}
