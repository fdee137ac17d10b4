/** Which files become assets of a version's release, and under which names. Pure. */
import { canonicalJson } from '../kernel/canonical-json.ts';
import { sha256, sha256Sums } from '../kernel/digest.ts';
import type { Evaluation, ReadEvaluation } from '../documents/evaluation.ts';
import type { AssetRole, ModelAsset } from '../documents/model.ts';
import { isKnown } from '../documents/open-values.ts';
import { outputRoles, type OutputRole, type Run, type RunOutput } from '../documents/run.ts';
import { assetName } from './asset-name.ts';
import { checkFileLimits } from './file-limits.ts';

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
export const documentAssets: readonly string[] = [
  MODEL_DOCUMENT,
  SUMS,
  RUN_DOCUMENT,
  EVALUATION_DOCUMENT,
  REEVALUATION_DOCUMENT,
  SHOWN_DOCUMENT,
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

/** Whether a release may hold outputs of this role. */
export function isPublished(role: RunOutput['role']): boolean {
  return publishedRole(role) !== undefined;
}

export interface AssetRequest {
  readonly run: Run;
  /** As evaluate left it, or recomputed where `shown` is. */
  readonly evaluation: Evaluation;
  readonly reevaluation: Evaluation | undefined;
  /** What the pull request was shown, where it is not `evaluation`. */
  readonly shown: ReadEvaluation | undefined;
  /** Ids and labels can be personal data, and a release is permanent. */
  readonly withPredictions: boolean;
}

export interface AssetPlan {
  /** In order of their names; `model.json` is not among them. */
  readonly assets: readonly ModelAsset[];
  /** Content of those that are not files of the evidence, by asset name. */
  readonly texts: ReadonlyMap<string, string>;
}

/** @throws DataError for what a release cannot hold: too many files, too large ones, names that collide. */
export function planAssets(request: AssetRequest): AssetPlan {
  const { run, evaluation, reevaluation, shown, withPredictions } = request;
  const texts = new Map([
    [SUMS, sha256Sums(run.modelSet?.files ?? [])],
    [RUN_DOCUMENT, canonicalJson(run)],
    [EVALUATION_DOCUMENT, canonicalJson(evaluation)],
    ...(reevaluation === undefined ? [] : [[REEVALUATION_DOCUMENT, canonicalJson(reevaluation)] as const]),
    ...(shown === undefined ? [] : [[SHOWN_DOCUMENT, canonicalJson(shown)] as const]),
  ]);
  const outputs = run.outputs.flatMap(({ role: output, path, sha256: digest, sizeBytes }) => {
    const role = publishedRole(output);
    if (role === undefined || (role === 'predictions' && !withPredictions)) return [];
    return [{ path, sha256: digest, sizeBytes, asset: assetName(path), role }];
  });
  const assets = [...[...texts].map(textAsset), ...outputs];
  checkFileLimits(assets, [MODEL_DOCUMENT]);
  return { assets: assets.toSorted((left, right) => (left.asset < right.asset ? -1 : 1)), texts };
}

const roleOfText: ReadonlyMap<string, AssetRole> = new Map([
  [SUMS, 'sums'],
  [RUN_DOCUMENT, 'run'],
  [SHOWN_DOCUMENT, 'shown-evaluation'],
]);

function textAsset([name, text]: readonly [string, string]): ModelAsset {
  const role = roleOfText.get(name) ?? 'evaluation';
  return { path: name, asset: name, role, sha256: sha256(text), sizeBytes: Buffer.byteLength(text) };
}
