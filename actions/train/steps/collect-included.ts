/** Files that the report of the evaluation shows (`report.include`). None of them is worth a failed training: a note says why. */
import { INCLUDED_FOLDER } from '../../../src/shared/domain/report/included-content.ts';
import { commonFolder } from '../../../src/shared/domain/kernel/glob.ts';
import { readIncludedFiles } from '../../../src/shared/usecases/read-included.ts';
import { recordFiles } from '../../../src/shared/usecases/record-files.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import type { Kept } from './collect.ts';

export interface CollectedIncluded {
  readonly kept: readonly Kept[];
  /** Plain sentences. */
  readonly notes: readonly string[];
}

export async function collectIncluded(
  workspace: Files,
  patterns: readonly string[],
): Promise<CollectedIncluded> {
  if (patterns.length === 0) return { kept: [], notes: [] };
  const paths = await workspace.match(patterns);
  if (paths.length === 0)
    return { kept: [], notes: [`\`report.include\` matches no file: ${patterns.join(', ')}.`] };
  const folder = commonFolder(patterns, paths);
  const nameOf = (path: string): string => (folder === '' ? path : path.slice(folder.length + 1));
  const { texts, pictures, leftOut } = await readIncludedFiles(
    workspace,
    new Map(paths.map((path) => [nameOf(path), path])),
  );
  const shown = new Set([...texts, ...pictures].map(({ name }) => name));
  const records = await recordFiles(
    workspace,
    paths.filter((path) => shown.has(nameOf(path))),
  );
  return {
    kept: records.map((record) => ({
      role: 'report',
      source: workspace,
      record,
      path: INCLUDED_FOLDER + nameOf(record.path),
    })),
    notes: leftOut.map(({ name, reason }) => `\`report.include\`: ${name} is left out: ${reason}.`),
  };
}
