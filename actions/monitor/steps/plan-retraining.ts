/**
 * Whether a decision to retrain starts or proposes a retraining now: only where the configuration says so, one at a time,
 * not again before the cool-down has passed, so that a flapping alert cannot start a training every day, and no more in a
 * month than its budget.
 */
import type { RetrainMode } from '../../../src/shared/domain/config/monitor-section.ts';
import type { DecisionKind } from '../../../src/shared/domain/documents/decision.ts';
import { largest } from '../../../src/shared/domain/kernel/extremes.ts';
import { SNOOZED_LABEL } from '../../../src/shared/domain/kernel/names.ts';
import { codeSpan } from '../../../src/shared/domain/text/untrusted-text.ts';
import type { Retraining } from '../outcome.ts';

export const NO_RETRAINING: Retraining = { kind: 'none', text: 'No retraining is started.' };

export interface RetrainingRequest {
  readonly decision: DecisionKind;
  readonly mode: RetrainMode;
  readonly workflow: string;
  readonly issue: number;
  readonly isSnoozed: boolean;
  readonly nowMs: number;
  readonly coolDownMs: number;
  readonly mostPerMonth: number;
  /** When retrainings were started or proposed for any issue of the model. */
  readonly startedMs: readonly number[];
  /** Addresses of unfinished runs of the workflow, and of open pull requests for other issues of the model. */
  readonly unfinished: readonly string[];
}

/** It remembers when the other check did, so that either of the two may write the issue last. */
export function waitForOther({ runUrl, at }: { readonly runUrl: string; readonly at: string }): Retraining {
  const text = `A retraining was started by ${runUrl}; its outcome is written here.`;
  return { kind: 'waiting', text, startedAt: at };
}

export type RetrainingPlan = { readonly kind: 'now' } | Retraining;

export function planRetraining(request: RetrainingRequest): RetrainingPlan {
  const { decision, mode, workflow, issue, nowMs, coolDownMs, startedMs, unfinished } = request;
  if (decision !== 'retrain') return NO_RETRAINING;
  if (mode === 'issue') {
    const command = `gh workflow run ${workflow} -f issue=${issue}`;
    return { kind: 'advised', text: `Nothing is started automatically. To retrain: \`${command}\`.` };
  }
  if (request.isSnoozed)
    return {
      kind: 'waiting',
      text: `No retraining is started while the issue has the label ${codeSpan(SNOOZED_LABEL)}.`,
    };
  const [running] = unfinished;
  if (running !== undefined) {
    const text =
      mode === 'dispatch'
        ? `A retraining is already running: ${running}. Its result is written to the issue that requested it.`
        : `A retraining is already proposed, for another problem of the model: ${running}.`;
    return { kind: 'waiting', text };
  }
  const againMs = (startedMs.length === 0 ? -Infinity : largest(startedMs)) + coolDownMs;
  if (nowMs < againMs) {
    const again = new Date(againMs).toISOString().slice(0, 16).replace('T', ' ');
    return {
      kind: 'waiting',
      text: `A retraining was started recently; the next one may start from ${again} UTC, if it is still needed.`,
    };
  }
  return waitForNextMonth(request) ?? { kind: 'now' };
}

/** A month of UTC, as a bill has it. */
function waitForNextMonth({ nowMs, startedMs, mostPerMonth }: RetrainingRequest): Retraining | undefined {
  const month = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 7);
  const used = startedMs.filter((timeMs) => month(timeMs) === month(nowMs)).length;
  if (used < mostPerMonth) return undefined;
  const now = new Date(nowMs);
  const next = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1)).toISOString().slice(0, 10);
  const budget = `\`retrainings: ${mostPerMonth} per month\``;
  return {
    kind: 'waiting',
    text: `The budget of this month is used (${budget}); the next retraining may start from ${next} UTC, if it is still needed.`,
  };
}
