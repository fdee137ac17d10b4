/** The evidence of a training: `run.json`, and the files that it names with their digests. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Run } from '../../src/shared/domain/documents/run.ts';
import { canonicalJson } from '../../src/shared/domain/kernel/canonical-json.ts';
import { setDigest, sha256, type FileRecord } from '../../src/shared/domain/kernel/digest.ts';
import { RUN_DOCUMENT } from '../../src/shared/domain/registry/plan-assets.ts';
import { MODEL_FOLDER } from '../../src/shared/domain/kernel/names.ts';
import { runRecord } from './run-record.ts';

/** Path in the artifact → content; each is listed in `run.json` under its role. */
export type EvidenceFiles = Readonly<
  Record<string, { readonly role: Run['outputs'][number]['role']; readonly text: string }>
>;

/** `run.json` over these files; `change` replaces whole keys of it. */
export function describeEvidence(files: EvidenceFiles, change: Partial<Run> = {}): Run {
  const outputs = Object.entries(files).map(([path, { role, text }]) => ({ ...recordOf(path, text), role }));
  const model = outputs
    .filter(({ role }) => role === 'model')
    .map(({ path, sha256: digest, sizeBytes }) => ({
      path: path.slice(MODEL_FOLDER.length),
      sha256: digest,
      sizeBytes,
    }));
  return runRecord({ modelSet: { digest: setDigest(model), files: model }, outputs, ...change });
}

/** @returns the paths that were written, `run.json` first. */
export async function writeEvidence(
  folder: string,
  files: EvidenceFiles,
  run: Run,
): Promise<readonly string[]> {
  const texts = Object.entries(files).map(([path, { text }]) => [path, text] as const);
  const contents = Object.fromEntries([[RUN_DOCUMENT, canonicalJson(run)] as const, ...texts]);
  await writeFiles(folder, contents);
  return Object.keys(contents);
}

export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

function recordOf(path: string, text: string): FileRecord {
  return { path, sha256: sha256(text), sizeBytes: Buffer.byteLength(text) };
}
