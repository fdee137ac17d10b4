/** A training has to leave something that can be compared: metrics, a model or predictions. */
import type { OutputRole } from '../../../src/shared/domain/documents/run.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import type { CommittedFiles, Files } from '../../../src/shared/ports/workspace.ts';
import { listLikelyOutputs } from './likely-outputs.ts';

/** Of these alone nothing can be said of a model. */
const DESCRIBING: ReadonlySet<OutputRole> = new Set(['parameters', 'example']);

interface Left {
  readonly workspace: Files;
  readonly committed: CommittedFiles;
}

/** @throws DataError FILES_INVALID that names what looks like an output, where no one named it. */
export async function requireOutputs(
  kept: readonly { readonly role: OutputRole }[],
  { workspace, committed }: Left,
): Promise<void> {
  if (kept.some(({ role }) => !DESCRIBING.has(role))) return;
  const likely = await listLikelyOutputs(workspace, committed);
  const hint =
    'write metrics.json, or name the files in `.github/model-steward.yml` or in the inputs of train';
  throw new DataError('FILES_INVALID', 'train: expected metrics, a model or predictions, got none of them', {
    hint: likely === '' ? hint : `${hint}; ${likely}`,
  });
}
