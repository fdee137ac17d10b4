/** Which files become assets of a version's release, and under which names. Pure. */
import { canonicalJson } from '../kernel/canonical-json.ts';
import { sha256, sha256Sums } from '../kernel/digest.ts';
import type { Evaluation, ReadEvaluation } from '../documents/evaluation.ts';
import type { AssetRole, ModelAsset } from '../documents/model.ts';
import { isKnown } from '../documents/open-values.ts';
import { outputRoles, type OutputRole, type Run, type RunOutput } from '../documents/run.ts';
import { checkAssetLimits, checkFileLimits, type LimitedFile } from './file-limits.ts';
import { PACK, PACK_INDEX, planStorage, type StoragePlan, type StoredFile } from './plan-storage.ts';

/** Names every other asset, and is written last. */
export const MODEL_DOCUMENT = 'model.json';
export const SUMS = 'SHA256SUMS';
export const RUN_DOCUMENT = 'run.json';
export const EVALUATION_DOCUMENT = 'evaluation.json';
/** The second evaluation, after the champion or the gate had changed. */
export const REEVALUATION_DOCUMENT = 'evaluation-again.json';
/** What the pull request was shown, where another version had made it. */
const SHOWN_DOCUMENT = 'evaluation-shown.json';

/** All documents that a release may hold beside the outputs of the training. */
const documentAssets: readonly string[] = [
  MODEL_DOCUMENT,
  SUMS,
  RUN_DOCUMENT,
  EVALUATION_DOCUMENT,
  REEVALUATION_DOCUMENT,
  SHOWN_DOCUMENT,
  PACK,
  PACK_INDEX,
];

/** The champion's predictions are in the champion's own release. */
const roleOfOutput: Readonly<Record<OutputRole, AssetRole | undefined>> = {
  model: 'model',
  metrics: 'metrics',
  parameters: 'parameters',
  example: 'example',
  profile: 'profile',
  'predictions-challenger': 'predictions',
  'predictions-champion': undefined,
  'predictions-anchor': undefined,
  // The registration evaluates them again from the artifact; a release is about the model that was kept.
  'predictions-seed': undefined,
  // What a release has is permanent, and a comment has it already.
  report: undefined,
  // The commit has the pipeline, and `run.json` what it read and made.
  pipeline: undefined,
};

/** What a newer version kept for a purpose of its own is not published by this one. */
function publishedRole(role: RunOutput['role']): AssetRole | undefined {
  return isKnown(outputRoles, role) ? roleOfOutput[role] : undefined;
}

export interface AssetRequest {
  readonly run: Run;
  /** As evaluate left it, or recomputed where `shown` is. */
  readonly evaluation: Evaluation;
  readonly reevaluation: Evaluation | undefined;
  /** What the pull request was shown, where it is not `evaluation`. */
  readonly shown: ReadEvaluation | undefined;
  /** Of the run, as `planOutputs` gives it. */
  readonly storage: StoragePlan;
  /** SHA-256 of the assets that are not whole files, by name. */
  readonly digests: ReadonlyMap<string, string>;
}

export interface AssetPlan {
  /** In order of their names; `model.json` is not among them. */
  readonly assets: readonly ModelAsset[];
  /** Content of those that are not files of the evidence, by asset name. */
  readonly texts: ReadonlyMap<string, string>;
}

/** @param withPredictions ids and labels can be personal data, and a release is permanent. */
export function planOutputs(
  { outputs }: Pick<Run, 'outputs'>,
  { withPredictions }: { readonly withPredictions: boolean },
): StoragePlan {
  const published = publishedFiles(outputs).filter(({ role }) => role !== 'predictions' || withPredictions);
  checkFileLimits(published, documentAssets);
  return planStorage(published);
}

/** @throws DataError FILES_INVALID for outputs of a training that no release could hold. */
export function checkPublishable(outputs: readonly Pick<RunOutput, 'path' | 'role' | 'sizeBytes'>[]): void {
  const published = publishedFiles(outputs.map((output) => ({ ...output, sha256: '' })));
  checkFileLimits(published, documentAssets);
  checkAssetLimits(planStorage(published).pieces.map(sizedPiece), documentAssets.length);
}

function publishedFiles(outputs: readonly RunOutput[]): readonly StoredFile[] {
  return outputs.flatMap(({ role: output, path, sha256: digest, sizeBytes }) => {
    const role = publishedRole(output);
    return role === undefined ? [] : [{ path, sha256: digest, sizeBytes, role }];
  });
}

/** @throws DataError for what a release cannot hold: too many files, too large ones. */
export function planAssets(request: AssetRequest): AssetPlan {
  const { run, evaluation, reevaluation, shown, storage, digests } = request;
  const texts = new Map([
    [SUMS, sha256Sums(run.modelSet?.files ?? [])],
    [RUN_DOCUMENT, canonicalJson(run)],
    [EVALUATION_DOCUMENT, canonicalJson(evaluation)],
    ...(reevaluation === undefined ? [] : [[REEVALUATION_DOCUMENT, canonicalJson(reevaluation)] as const]),
    ...(shown === undefined ? [] : [[SHOWN_DOCUMENT, canonicalJson(shown)] as const]),
    ...(storage.index === undefined ? [] : [[PACK_INDEX, storage.index] as const]),
  ]);
  const stored = storage.pieces.map((piece): ModelAsset => {
    const { asset, path, role, part } = piece;
    const digest = piece.sha256 ?? digests.get(asset);
    if (digest === undefined) throw new RangeError(`asset ${asset}: expected its SHA-256, got none`);
    return { ...sizedPiece(piece), path, sha256: digest, asset, role, ...(part !== undefined && { part }) };
  });
  const assets = [...[...texts].map(textAsset), ...stored];
  checkAssetLimits(assets, 1);
  return { assets: assets.toSorted((left, right) => (left.asset < right.asset ? -1 : 1)), texts };
}

function sizedPiece({ path, startBytes, endBytes }: StoragePlan['pieces'][number]): LimitedFile {
  return { path, sizeBytes: endBytes - startBytes };
}

const roleOfText: ReadonlyMap<string, AssetRole> = new Map([
  [SUMS, 'sums'],
  [RUN_DOCUMENT, 'run'],
  [SHOWN_DOCUMENT, 'shown-evaluation'],
  [PACK_INDEX, 'pack-index'],
]);

function textAsset([name, text]: readonly [string, string]): ModelAsset {
  const role = roleOfText.get(name) ?? 'evaluation';
  return { path: name, asset: name, role, sha256: sha256(text), sizeBytes: Buffer.byteLength(text) };
}
