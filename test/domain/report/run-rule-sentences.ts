/** Reasons of rules about the run, and how each of them is read. */
import type { RuleResult } from '../../../src/shared/domain/documents/evaluation.ts';
import type { RuleReason } from '../../../src/shared/domain/documents/rule-reason.ts';

export const runRuleSentences: readonly (readonly [Omit<RuleResult, 'reason'>, RuleReason, string])[] = [
  [
    { metric: 'run:model_size_mb', kind: 'at-most', threshold: 50, outcome: 'pass' },
    { code: 'counted-value', value: 48.2 },
    '48.2 (counted), at most 50',
  ],
  [
    { metric: 'run:model_size_mb', kind: 'not-worse-by', threshold: 1, outcome: 'fail' },
    { code: 'counted-improvement', improvement: -2.5 },
    'improvement −2.50 (counted), worse by more than 1',
  ],
  [
    { metric: 'run:score_seconds', kind: 'not-worse-by', threshold: 1, outcome: 'inconclusive' },
    { code: 'not-measured', model: 'champion' },
    'it was not measured for the champion in this run, so there is nothing to compare with',
  ],
  [
    { metric: 'run:score_memory_mb', kind: 'at-most', threshold: 500, outcome: 'inconclusive' },
    { code: 'not-measured', model: 'challenger' },
    'it was not measured: set `score.rounds` beside the score command, on a machine that says it',
  ],
  [
    { metric: 'run:cost_usd', kind: 'at-most', threshold: 1, outcome: 'inconclusive' },
    { code: 'not-measured', model: 'champion' },
    'the score command wrote no such number for the champion: write it to MODEL_STEWARD_MEASURES, and set `score.rounds`',
  ],
  [
    { metric: 'run:score_seconds', kind: 'at-most', threshold: 1, outcome: 'inconclusive' },
    { code: 'too-few-rounds', roundCount: 1, neededCount: 6 },
    'measured in 1 round, and an interval needs 6: set `score.rounds`',
  ],
];
