/** The files of the model in the evidence, each read for what loading it would call; nothing of them is loaded. */
import type { ModelConfig } from '../domain/config/config.ts';
import type { ModelFileScan } from '../domain/documents/file-scan.ts';
import { MODEL_FOLDER } from '../domain/kernel/names.ts';
import { describeScan, type ScannedFile } from '../domain/model-files/describe-scan.ts';
import { scanFile, type Unpacker } from '../domain/model-files/scan-file.ts';
import type { ChallengerEvidence } from './open-evidence.ts';

/**
 * One after the other: what takes time is arithmetic of one thread.
 * @returns undefined where the run kept no model.
 */
export async function scanModelFiles(
  { unpacker }: { readonly unpacker: Unpacker },
  { run, files }: ChallengerEvidence,
  { scan }: Pick<ModelConfig, 'scan'>,
): Promise<ModelFileScan | undefined> {
  if (run.modelSet === undefined) return undefined;
  const options = { allowed: new Set(scan['allow-globals']), unpacker };
  const scanned: ScannedFile[] = [];
  for (const { path } of run.modelSet.files) {
    const { findings } = await scanFile(await files.open(MODEL_FOLDER + path), path, options);
    scanned.push({ path, findings });
  }
  return describeScan(scanned);
}
