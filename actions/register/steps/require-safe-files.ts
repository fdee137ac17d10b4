/** The files of the model, read before anything is written: a version that runs more than a model is never published. */
import type { ModelFileScan } from '../../../src/shared/domain/documents/file-scan.ts';
import { ConflictError } from '../../../src/shared/domain/kernel/errors.ts';
import { describeFileFinding } from '../../../src/shared/domain/report/model-files-text.ts';
import { protectedModel } from '../../../src/shared/domain/supply-chain/protection.ts';
import { scanModelFiles } from '../../../src/shared/usecases/scan-model-files.ts';
import type { RegisterStep } from '../ports.ts';
import type { EvaluatedEvidence } from './open-evaluated-evidence.ts';

/** By the configuration of the base, as the gate. @throws ConflictError FILES_UNSAFE */
export async function requireSafeFiles(
  { model, ports }: RegisterStep,
  evidence: EvaluatedEvidence,
): Promise<ModelFileScan | undefined> {
  const { config } = protectedModel(model, evidence.protection);
  const scan = await scanModelFiles(ports, evidence, config);
  const isAccepted = scan?.outcome === 'unscannable' && config.scan['accept-unscannable'];
  if (scan === undefined || isAccepted) return scan;
  if (scan.outcome !== 'unsafe' && scan.outcome !== 'unscannable') return scan;
  const [first] = scan.findings;
  const found = first === undefined ? scan.outcome : describeFileFinding(first);
  throw new ConflictError(
    'FILES_UNSAFE',
    `files of ${model.name}: expected files that load nothing but a model, got ${scan.outcome}: ${found}`,
    {
      hint:
        scan.outcome === 'unsafe'
          ? 'write the model in a format without code (safetensors, ONNX, the own format of the library), or without what the comment names'
          : 'write the files again without a password and with gzip, zlib, Zstandard or no compression, or set `scan.accept-unscannable: true`',
    },
  );
}
