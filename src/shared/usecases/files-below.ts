/** A folder of files as files of its own. */
import type { Files } from '../ports/workspace.ts';

/** @param folder its path in `files`, with `/` at its end. */
export function filesBelow(files: Files, folder: string): Files {
  const place = (pattern: string): string =>
    pattern.startsWith('!') ? `!${folder}${pattern.slice(1)}` : folder + pattern;
  return {
    root: `${files.root}/${folder.slice(0, -1)}`,
    open: (path) => files.open(folder + path),
    read: (path) => files.read(folder + path),
    exists: (path) => files.exists(folder + path),
    match: async (globs) => (await files.match(globs.map(place))).map((path) => path.slice(folder.length)),
    write: (path, content) => files.write(folder + path, content),
    writeFrom: async (path, chunks, verify) => ({
      ...(await files.writeFrom(folder + path, chunks, verify && ((record) => verify({ ...record, path })))),
      path,
    }),
  };
}
