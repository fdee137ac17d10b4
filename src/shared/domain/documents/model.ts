/** `model.json`: one registered version. Written by register; an asset of the release. */
import { z } from 'zod';
import { intervalSchema, verdicts } from './evaluation.ts';
import { fileField, gitShaField, nameField, sha256Field, taskField, versionField } from './fields.ts';
import { closedList } from './open-values.ts';

const assetRoles = [
  'model',
  'sums',
  'run',
  'evaluation',
  'profile',
  'example',
  'predictions',
  'metrics',
  'parameters',
] as const;

const approvalKinds = ['pull-request', 'retraining', 'manual'] as const;

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
  /** Digests of `run.json` and of the `evaluation.json` of the evidence. With another version of the statistics it is not confirmed. */
  run: sha256Field,
  evaluation: z.strictObject({ sha256: sha256Field, verdict: closedList(verdicts) }),
  /** Present when the champion or the gate changed after the evaluation, and the evidence was evaluated again. */
  reevaluation: z.strictObject({ sha256: sha256Field, verdict: closedList(verdicts) }).optional(),
  /** What it answered when it was evaluated: digest of the rows → digest of its predictions (docs/trust.md#the-champion-answers-as-it-did). */
  answers: z.record(sha256Field, sha256Field).optional(),
  /** Its metrics on those rows. */
  metrics: z
    .array(z.strictObject({ metric: z.string(), value: z.number(), interval: intervalSchema.optional() }))
    .optional(),
  approval: z.strictObject({
    kind: closedList(approvalKinds),
    pullRequest: z.number().int().optional(),
    headSha: gitShaField.optional(),
    mergedBy: z.string().optional(),
    reviewers: z.array(z.string()),
    runId: z.number().int(),
    runAttempt: z.number().int(),
  }),
  overrides: z.array(z.strictObject({ what: z.string(), by: z.string(), reason: z.string() })),
  /** Every other asset of the release: asset name, and the path that it stands for. */
  assets: z.array(fileField.extend({ asset: z.string(), role: closedList(assetRoles) })),
});

export type ModelVersion = z.infer<typeof modelSchema>;
export type ModelAsset = ModelVersion['assets'][number];
export type AssetRole = (typeof assetRoles)[number];
