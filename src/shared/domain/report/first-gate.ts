/**
 * The section of a pull request that brings the first gate: what it decides now, what the merge registers, and what comes
 * next. The base branch has no rules until then (docs/lifecycle.md#no-gate).
 */
import type { Evaluation } from '../documents/evaluation.ts';
import { isFirstGate } from '../evaluation/decide-verdict.ts';

/** Empty for every other pull request. */
export function renderFirstGate(evaluation: Evaluation): string {
  if (!isFirstGate(evaluation)) return '';
  const verdict = evaluation.changes?.head?.verdict ?? 'inconclusive';
  const version = evaluation.champion === undefined ? 'the first version' : 'the next version';
  const now =
    verdict === 'pass'
      ? 'By this gate the verdict is *pass*, so the status is a success.'
      : `By this gate the verdict is *${verdict}*, so the status is a failure: change the rules, or the model.`;
  return [
    '**This pull request adds the first gate**',
    '',
    `- Now: ${now}`,
    '- At the merge: the gate becomes that of the base branch. No version is registered, since a gate decides about the pull requests after it.',
    `- Next: the first of them that trains a model and passes is registered as ${version}. To register this model already, start \`register\` by hand after the merge, with \`pull-request\`, \`override: verdict\` and \`override-reason\`.`,
  ].join('\n');
}
