/** Files of the evidence that the training wrote for the report. The evidence is a claim: limits are those of `train`, again. */
import type { Evaluation } from '../../../src/shared/domain/documents/evaluation.ts';
import { INCLUDED_FOLDER, type IncludedContent } from '../../../src/shared/domain/report/included-content.ts';
import { readIncludedFiles } from '../../../src/shared/usecases/read-included.ts';
import type { Evidence } from '../outcome.ts';

/** @returns undefined where digits are hidden: a file may have them, as the training of the pull request chose. */
export async function readIncludedEvidence(
  { run, files }: Evidence,
  { digits }: Evaluation,
): Promise<IncludedContent | undefined> {
  const paths = run.outputs.filter(({ role }) => role === 'report').map(({ path }) => path);
  if (digits === 'hidden' || paths.length === 0) return undefined;
  const names = paths.map((path) => [path.replace(INCLUDED_FOLDER, ''), path] as const);
  return await readIncludedFiles(files, new Map(names));
}
