/**
 * A step of a workflow, as far as artifacts and caches go: runs the operations of its first argument (a
 * JSON array) with the real clients, and writes their results to file descriptor 3. It is a program of its
 * own because the clients read their environment when they are imported.
 */
import { writeSync } from 'node:fs';
import type { FindOptions, UploadArtifactOptions } from '@actions/artifact';

export type ToolkitOperation =
  | {
      readonly call: 'upload';
      readonly name: string;
      readonly files: readonly string[];
      readonly root: string;
      readonly options?: UploadArtifactOptions;
    }
  | { readonly call: 'list'; readonly findBy?: NonNullable<FindOptions['findBy']> }
  | { readonly call: 'get'; readonly name: string; readonly findBy?: NonNullable<FindOptions['findBy']> }
  | {
      readonly call: 'download';
      readonly name: string;
      readonly path: string;
      readonly expectedHash?: string;
      readonly findBy?: NonNullable<FindOptions['findBy']>;
    }
  | { readonly call: 'delete'; readonly name: string }
  | { readonly call: 'save'; readonly paths: readonly string[]; readonly key: string }
  | {
      readonly call: 'restore';
      readonly paths: readonly string[];
      readonly key: string;
      readonly restoreKeys?: readonly string[];
    };

async function perform(operation: ToolkitOperation): Promise<unknown> {
  if (operation.call === 'save' || operation.call === 'restore') return performCache(operation);
  const { DefaultArtifactClient } = await import('@actions/artifact');
  const artifacts = new DefaultArtifactClient();
  const find: FindOptions = 'findBy' in operation ? { findBy: operation.findBy } : {};
  switch (operation.call) {
    case 'upload':
      return artifacts.uploadArtifact(
        operation.name,
        [...operation.files],
        operation.root,
        operation.options,
      );
    case 'list':
      return artifacts.listArtifacts(find);
    case 'get':
      return artifacts.getArtifact(operation.name, find);
    case 'download': {
      const { artifact } = await artifacts.getArtifact(operation.name, find);
      const { path, expectedHash } = operation;
      return artifacts.downloadArtifact(artifact.id, {
        path,
        ...(expectedHash && { expectedHash }),
        ...find,
      });
    }
    case 'delete':
      return artifacts.deleteArtifact(operation.name);
  }
}

async function performCache(
  operation: Extract<ToolkitOperation, { call: 'save' | 'restore' }>,
): Promise<unknown> {
  const cache = await import('@actions/cache');
  const paths = [...operation.paths];
  if (operation.call === 'save') return cache.saveCache(paths, operation.key);
  const restoredKey = await cache.restoreCache(paths, operation.key, [...(operation.restoreKeys ?? [])]);
  return restoredKey ?? null;
}

const results: unknown[] = [];
for (const operation of JSON.parse(process.argv[2] ?? '[]') as ToolkitOperation[]) {
  try {
    results.push(await perform(operation));
  } catch (error) {
    results.push({ error: String(error) });
  }
}
writeSync(3, JSON.stringify(results));
