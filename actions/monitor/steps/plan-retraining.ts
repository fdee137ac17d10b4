/**
 * Whether a decision to retrain starts a workflow now: only where the configuration says so, one at a time,
 * and not again before the cool-down has passed, so that a flapping alert cannot start a training every day.
 */
import type { DecisionKind } from '../../../src/shared/domain/documents/decision.ts';
import type { Retraining } from '../outcome.ts';

export const NO_RETRAINING: Retraining = { kind: 'none', text: 'No retraining is started.' };

export interface RetrainingRequest {
  readonly decision: DecisionKind;
  readonly mode: 'dispatch' | 'issue';
  readonly workflow: string;
  readonly issue: number;
  readonly nowMs: number;
  readonly coolDownMs: number;
  /** When a retraining was last started for any issue of the model. */
  readonly lastStartedMs: number | undefined;
  /** Addresses of unfinished runs of the workflow. */
  readonly activeRuns: readonly string[];
}

/** It remembers when the other check did, so that either of the two may write the issue last. */
export function waitForOther({ runUrl, at }: { readonly runUrl: string; readonly at: string }): Retraining {
  const text = `A retraining was started by ${runUrl}; its outcome is written here.`;
  return { kind: 'waiting', text, startedAt: at };
}

export type RetrainingPlan = { readonly kind: 'dispatch' } | Retraining;

export function planRetraining(request: RetrainingRequest): RetrainingPlan {
  const { decision, mode, workflow, issue, nowMs, coolDownMs, lastStartedMs, activeRuns } = request;
  if (decision !== 'retrain') return NO_RETRAINING;
  if (mode === 'issue') {
    const command = `gh workflow run ${workflow} -f issue=${issue}`;
    return { kind: 'advised', text: `Nothing is started automatically. To retrain: \`${command}\`.` };
  }
  const [running] = activeRuns;
  if (running !== undefined) {
    return {
      kind: 'waiting',
      text: `A retraining is already running: ${running}. Its result is written to the issue that requested it.`,
    };
  }
  const againMs = (lastStartedMs ?? -Infinity) + coolDownMs;
  if (nowMs < againMs) {
    const again = new Date(againMs).toISOString().slice(0, 16).replace('T', ' ');
    return {
      kind: 'waiting',
      text: `A retraining was started recently; the next one may start from ${again} UTC, if it is still needed.`,
    };
  }
  return { kind: 'dispatch' };
}
