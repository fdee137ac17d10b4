/**
 * What surrounds a computed document and changes with every run: who, when, in which run. It names the
 * document by digest, so the document itself stays the same byte for byte when nothing that matters changed.
 */
import { z } from 'zod';
import { gitShaField, repositoryField, sha256Field, timeField } from './fields.ts';

export const envelopeSchema = z.strictObject({
  schema: z.literal('model-steward/envelope/1'),
  document: z.strictObject({ name: z.string(), sha256: sha256Field }),
  repository: repositoryField,
  run: z.strictObject({
    id: z.number().int(),
    attempt: z.number().int().positive(),
    /** Path of the workflow file; empty where the runner does not tell. */
    workflow: z.string(),
    event: z.string(),
    ref: z.string(),
    sha: gitShaField,
  }),
  actor: z.string(),
  startedAt: timeField,
  durationMs: z.number().nonnegative(),
});

export type Envelope = z.infer<typeof envelopeSchema>;
