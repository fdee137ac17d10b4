/**
 * Documents as a later version of the same schema may write them: more keys at every level, more values in closed
 * lists. Whatever is registered, or lies in the ledger, may have been written by such a version.
 */
import { execFileSync } from 'node:child_process';
import { canonicalJson } from '../../src/shared/domain/kernel/canonical-json.ts';
import { sha256 } from '../../src/shared/domain/kernel/digest.ts';
import type { Profile } from '../../src/shared/domain/monitoring/profile/profile.ts';
import type { ModelAsset, ModelVersion } from '../../src/shared/domain/documents/model.ts';
import type { ReleaseRecord } from '../github-box/state/records.ts';
import type { Repository } from '../github-box/state/repository.ts';

/** Values by names that are no keys of the schema: those that the user chose, and digests of rows. */
const FREE_NAMES: readonly string[] = [
  'parameters',
  'metrics',
  'answers',
  'writtenNames',
  'notes',
  'written',
];

export const UNKNOWN_KEY = 'addedTomorrow';

/** The document with a key at every level that no version of today knows. */
export function withUnknownKeys<T>(document: T): T {
  return addKeys(document) as T;
}

function addKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(addKeys);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, member]) => {
    const isFree = FREE_NAMES.includes(key) && !Array.isArray(member);
    return [key, isFree ? (member as unknown) : addKeys(member)] as const;
  });
  return {
    ...Object.fromEntries(members),
    [UNKNOWN_KEY]: { why: 'a later version needs it', sizes: [1, 2.5] },
  };
}

/**
 * Rewrites the documents of a published release as a later version would have written them, with its digests, and the
 * tag that names run and evaluation.
 * @param change what, besides unknown keys, is new in `model.json`. @param changeProfile the same of the profile.
 */
export function rewriteRelease(
  repository: Repository,
  release: ReleaseRecord,
  change: (model: ModelVersion) => ModelVersion = (model) => model,
  changeProfile: (profile: Profile) => unknown = (profile) => profile,
): ModelVersion {
  const read = (name: string): unknown => JSON.parse(textOf(release, name));
  const model = read('model.json') as ModelVersion;
  const rewritten = new Map<string, string>();
  for (const { asset, role } of model.assets) {
    if (role !== 'run' && role !== 'evaluation' && role !== 'profile') continue;
    const written = role === 'profile' ? changeProfile(read(asset) as Profile) : read(asset);
    const document = withUnknownKeys(written) as Record<string, unknown>;
    // The evaluation names the run, which comes before it in no order of names.
    if (role === 'evaluation') document.run = sha256(canonicalJson(withUnknownKeys(read('run.json'))));
    rewritten.set(asset, canonicalJson(document));
  }
  const assets = model.assets.map((asset): ModelAsset => {
    const text = rewritten.get(asset.asset);
    return text === undefined
      ? asset
      : { ...asset, sha256: sha256(text), sizeBytes: Buffer.byteLength(text) };
  });
  const digestOf = (name: string): string => sha256(rewritten.get(name) ?? textOf(release, name));
  const next = withUnknownKeys(
    change({
      ...model,
      run: digestOf('run.json'),
      evaluation: { ...model.evaluation, sha256: digestOf('evaluation.json') },
      assets,
    }),
  );
  rewritten.set('model.json', canonicalJson(next));
  rewriteTag(repository, release.tagName, (text) =>
    text
      .replace(model.run, digestOf('run.json'))
      .replace(model.evaluation.sha256, digestOf('evaluation.json')),
  );
  release.assets = release.assets.map((asset) => {
    const text = rewritten.get(asset.name);
    if (text === undefined) return asset;
    return { ...asset, bytes: Buffer.from(text), digest: `sha256:${sha256(text)}` };
  });
  return next;
}

/** Git writes no tag object twice: the name leads to a new one. */
function rewriteTag({ git }: Repository, tag: string, change: (text: string) => string): void {
  const run = (args: readonly string[], input = ''): string =>
    execFileSync('git', ['-C', git.path, ...args], { input, encoding: 'utf8' });
  const object = run(['mktag'], change(run(['cat-file', 'tag', tag]))).trim();
  run(['update-ref', `refs/tags/${tag}`, object]);
}

function textOf(release: ReleaseRecord, name: string): string {
  const asset = release.assets.find((candidate) => candidate.name === name);
  if (asset === undefined) throw new Error(`release of ${release.tagName}: expected ${name}, got none`);
  return asset.bytes.toString('utf8');
}
