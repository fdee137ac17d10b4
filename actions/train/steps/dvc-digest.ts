/** What DVC would write into its files of what lies in the checkout now. */
import { digestDvcFolder, type HashedFile } from '../../../src/shared/domain/interop/dvc-folder-digest.ts';
import type { DvcEntry } from '../../../src/shared/domain/interop/dvc-pipeline.ts';
import { md5OfStream } from '../../../src/shared/domain/kernel/md5.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';

/** @param entry a digest with `.dir` is that of a folder. @returns undefined where the file is not there. */
export async function dvcDigestOf(
  workspace: Files,
  { path, md5: named }: Pick<DvcEntry, 'path' | 'md5'>,
): Promise<string | undefined> {
  const digestFile = async (file: string): Promise<string> =>
    md5OfStream((await workspace.open(file)).stream({ isReused: true }));
  if (named?.endsWith('.dir') !== true)
    return (await workspace.exists(path)) ? await digestFile(path) : undefined;
  const files: HashedFile[] = [];
  for (const file of await workspace.match([path]))
    files.push({ path: file.slice(path.length + 1), md5: await digestFile(file) });
  return digestDvcFolder(files);
}
