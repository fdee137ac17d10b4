/**
 * The port `Files` on a folder of the runner: contained paths, regular files, atomic writes. All paths, renames
 * and streams of files are in this folder.
 */
import { parsePatterns } from '../../domain/kernel/glob.ts';
import type { Files } from '../../ports/workspace.ts';
import { locate } from './containment.ts';
import { openContent, readContent } from './file-content.ts';
import { findFiles } from './find-files.ts';
import { replaceFile, replaceFileFrom, writeChunk } from './replace-file.ts';

/** @param root absolute; created by the first write. */
export function openFiles(root: string): Files {
  return {
    root,
    open: (path) => openContent(root, path),
    read: (path) => readContent(root, path),
    exists: async (path) => (await locate(root, path)) !== undefined,
    match: async (globs) => await findFiles(root, parsePatterns(globs)),
    write: (path, content) => replaceFile(root, path, (file) => writeChunk(file, path, content)),
    writeFrom: (path, chunks, verify) => replaceFileFrom({ root, path, chunks, verify }),
  };
}
