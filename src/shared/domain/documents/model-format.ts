/** The part of `run.json` and `model.json` that says how the files of a model describe themselves: their claims. */
import { z } from 'zod';
import { closedList } from './open-values.ts';

const modelFormatTools = ['mlflow'] as const;

const signatureFieldSchema = z.strictObject({
  /** Absent for a tensor or a value without a name. */
  name: z.string().optional(),
  /** As the tool names it; a tensor with its shape, in which -1 is any length: `float64[-1, 4]`. */
  type: z.string(),
  /** Present where a request may leave it out. */
  optional: z.literal(true).optional(),
});

export const modelFormatSchema = z.strictObject({
  tool: closedList(modelFormatTools),
  /** Of the tool that wrote the files. */
  toolVersion: z.string().optional(),
  /** Ways in which the tool can load the model, such as `sklearn`. */
  flavors: z.array(z.string()),
  /** What a request has, in this order; absent where the model has no signature. */
  inputs: z.array(signatureFieldSchema).optional(),
  /** What an answer has. */
  outputs: z.array(signatureFieldSchema).optional(),
  /** Packages that the model needs, as its `requirements.txt` names them. */
  requirements: z.array(z.string()).optional(),
  /** How many flavors, fields and requirements were too many to be kept. */
  leftOut: z.number().int().positive().optional(),
});

export type ModelFormat = z.infer<typeof modelFormatSchema>;
export type SignatureField = z.infer<typeof signatureFieldSchema>;
