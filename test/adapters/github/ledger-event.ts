/** An event as small as its schema allows. */
import { documentDigest } from '../../../src/shared/domain/kernel/digest.ts';
import type { LedgerEvent } from '../../../src/shared/domain/documents/event.ts';

export function promotion(runId: number, model = 'churn'): LedgerEvent {
  return {
    schema: 'model-steward/event/1',
    event: 'promoted',
    model,
    at: '2026-11-20T10:00:00Z',
    stage: { name: 'production', tag: `${model}#production#${runId}`, version: '1.0.0' },
    envelope: {
      schema: 'model-steward/envelope/1',
      document: { name: 'promotion', sha256: documentDigest({ runId }) },
      repository: 'acme/models',
      run: {
        id: runId,
        attempt: 1,
        workflow: '.github/workflows/model.yml',
        event: 'push',
        ref: 'refs/heads/main',
        sha: '0123456789abcdef0123456789abcdef01234567',
      },
      actor: 'acme',
      startedAt: '2026-11-20T09:59:00Z',
      durationMs: 60_000,
    },
  };
}
