/** The deployment as an event of the ledger. */
import type { Deployment } from '../../../src/shared/domain/documents/deployment.ts';
import { envelopeOf } from '../../../src/shared/domain/documents/envelope.ts';
import type { LedgerEvent } from '../../../src/shared/domain/documents/event.ts';
import { documentDigest } from '../../../src/shared/domain/kernel/digest.ts';
import type { DeploymentRecord } from '../../../src/shared/domain/kernel/platform.ts';
import { recordEvent } from '../../../src/shared/usecases/record-event.ts';
import { elapsedMs } from '../../../src/shared/usecases/step-context.ts';
import type { DeployStep } from '../ports.ts';

export async function enterLedger(
  step: DeployStep,
  document: Deployment,
  record: DeploymentRecord,
): Promise<void> {
  const { ports, context } = step;
  const { model, environment } = document;
  // One run may deploy to several environments.
  const event = `deployed-${environment.toLowerCase().replace(/[^a-z0-9]+/g, '-')}` as const;
  const run = { id: context.runId, attempt: context.runAttempt };
  await recordEvent(
    ports,
    { model, event, at: record.createdAt, run },
    describeEvent(step, document, record),
  );
}

function describeEvent(step: DeployStep, document: Deployment, record: DeploymentRecord): LedgerEvent {
  return {
    schema: 'model-steward/event/1',
    event: 'deployed',
    model: document.model,
    at: record.createdAt,
    deployment: document,
    envelope: envelopeOf(step.context, {
      document: { name: 'deployment.json', sha256: documentDigest(document) },
      startedAt: step.started.at.toISOString(),
      durationMs: elapsedMs(step),
    }),
  };
}
