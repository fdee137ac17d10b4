/** One phase of a rollout: an expected failure is its outcome, a defect or a cancellation is thrown. */
import type { PhaseName } from '../../../src/shared/domain/documents/deployment.ts';
import type { PhaseDetail } from '../../../src/shared/domain/documents/phase.ts';
import type { StewardError } from '../../../src/shared/domain/kernel/errors.ts';
import type { Phase } from '../../../src/shared/domain/rollout/deployment-document.ts';
import { attempt } from '../../../src/shared/usecases/attempt.ts';

export async function runPhase(name: PhaseName, work: () => Promise<PhaseDetail>): Promise<Phase> {
  const result = await attempt(work);
  if (result.ok) return { name, outcome: 'ok', detail: result.value };
  return { name, outcome: 'failed', detail: describeError(result.error) };
}

export function describeError({ code, message }: StewardError): PhaseDetail {
  return { code: 'error', error: code, message };
}
