/**
 * Logs of evaluation tools: one JSON object with all responses in it. Each becomes rows of the task `scores` (docs/tasks.md#logs-of-other-tools
 * has the columns). What is plain JSON Lines, such as the samples of lm-evaluation-harness, needs nothing of this.
 */
import { isInspectLog, rowsOfInspect } from './inspect-log.ts';
import type { LogRow } from './log-rows.ts';
import { isPromptfooResults, rowsOfPromptfoo } from './promptfoo-results.ts';

/** Undefined for an object that is no log: a row like any other. @throws DataError for a log of another shape. */
export function expandEvaluationLog(object: object, where: string): readonly LogRow[] | undefined {
  if (isPromptfooResults(object)) return rowsOfPromptfoo(object, where);
  if (isInspectLog(object)) return rowsOfInspect(object, where);
  return undefined;
}
