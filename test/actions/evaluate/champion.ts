/** A version in production as register leaves it: two tags, and a release whose assets `model.json` names. */
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { openFiles } from '../../../src/shared/adapters/files/files.ts';
import { canonicalJson } from '../../../src/shared/domain/kernel/canonical-json.ts';
import { documentDigest, setDigest, sha256 } from '../../../src/shared/domain/kernel/digest.ts';
import type { ModelAsset, ModelVersion } from '../../../src/shared/domain/documents/model.ts';
import type { Run } from '../../../src/shared/domain/documents/run.ts';
import { stageTag, versionTag } from '../../../src/shared/domain/kernel/names.ts';
import { runRecord } from '../../domain/evaluation/run-record.ts';
import { MODEL, type Ground } from './ground.ts';

export interface Champion {
  readonly version: string;
  readonly tag: string;
  readonly stage: 'production';
  readonly modelDigest: string;
}

const WEIGHTS = '{"weights":[0,0]}';

/** @param predictions text of its stored predictions; undefined for a release without them. */
export async function putIntoProduction(
  { hub }: Ground,
  {
    version = '1.0.0',
    predictions,
    run = {},
  }: { readonly version?: string; readonly predictions?: string; readonly run?: Partial<Run> } = {},
): Promise<Champion> {
  const tag = versionTag(MODEL, version);
  const contents: readonly (readonly [ModelAsset['role'], string, string])[] = [
    ['model', 'model.json.weights', WEIGHTS],
    ['run', 'run.json', canonicalJson(runRecord(run))],
    ...(predictions === undefined ? [] : [['predictions', 'predictions.csv', predictions] as const]),
  ];
  const assets = contents.map(([role, path, content]) => ({
    ...{ role, path, asset: path },
    sha256: sha256(content),
    sizeBytes: Buffer.byteLength(content),
  }));
  const modelFiles = assets
    .filter(({ role }) => role === 'model')
    .map(({ path, sha256: digest, sizeBytes }) => ({ path, sha256: digest, sizeBytes }));
  const document: ModelVersion = {
    schema: 'model-steward/model/1',
    model: MODEL,
    version,
    task: 'binary',
    commit: hub.sha,
    modelDigest: setDigest(modelFiles),
    files: modelFiles,
    run: documentDigest(runRecord(run)),
    evaluation: { sha256: '0'.repeat(64), verdict: 'pass' },
    approval: { kind: 'manual', reviewers: [], runId: 1, runAttempt: 1 },
    overrides: [],
    assets,
  };
  await hub.github.tags.create({
    name: tag,
    commit: hub.sha,
    message: 'registered',
    taggedAt: '2026-11-01T01:00:00Z',
  });
  const stage = { name: stageTag(MODEL, 'production', 1), commit: hub.sha, message: 'promoted' };
  await hub.github.tags.create({ ...stage, taggedAt: '2026-11-01T01:00:01Z' });
  await publish(hub, tag, [
    ...contents.map(([, path, content]) => [path, content] as const),
    ['model.json', canonicalJson(document)],
  ]);
  return { version, tag, stage: 'production', modelDigest: document.modelDigest };
}

async function publish(
  { github, folder }: Ground['hub'],
  tag: string,
  contents: readonly (readonly [string, string])[],
): Promise<void> {
  const files = openFiles(await mkdtemp(join(folder, 'release-')));
  const draft = await github.releases.createDraft({ tag, name: tag, body: 'registered' });
  for (const [path, content] of contents) {
    await files.write(path, content);
    await github.releases.uploadAsset(draft, path, { files, path });
  }
  await github.releases.publish((await github.releases.find(tag)) ?? draft);
}
