/** What an evaluation says of the challengers of one run beside each other. */
import { z } from 'zod';
import { nameField, sha256Field } from './fields.ts';
import { closedList } from './open-values.ts';

const rankedChallengerSchema = z.strictObject({
  name: nameField,
  /** Digest of its `run.json`. */
  run: sha256Field,
  modelDigest: sha256Field.optional(),
  /** Digest of its predictions of the rows. */
  answers: sha256Field.optional(),
  /** By all configurations that evaluated; where values are hidden, of the first one alone. */
  verdict: closedList(['pass', 'fail', 'inconclusive']).optional(),
  /** In the metric of the ranking; absent where it has no value, and where values are hidden. */
  value: z.number().optional(),
  /** Of the improvement over the model that it is compared with, or of its own value where the rule asks for that. */
  interval: z.strictObject({ estimate: z.number(), lower: z.number(), upper: z.number() }).optional(),
});

export const challengersSchema = z.strictObject({
  /** Each rule is decided at a confidence of 1 − 0.05 / so many, looks counted too. */
  plannedCount: z.number().int(),
  /** By whose estimate challengers with the same verdict are ranked; absent where no metric says which is better. */
  metric: z.string().optional(),
  /** Of each interval below, so that all of them contain the truth together in at least 95 %. */
  confidence: z.number().optional(),
  /** The improvement of the first one, given that it has the best estimate of those that it left behind; absent where it has none. */
  corrected: z
    .strictObject({ estimate: z.number(), lower: z.number(), upper: z.number(), confidence: z.number() })
    .optional(),
  /** The best first: of those that pass, the best estimate, and of equal ones the first name. The rest of the document is about it. */
  ranked: z.array(rankedChallengerSchema).min(1).optional(),
});

export type RankedChallenger = z.infer<typeof rankedChallengerSchema>;
