/** Appends the check to the ledger, with the envelope that says which run made it and when. */
import type { Check } from '../../src/shared/domain/documents/check.ts';
import { documentDigest } from '../../src/shared/domain/documents/digest.ts';
import type { Envelope } from '../../src/shared/domain/documents/envelope.ts';
import { StewardError } from '../../src/shared/domain/errors.ts';
import { ledgerPath } from '../../src/shared/domain/names.ts';
import type { RunContext } from '../../src/shared/domain/platform.ts';
import type { Ledger, Log } from '../../src/shared/ports.ts';

/** A ledger that cannot be written must not hide a finding: the issue is there, the event stays on the runner. */
export async function enterLedger(
  { ledger, log }: { readonly ledger: Ledger; readonly log: Log },
  check: Check,
  envelope: Envelope,
): Promise<void> {
  const path = ledgerPath(check.model, 'checked', envelope.startedAt, envelope.run);
  try {
    await ledger.append(path, {
      schema: 'model-steward/event/1',
      event: 'checked',
      model: check.model,
      at: envelope.startedAt,
      check,
      envelope,
    });
  } catch (error) {
    if (!(error instanceof StewardError)) throw error;
    log.warning(`ledger: ${path} was not written: ${error.message}`);
  }
}

export function envelopeOf(
  check: Check,
  context: RunContext,
  { startedAt, endedAt }: { readonly startedAt: Date; readonly endedAt: Date },
): Envelope {
  return {
    schema: 'model-steward/envelope/1',
    document: { name: 'check.json', sha256: documentDigest(check) },
    repository: `${context.repository.owner}/${context.repository.name}`,
    run: {
      id: context.runId,
      attempt: context.runAttempt,
      workflow: context.workflowPath ?? '',
      event: context.eventName,
      ref: context.ref,
      sha: context.sha,
    },
    actor: context.actor,
    startedAt: startedAt.toISOString(),
    durationMs: Math.max(0, endedAt.getTime() - startedAt.getTime()),
  };
}
