/** The files that a report shows as the team wrote them: those that are left out are not read, or not shown. */
import { chooseIncluded, readIncluded, type IncludedContent } from '../domain/report/included-content.ts';
import type { Files } from '../ports/workspace.ts';

/** @param pathOfName in `files`, by the names that are shown; in the order in which they are chosen. */
export async function readIncludedFiles(
  files: Files,
  pathOfName: ReadonlyMap<string, string>,
): Promise<IncludedContent> {
  const opened = await Promise.all(
    Array.from(pathOfName, async ([name, path]) => {
      const { sizeBytes } = await files.open(path);
      return { name, path, sizeBytes };
    }),
  );
  const { chosen, leftOut } = chooseIncluded(opened);
  const read = await Promise.all(
    chosen.map(async ({ name, path }) => ({ name, bytes: await files.read(path) })),
  );
  const content = readIncluded(read);
  return { ...content, leftOut: [...leftOut, ...content.leftOut] };
}
