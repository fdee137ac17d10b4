/** One file of the ledger: an event, the document that it produced, and its envelope. Never edited. */
import { z } from 'zod';
import { checkSchema } from './check.ts';
import { deploymentSchema } from './deployment.ts';
import { envelopeSchema } from './envelope.ts';
import { evaluationSchema } from './evaluation.ts';
import { nameField, timeField } from './fields.ts';
import { modelSchema } from './model.ts';
import { runSchema } from './run.ts';

export const eventKinds = ['registered', 'promoted', 'rolled-back', 'deployed', 'checked'] as const;

export const eventSchema = z.strictObject({
  schema: z.literal('model-steward/event/1'),
  event: z.enum(eventKinds),
  model: nameField,
  at: timeField,
  /** For a move of a stage: which, to which version, by which tag, from which version. */
  stage: z
    .strictObject({ name: nameField, tag: z.string(), version: z.string(), previous: z.string().optional() })
    .optional(),
  run: runSchema.optional(),
  evaluation: evaluationSchema.optional(),
  version: modelSchema.optional(),
  deployment: deploymentSchema.optional(),
  check: checkSchema.optional(),
  envelope: envelopeSchema,
});

export type LedgerEvent = z.infer<typeof eventSchema>;
