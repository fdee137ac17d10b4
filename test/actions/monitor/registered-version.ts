/** Version 1.0.0 of a model as `register` leaves it: tags, and a release whose assets `model.json` names. */
import { openFiles } from '../../../src/shared/adapters/files/files.ts';
import type { GitHub } from '../../../src/shared/adapters/github/create-github.ts';
import { canonicalJson } from '../../../src/shared/domain/kernel/canonical-json.ts';
import { setDigest, sha256 } from '../../../src/shared/domain/kernel/digest.ts';
import type { ModelAsset, ModelVersion } from '../../../src/shared/domain/documents/model.ts';
import { stageTag, versionTag } from '../../../src/shared/domain/kernel/names.ts';

const DOCUMENT = 'model.json';
const SOME_DIGEST = '0'.repeat(64);

export interface VersionToRegister {
  readonly github: GitHub;
  readonly model: string;
  readonly commit: string;
  /** Content of the asset `profile.json`; undefined for a version without one. */
  readonly profile: string | undefined;
  /** An empty folder. */
  readonly folder: string;
  /** RFC 3339, of the first of two tags. */
  readonly at: Date;
}

export async function registerVersion(version: VersionToRegister): Promise<void> {
  const { github, model, commit, at } = version;
  const tag = versionTag(model, '1.0.0');
  const files = openFiles(version.folder);
  const contents = {
    'weights.bin': 'weights',
    ...(version.profile === undefined ? {} : { 'profile.json': version.profile }),
  };
  for (const [path, content] of Object.entries(contents)) await files.write(path, content);
  await files.write(DOCUMENT, canonicalJson(documentOf(version, contents)));
  await github.tags.create({ name: tag, commit, message: 'first', taggedAt: at.toISOString() });
  const taggedAt = new Date(at.getTime() + 1000).toISOString();
  await github.tags.create({ name: stageTag(model, 'production', 1), commit, message: 'promoted', taggedAt });
  const draft = await github.releases.createDraft({ tag, name: tag, body: 'first' });
  for (const path of [...Object.keys(contents), DOCUMENT]) {
    await github.releases.uploadAsset(draft, path, { files, path });
  }
  await github.releases.publish((await github.releases.find(tag)) ?? draft);
}

function documentOf(
  { model, commit }: VersionToRegister,
  contents: Readonly<Record<string, string>>,
): ModelVersion {
  const assets = Object.entries(contents).map(([path, content]): ModelAsset => {
    const role = path === 'profile.json' ? 'profile' : 'model';
    return { path, asset: path, role, sha256: sha256(content), sizeBytes: Buffer.byteLength(content) };
  });
  const modelFiles = assets.filter(({ role }) => role === 'model');
  return {
    schema: 'model-steward/model/1',
    model,
    version: '1.0.0',
    task: 'binary',
    commit,
    modelDigest: setDigest(modelFiles),
    files: modelFiles.map(({ path, sha256: digest, sizeBytes }) => ({ path, sha256: digest, sizeBytes })),
    run: SOME_DIGEST,
    evaluation: { sha256: SOME_DIGEST, verdict: 'pass' },
    approval: { kind: 'manual', reviewers: [], runId: 1, runAttempt: 1 },
    overrides: [],
    assets: assets.toSorted((left, right) => (left.asset < right.asset ? -1 : 1)),
  };
}
