/** A file of a test as the content of an asset. */
import { digestStream } from '../../src/shared/domain/kernel/digest.ts';
import type { AssetSource } from '../../src/shared/ports/github.ts';
import type { Files } from '../../src/shared/ports/workspace.ts';

export async function assetSource(files: Files, path: string): Promise<AssetSource> {
  const content = await files.open(path);
  return { ...(await digestStream(content.stream())), stream: () => content.stream() };
}
