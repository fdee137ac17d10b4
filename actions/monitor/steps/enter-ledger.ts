/** Appends the check to the ledger. */
import type { Check } from '../../../src/shared/domain/documents/check.ts';
import type { Envelope } from '../../../src/shared/domain/documents/envelope.ts';
import { StewardError } from '../../../src/shared/domain/kernel/errors.ts';
import { ledgerPath } from '../../../src/shared/domain/kernel/names.ts';
import type { Ledger } from '../../../src/shared/ports/github.ts';
import type { Log } from '../../../src/shared/ports/runner.ts';

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
