/** Where data contradict the signature of a model: what was expected of one input, and what is there, never a value of a row. */
import { z } from 'zod';
import { closedList, type Written } from './open-values.ts';

/** What is in the place of an input. */
export const foundInputs = [
  'nothing',
  'no-value',
  'boolean',
  'number',
  'fraction',
  'number-out-of-range',
  'text',
  'time',
  'list',
  'object',
  'other-shape',
  'other-count',
] as const;
export type FoundInput = (typeof foundInputs)[number];

export const signatureProblemSchema = z.strictObject({
  /** Name in the signature; absent for one that has none. */
  input: z.string().optional(),
  /** Type in the signature: `long`, or `float64[-1, 4]`. Of columns without names: how many there are, as `2 columns`. */
  expected: z.string(),
  found: closedList(foundInputs),
  /** Sizes of the list that was found, where these are the problem; one column count for columns. */
  sizes: z.array(z.number().int().nonnegative()).optional(),
});

export type ReadSignatureProblem = z.infer<typeof signatureProblemSchema>;
export type SignatureProblem = Written<ReadSignatureProblem>;
