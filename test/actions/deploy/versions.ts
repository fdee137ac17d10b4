/** Versions of a model as `register` leaves them: tags, and a release whose assets `model.json` names. */
import { openFiles } from '../../../src/shared/adapters/files/files.ts';
import type { GitHub } from '../../../src/shared/adapters/github/create-github.ts';
import { canonicalJson } from '../../../src/shared/domain/kernel/canonical-json.ts';
import { setDigest, sha256, sha256Sums, type FileRecord } from '../../../src/shared/domain/kernel/digest.ts';
import type { ModelAsset, ModelVersion } from '../../../src/shared/domain/documents/model.ts';
import { renderTagMessage } from '../../../src/shared/domain/registry/tag-message.ts';
import { assetName } from '../../../src/shared/domain/registry/asset-name.ts';
import { stageTag, versionTag } from '../../../src/shared/domain/kernel/names.ts';

export const MODEL = 'flights';
const SOME_DIGEST = '0'.repeat(64);

/** What the service of the tests does with this model: the model itself says so. */
export interface Behaviour {
  /** Status of the health path; 200 unless told. */
  readonly health?: number;
  /** Text of the answer to the example; as many numbers as rows unless told. */
  readonly answer?: string;
}

export interface NewVersion {
  readonly github: GitHub;
  readonly version: string;
  readonly behaviour: Behaviour;
  readonly commit: string;
  /** An empty folder. */
  readonly folder: string;
  /** RFC 3339; every tag of the model has a later date than the ones before. */
  readonly taggedAt: string;
  /** Text of the example input; undefined for a release without one. */
  readonly example: string | undefined;
}

export async function registerVersion(version: NewVersion): Promise<ModelVersion> {
  const { github, commit, taggedAt, folder } = version;
  const files = openFiles(folder);
  const contents = contentsOf(version);
  const document = documentOf(version, contents);
  for (const [path, content] of contents) await files.write(path, content);
  await files.write('model.json', canonicalJson(document));
  const tag = versionTag(MODEL, version.version);
  const message = renderTagMessage({ title: tag, modelDigest: document.modelDigest });
  await github.tags.create({ name: tag, commit, message, taggedAt });
  const draft = await github.releases.createDraft({ tag, name: tag, body: tag });
  for (const path of [...contents.keys(), 'model.json']) {
    await github.releases.uploadAsset(draft, assetName(path), { files, path });
  }
  await github.releases.publish((await github.releases.find(tag)) ?? draft);
  return document;
}

export async function promote(
  github: GitHub,
  move: { readonly commit: string; readonly counter: number; readonly taggedAt: string },
): Promise<void> {
  const { counter, commit, taggedAt } = move;
  await github.tags.create({
    name: stageTag(MODEL, 'production', counter),
    commit,
    message: 'moved',
    taggedAt,
  });
}

const modelPaths = ['model.json', 'nested/weights.bin'];

function contentsOf({ behaviour, version, example }: NewVersion): ReadonlyMap<string, string> {
  const model = new Map([
    ['model/model.json', JSON.stringify(behaviour)],
    ['model/nested/weights.bin', `weights of ${version}`],
  ]);
  const sums = sha256Sums(modelPaths.map((path) => recordOf(path, model.get(`model/${path}`) ?? '')));
  return new Map([
    ...model,
    ['SHA256SUMS', sums],
    ...(example === undefined ? [] : [['example.json', example] as const]),
  ]);
}

function documentOf({ version, commit }: NewVersion, contents: ReadonlyMap<string, string>): ModelVersion {
  const files = modelPaths.map((path) => recordOf(path, contents.get(`model/${path}`) ?? ''));
  return {
    schema: 'model-steward/model/1',
    model: MODEL,
    version,
    task: 'binary',
    commit,
    modelDigest: setDigest(files),
    files,
    run: SOME_DIGEST,
    evaluation: { sha256: SOME_DIGEST, verdict: 'pass' },
    approval: { kind: 'manual', reviewers: [], runId: 1, runAttempt: 1 },
    overrides: [],
    assets: [...contents].map(([path, content]): ModelAsset => ({
      ...recordOf(path, content),
      asset: assetName(path),
      role: roleOf(path),
    })),
  };
}

function roleOf(path: string): ModelAsset['role'] {
  if (path === 'SHA256SUMS') return 'sums';
  return path === 'example.json' ? 'example' : 'model';
}

function recordOf(path: string, content: string): FileRecord {
  return { path, sha256: sha256(content), sizeBytes: Buffer.byteLength(content) };
}
