/** Writes the check with its envelope into files of the step, and enters it in the ledger. */
import { checkSchema, type Check } from '../../../src/shared/domain/documents/check.ts';
import { envelopeOf, envelopeSchema } from '../../../src/shared/domain/documents/envelope.ts';
import { serializeDocument } from '../../../src/shared/domain/documents/parse-document.ts';
import { documentDigest } from '../../../src/shared/domain/kernel/digest.ts';
import { appendOrKeepEvent } from '../../../src/shared/usecases/record-event.ts';
import { elapsedMs } from '../../../src/shared/usecases/step-context.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import type { MonitorStep } from '../ports.ts';

export const CHECK_DOCUMENT = 'check.json';
export const CHECK_ENVELOPE = 'check.envelope.json';

/** @returns the folder with the documents. */
export async function recordCheck(step: MonitorStep, check: Check): Promise<Files> {
  const { context, ports, started } = step;
  const envelope = envelopeOf(context, {
    document: { name: CHECK_DOCUMENT, sha256: documentDigest(check) },
    startedAt: started.at.toISOString(),
    durationMs: elapsedMs(step),
  });
  const files = await ports.scratch('check');
  await files.write(CHECK_DOCUMENT, serializeDocument(checkSchema, check));
  await files.write(CHECK_ENVELOPE, serializeDocument(envelopeSchema, envelope));
  const at = envelope.startedAt;
  await appendOrKeepEvent(
    ports,
    { model: check.model, event: 'checked', at, run: envelope.run },
    { schema: 'model-steward/event/1', event: 'checked', model: check.model, at, check, envelope },
  );
  return files;
}
