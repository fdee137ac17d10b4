/** Which files become assets of a version's release, and under which names. Pure. */
import { canonicalJson } from '../kernel/canonical-json.ts';
import { sha256, sha256Sums } from '../kernel/digest.ts';
import type { Evaluation, ReadEvaluation } from '../documents/evaluation.ts';
import type { AssetRole, ModelAsset } from '../documents/model.ts';
import { isKnown } from '../documents/open-values.ts';
import { outputRoles, type OutputRole, type Run } from '../documents/run.ts';
import { DataError } from '../kernel/errors.ts';
import { assetName } from './asset-name.ts';

/** https://docs.github.com/repositories/releasing-projects-on-github/about-releases#storage-and-bandwidth-quotas */
const MAX_ASSETS = 1000;
export const MAX_ASSET_BYTES = 2 * 1024 ** 3 - 1;

/** Names every other asset, and is written last. */
export const MODEL_DOCUMENT = 'model.json';
export const SUMS = 'SHA256SUMS';
export const RUN_DOCUMENT = 'run.json';
export const EVALUATION_DOCUMENT = 'evaluation.json';
/** The second evaluation, after the champion or the gate had changed. */
const REEVALUATION_DOCUMENT = 'evaluation-again.json';

/** The champion's predictions are in the champion's own release. */
const roleOfOutput: Readonly<Record<OutputRole, AssetRole | undefined>> = {
  model: 'model',
  metrics: 'metrics',
  parameters: 'parameters',
  example: 'example',
  profile: 'profile',
  'predictions-challenger': 'predictions',
  'predictions-champion': undefined,
};

export interface AssetRequest {
  readonly run: Run;
  /** As evaluate left it. */
  readonly evaluation: ReadEvaluation;
  readonly reevaluation: Evaluation | undefined;
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
export function planAssets({ run, evaluation, reevaluation, withPredictions }: AssetRequest): AssetPlan {
  const texts = new Map([
    [SUMS, sha256Sums(run.modelSet?.files ?? [])],
    [RUN_DOCUMENT, canonicalJson(run)],
    [EVALUATION_DOCUMENT, canonicalJson(evaluation)],
    ...(reevaluation === undefined ? [] : [[REEVALUATION_DOCUMENT, canonicalJson(reevaluation)] as const]),
  ]);
  const outputs = run.outputs.flatMap(({ role: output, path, sha256: digest, sizeBytes }) => {
    // What a newer version kept for a purpose of its own is not published by this one.
    const role = isKnown(outputRoles, output) ? roleOfOutput[output] : undefined;
    if (role === undefined || (role === 'predictions' && !withPredictions)) return [];
    return [{ path, sha256: digest, sizeBytes, asset: assetName(path), role }];
  });
  const assets = [...[...texts].map(textAsset), ...outputs];
  checkAssets(assets);
  return { assets: assets.toSorted((left, right) => (left.asset < right.asset ? -1 : 1)), texts };
}

function textAsset([name, text]: readonly [string, string]): ModelAsset {
  const role = name === SUMS ? 'sums' : name === RUN_DOCUMENT ? 'run' : 'evaluation';
  return { path: name, asset: name, role, sha256: sha256(text), sizeBytes: Buffer.byteLength(text) };
}

function checkAssets(assets: readonly ModelAsset[]): void {
  if (assets.length + 1 > MAX_ASSETS) {
    throw new DataError(
      'FILES_INVALID',
      `release: expected at most ${MAX_ASSETS} files, got ${assets.length + 1}`,
      { hint: 'pack the files of the model into one archive at the end of the training command' },
    );
  }
  const seen = new Set([MODEL_DOCUMENT]);
  for (const { asset, path, sizeBytes } of assets) {
    if (seen.has(asset)) {
      throw new DataError(
        'FILES_INVALID',
        `file ${JSON.stringify(path)}: expected a name of its own, got one that is taken`,
        {
          hint: `call it other than ${asset}`,
        },
      );
    }
    seen.add(asset);
    if (sizeBytes > MAX_ASSET_BYTES) {
      throw new DataError(
        'FILES_INVALID',
        `file ${JSON.stringify(path)}: expected less than 2 GiB as a release asset, got ${sizeBytes} bytes`,
        { hint: 'split the file at the end of the training command' },
      );
    }
  }
}
