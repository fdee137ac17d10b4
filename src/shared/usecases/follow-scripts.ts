/**
 * The scripts that scripts call, import or source, and what those call in turn (docs/trust.md#the-base-decides). Files are
 * read from the commit that is checked out: a script that the change touches counts itself, and up to it both sides are the same.
 */
import { isScript, scriptsReachedFrom, type FileIndex } from '../domain/supply-chain/named-scripts.ts';

/** From one script to the next. */
const MAX_DEPTH = 8;
/** Read in all. */
const MAX_SCRIPTS = 400;

/** The text of a file of the repository; undefined for what is no text, or cannot be read. */
export type ReadScript = (path: string) => Promise<string | undefined>;

/** @returns what is reached from the files, which are among it. */
export async function followScripts(
  read: ReadScript,
  index: FileIndex,
  first: Iterable<string>,
): Promise<ReadonlySet<string>> {
  const reached = new Set(first);
  let open = [...reached];
  let scripts = 0;
  for (let depth = 0; open.length > 0 && depth < MAX_DEPTH; depth += 1) {
    const found: string[] = [];
    for (const path of open.filter(isScript)) {
      if (scripts >= MAX_SCRIPTS) return reached;
      scripts += 1;
      const text = await read(path);
      if (text !== undefined) found.push(...scriptsReachedFrom({ path, text }, index));
    }
    open = [...new Set(found)].filter((path) => !reached.has(path));
    for (const path of open) reached.add(path);
  }
  return reached;
}
