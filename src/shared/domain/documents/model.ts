/** `model.json`: one registered version. Written by register; an asset of the release. */
import { z } from 'zod';
import { intervalSchema, verdicts } from './evaluation.ts';
import { fileField, gitShaField, nameField, sha256Field, taskField, versionField } from './fields.ts';
import { fileScanSchema } from './file-scan.ts';
import { modelFormatSchema } from './model-format.ts';
import { closedList } from './open-values.ts';

const assetRoles = [
  'model',
  'sums',
  'run',
  'evaluation',
  'shown-evaluation',
  'profile',
  'example',
  'predictions',
  'metrics',
  'parameters',
  /** A tar archive of all files of the model, where they are too many for assets of their own, and where each lies in it. */
  'pack',
  'pack-index',
] as const;

/** Why the evaluation that a pull request was shown is not the published one. */
export const shownReasons = [
  /** It names another version of the statistics. */
  'other-statistics',
  /** It has a key or a value that the version which registered did not know, such as a gate. */
  'unknown-content',
] as const;

/** The evaluation that was shown, where another version made it: never confirmed, and an asset of its own. */
const shownSchema = z.strictObject({
  sha256: sha256Field,
  reason: closedList(shownReasons),
  /** What it names. */
  statistics: z.string(),
  verdict: closedList(verdicts),
  /** How many of its fields differ from the published evaluation, of those that both have. */
  differentFields: z.number().int(),
  /** The first of them, with shortened values; a value is absent where the document has none. */
  differences: z.array(
    z.strictObject({ field: z.string(), shown: z.string().optional(), recomputed: z.string().optional() }),
  ),
});

const approvalKinds = ['pull-request', 'retraining', 'manual'] as const;

const mergedSince = z.strictObject({
  since: z.string(),
  changes: z.array(z.strictObject({ what: z.string(), origins: z.array(z.string()) })),
});

export const modelSchema = z.strictObject({
  schema: z.literal('model-steward/model/1'),
  model: nameField,
  version: versionField,
  task: taskField,
  purpose: z.string().optional(),
  owner: z.string().optional(),
  /** The commit of the code that the version tag leads to. */
  commit: gitShaField,
  modelDigest: sha256Field,
  files: z.array(fileField).min(1),
  /** How they describe themselves, as `run.json` has it. */
  format: modelFormatSchema.optional(),
  /** Digests of `run.json` and of the published `evaluation.json`: the one that was shown, or the recomputed one where `shown` is. */
  run: sha256Field,
  evaluation: z.strictObject({ sha256: sha256Field, verdict: closedList(verdicts) }),
  /** Present when the champion or the gate changed after the evaluation, and the evidence was evaluated again. */
  reevaluation: z.strictObject({ sha256: sha256Field, verdict: closedList(verdicts) }).optional(),
  /** Present when the pull request was shown an evaluation by another version. */
  shown: shownSchema.optional(),
  /** What it answered when it was evaluated: digest of the rows → digest of its predictions (docs/trust.md#the-champion-answers-as-it-did). */
  answers: z.record(sha256Field, sha256Field).optional(),
  /** Of those rows. */
  rowCount: z.number().int().optional(),
  /** Its metrics on those rows. */
  metrics: z
    .array(z.strictObject({ metric: z.string(), value: z.number(), interval: intervalSchema.optional() }))
    .optional(),
  /** What loading its files would call; absent in versions that were registered before files were read. */
  scan: fileScanSchema.optional(),
  approval: z.strictObject({
    kind: closedList(approvalKinds),
    pullRequest: z.number().int().optional(),
    headSha: gitShaField.optional(),
    mergedBy: z.string().optional(),
    reviewers: z.array(z.string()),
    runId: z.number().int(),
    runAttempt: z.number().int(),
  }),
  /**
   * What was merged since the version that it replaces, decides how it was evaluated, and was not approved by somebody else in its
   * own pull request (docs/trust.md#what-was-merged-since): a key or a file, and pull requests or commits.
   */
  unapproved: mergedSince.optional(),
  /** The same, where somebody else approved it in its own pull request. */
  approvedChanges: mergedSince.optional(),
  overrides: z.array(z.strictObject({ what: z.string(), by: z.string(), reason: z.string() })),
  /** Every other asset of the release: asset name, and the path that it stands for. */
  assets: z.array(
    fileField.extend({
      asset: z.string(),
      role: closedList(assetRoles),
      /** Of a file that no asset can hold: its parts have its path, and their own bytes; they are joined in order. */
      part: z.strictObject({ number: z.number().int().min(1), count: z.number().int().min(1) }).optional(),
    }),
  ),
});

export type ModelVersion = z.infer<typeof modelSchema>;
export type ShownEvaluation = NonNullable<ModelVersion['shown']>;
export type ShownReason = (typeof shownReasons)[number];
export type ModelAsset = ModelVersion['assets'][number];
export type AssetRole = (typeof assetRoles)[number];
