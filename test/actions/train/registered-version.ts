/** Registers evidence of train as `register` would: tag, release with every asset, stage. */
import { openFiles } from '../../../src/shared/adapters/files/files.ts';
import { canonicalJson } from '../../../src/shared/domain/kernel/canonical-json.ts';
import { documentDigest } from '../../../src/shared/domain/kernel/digest.ts';
import type { Evaluation } from '../../../src/shared/domain/documents/evaluation.ts';
import type { Run } from '../../../src/shared/domain/documents/run.ts';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { buildModelDocument } from '../../../src/shared/domain/registry/model-document.ts';
import { MODEL_DOCUMENT, planAssets } from '../../../src/shared/domain/registry/plan-assets.ts';
import { stageTag, versionTag } from '../../../src/shared/domain/kernel/names.ts';
import type { BoxGitHub } from '../../adapters/github/box-github.ts';

export interface EvidenceToRegister {
  /** Of the unpacked artifact. */
  readonly folder: string;
  readonly run: Run;
  readonly version: string;
}

export async function registerEvidence(
  hub: BoxGitHub,
  { folder, run, version }: EvidenceToRegister,
): Promise<void> {
  const { tags, releases } = hub.github;
  const { commit } = run.source;
  const tag = versionTag(run.model, version);
  const evaluation = judgement(run);
  const { assets, texts } = planAssets({ run, evaluation, reevaluation: undefined, withPredictions: true });
  const document = buildModelDocument({
    model: { name: run.model, config: modelConfigSchema.parse({}) },
    version,
    commit,
    run,
    evaluation,
    reevaluation: undefined,
    approval: { kind: 'manual', reviewers: [], runId: 1, runAttempt: 1 },
    overrides: [],
    assets,
  });
  const files = openFiles(folder);
  for (const [name, text] of texts) await files.write(name, text);
  await files.write(MODEL_DOCUMENT, canonicalJson(document));
  await tags.create({ name: tag, commit, message: version, taggedAt: '2026-11-02T00:00:00Z' });
  await tags.create({
    name: stageTag(run.model, 'production', 1),
    commit,
    message: 'promoted',
    taggedAt: '2026-11-02T00:00:01Z',
  });
  const draft = await releases.createDraft({ tag, name: tag, body: '' });
  for (const { asset, path } of [...assets, { asset: MODEL_DOCUMENT, path: MODEL_DOCUMENT }]) {
    await releases.uploadAsset(draft, asset, { files, path });
  }
  await releases.publish((await releases.find(tag)) ?? draft);
}

function judgement(run: Run): Evaluation {
  return {
    schema: 'model-steward/evaluation/1',
    statistics: '1',
    model: run.model,
    task: 'binary',
    run: documentDigest(run),
    modelDigest: run.modelSet!.digest,
    gate: { name: 'gate', sha256: run.inputs.gate },
    metrics: [],
    rules: [],
    verdict: 'pass',
    reasons: [],
  };
}
