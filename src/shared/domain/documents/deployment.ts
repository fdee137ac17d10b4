/** `deployment.json`: one attempt to put a version into service. Written by deploy; times are in the envelope. */
import { z } from 'zod';
import { targetKinds } from '../kernel/names.ts';
import { nameField, sha256Field, versionField } from './fields.ts';
import { closedList, type Written } from './open-values.ts';
import { phaseDetailSchema } from './phase.ts';
import { DIGEST_PATTERN } from '../kernel/digest-form.ts';

/** How traffic moves from the version before to the new one. `basic` moves all of it at once. */
const strategies = ['basic'] as const;
export type Strategy = (typeof strategies)[number];
export const DEFAULT_STRATEGY: Strategy = 'basic';

const phaseNames = ['verify', 'image', 'start', 'shift', 'health', 'smoke-test', 'rollback'] as const;
export type PhaseName = (typeof phaseNames)[number];

const phaseOutcomes = ['ok', 'failed', 'skipped'] as const;
export type PhaseOutcome = (typeof phaseOutcomes)[number];

const deploymentOutcomes = ['deployed', 'rolled-back', 'failed'] as const;

const imageField = z.strictObject({
  /** Registry and repository, without tag or digest. */
  repository: z.string(),
  digest: z.string().regex(DIGEST_PATTERN),
  base: z.strictObject({ reference: z.string(), digest: z.string() }).optional(),
});

export const deploymentSchema = z.strictObject({
  schema: z.literal('model-steward/deployment/1'),
  model: nameField,
  version: versionField,
  modelDigest: sha256Field,
  /** Digest of the version's `model.json`. */
  modelDocument: sha256Field,
  stage: nameField.optional(),
  environment: z.string(),
  target: closedList(targetKinds),
  strategy: closedList(strategies),
  image: imageField.optional(),
  previous: z
    .strictObject({ version: versionField.optional(), imageDigest: z.string().optional() })
    .optional(),
  phases: z.array(
    z.strictObject({
      name: closedList(phaseNames),
      outcome: closedList(phaseOutcomes),
      detail: phaseDetailSchema,
    }),
  ),
  outcome: closedList(deploymentOutcomes),
  deploymentId: z.number().int().optional(),
});

/** A deployment of this run. */
export type Deployment = Written<z.infer<typeof deploymentSchema>>;
