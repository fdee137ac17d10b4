/** Why the comment of a run that succeeded has no number, and the one line that gives it one. */
import type { Evaluation } from '../documents/evaluation.ts';
import type { Run } from '../documents/run.ts';
import { CONFIG_PATH, DEFAULT_METRICS } from '../kernel/names.ts';
import { countOf } from '../text/number-text.ts';
import { codeSpan } from '../text/untrusted-text.ts';

/** Empty where there is a metric, or where a rule says already what it misses. */
export function renderNoNumber({ metrics, rules, digits, model }: Evaluation, run: Run): string {
  if (metrics.length > 0 || rules.length > 0 || digits !== undefined) return '';
  const isPython = /\bpython|\.py\b|\bjupyter\b|\bdvc\b|^repro$/.test(run.commands.train ?? '');
  return `**No number.** ${describeCause(run)} ${describeNext(model, isPython)}`;
}

function describeCause({ outputs, metricsFile, tracking }: Run): string {
  const entries = Object.keys(metricsFile?.notes ?? {}).length;
  if (entries > 0)
    return `None of the values of the metrics file is a number (${countOf(entries, 'value')}): they are listed below. Write a value such as \`"93 %"\` as \`0.93\`.`;
  if (outputs.some(({ role }) => role === 'metrics')) return 'The metrics file of the training is empty.';
  const logged = tracking === undefined ? '' : ', and logged no metric';
  return `The training left no \`${DEFAULT_METRICS}\`${logged}, and the configuration names no other file.`;
}

function describeNext(model: string, isPython: boolean): string {
  const line = isPython
    ? `\`import json; json.dump({"accuracy": accuracy}, open("${DEFAULT_METRICS}", "w"))\` at the end of the training`
    : `a file \`${DEFAULT_METRICS}\` that the training writes, such as \`{"accuracy": 0.93}\``;
  return `Add ${line}. A file of another name is read where \`train: { metrics: … }\` of ${codeSpan(model)} in \`${CONFIG_PATH}\`, or the input \`metrics\` of the step, names it.`;
}
