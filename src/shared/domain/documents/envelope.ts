/**
 * What surrounds a computed document and changes with every run: who, when, in which run. It names the
 * document by digest, so the document itself stays the same byte for byte when nothing that matters changed.
 */
import { z } from 'zod';
import { repositoryOf } from '../kernel/origin.ts';
import type { RunContext } from '../kernel/platform.ts';
import { gitShaField, repositoryField, sha256Field, timeField } from './fields.ts';

export const envelopeSchema = z.strictObject({
  schema: z.literal('model-steward/envelope/1'),
  document: z.strictObject({ name: z.string(), sha256: sha256Field }),
  repository: repositoryField,
  run: z.strictObject({
    id: z.number().int(),
    attempt: z.number().int().positive(),
    /** Path of the workflow file; empty where the runner does not say. */
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

/** The envelope of a document that this run made. */
export function envelopeOf(
  context: RunContext,
  made: Pick<Envelope, 'document' | 'startedAt' | 'durationMs'>,
): Envelope {
  return {
    schema: 'model-steward/envelope/1',
    repository: repositoryOf(context),
    run: {
      id: context.runId,
      attempt: context.runAttempt,
      workflow: context.workflowPath ?? '',
      event: context.eventName,
      ref: context.ref,
      sha: context.sha,
    },
    actor: context.actor,
    ...made,
    durationMs: Math.max(0, Math.round(made.durationMs)),
  };
}
