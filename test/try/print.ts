/** What `try` prints: the phases and steps while they run, then the comment, the statuses and the version. */
import type { JobTools, StepResult } from './engine/run-job.ts';
import type { Proposal } from '../../src/shared/domain/setup/propose-setup.ts';
import type { Shown } from './shown.ts';
import { explainFailure } from '../demo/narrator.ts';

export interface Printer {
  readonly proposal: (proposal: Proposal) => void;
  readonly phase: (title: string) => void;
  readonly step: JobTools['onStep'];
  readonly shown: (shown: Shown) => void;
}

const MARKS = { success: '✓', failure: '✗', skipped: '–' } as const;

export function createPrinter(write: (line: string) => void = console.log): Printer {
  return {
    proposal: ({ files, found, questions }) => {
      write(
        Object.keys(files).length === 0
          ? 'Your workflow and configuration are used.'
          : 'Proposed for this repository:',
      );
      for (const line of found) write(`  ${line}`);
      for (const [path, content] of Object.entries(files)) {
        write(`\n  ${path}`);
        for (const line of content.trimEnd().split('\n')) write(`  + ${line}`);
      }
      for (const question of questions) write(`\n  To decide: ${question}`);
    },
    phase: (title) => write(`\n${title}`),
    step: (job, step) => {
      for (const line of describeStep(job, step)) write(line);
    },
    shown: ({ comments, statuses, final, runs }) => {
      for (const job of runs.flatMap(({ jobs }) => jobs))
        if (job.remark !== undefined) write(`  – ${job.name} was not run: ${job.remark}`);
      for (const { user, body } of comments) {
        write(`\nComment of ${user}:\n`);
        for (const line of body.split('\n')) write(`  ${line}`);
      }
      if (comments.length === 0) write('\nNo comment was written: the steps above say why.');
      for (const { state, context, description } of statuses)
        write(`\nStatus: ${state} · ${context} · ${description}`);
      for (const { name, message } of final.tags) write(`Tag: ${name} · ${message}`);
      if (final.tags.length === 0) write('No version was registered.');
    },
  };
}

function describeStep(job: string, step: StepResult): readonly string[] {
  const time = step.conclusion === 'skipped' ? 'skipped' : `${step.seconds.toFixed(1)} s`;
  const line = `  ${MARKS[step.conclusion]} ${job}: ${step.title} (${time})`;
  const remark = step.remark === undefined ? [] : [`      ${step.remark}`];
  const reasons =
    step.conclusion === 'failure' ? explainFailure(step.log).map((text) => `      ${text}`) : [];
  return [line, ...remark, ...reasons];
}
