/** What the demo prints while it plays: scenes, what people and workflows do, and how long it took. */
import type { StepResult } from './engine/run-step.ts';

export interface Narrator {
  /** A new scene; scenes are numbered, so that one sees how far it is. */
  scene(title: string, date: Date): void;
  /** What a person does, or what became of it. */
  say(text: string): void;
  step(job: string, result: StepResult): void;
}

const MUTED_STEPS = new Set(['checkout', 'setup-node', 'npm ci', 'upload-artifact', 'download-artifact']);
const LOG_TAIL_LINES = 15;

export function createNarrator(sceneCount: number, write: (line: string) => void = console.log): Narrator {
  let scenes = 0;
  return {
    scene: (title, date) => {
      scenes += 1;
      write(`\n[${scenes}/${sceneCount}] ${formatDate(date)}  ${title}`);
    },
    say: (text) => write(`    ${text}`),
    step: (job, result) => {
      if (result.succeeded && MUTED_STEPS.has(result.title)) return;
      const mark = result.succeeded ? '✓' : '✗';
      write(`      ${mark} ${job}: ${result.title} (${result.seconds.toFixed(1)} s)`);
      if (!result.succeeded) for (const line of explainFailure(result.log)) write(`          ${line}`);
    },
  };
}

/** What the step itself calls its error; the end of its log where it says nothing. */
function explainFailure(log: readonly string[]): readonly string[] {
  const errors = errorLines(log);
  return errors.length > 0 ? errors : log.filter((line) => !line.startsWith('::')).slice(-LOG_TAIL_LINES);
}

/** The errors that a step set, as text. */
export function errorLines(log: readonly string[]): readonly string[] {
  return log
    .flatMap((line) => /^::error[^:]*::(.*)$/.exec(line)?.[1] ?? [])
    .flatMap((message) => decodeMessage(message).split('\n'));
}

/** What the runner's command syntax escapes; the percent sign last, so that nothing is decoded twice. */
export function decodeMessage(message: string): string {
  return message.replaceAll('%0D', '').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

export function formatDate(date: Date): string {
  return date.toLocaleDateString('en', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
}
