/** One phase of a rollout: an expected failure is its outcome, a defect or a cancellation is thrown. */
import type { PhaseName } from '../../../src/shared/domain/documents/deployment.ts';
import type { Phase } from '../../../src/shared/domain/rollout/deployment-document.ts';
import { attempt } from '../../../src/shared/usecases/attempt.ts';

/** @param work returns one line for a person. */
export async function runPhase(name: PhaseName, work: () => Promise<string>): Promise<Phase> {
  const result = await attempt(work);
  return result.ok
    ? { name, outcome: 'ok', detail: result.value }
    : { name, outcome: 'failed', detail: result.error.message };
}
