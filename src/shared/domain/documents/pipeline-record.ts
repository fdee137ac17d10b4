/** The part of `run.json` that says what a pipeline of DVC read and made, as its lock files name it. */
import { z } from 'zod';
import { fileField } from './fields.ts';
import { closedList } from './open-values.ts';

const pipelineTools = ['dvc'] as const;
/** What `dvc.yaml` says that an output is for. */
const pipelineUses = ['metrics', 'plots'] as const;

const pipelineFileSchema = z.strictObject({
  /** Relative to the root of the checkout; an address, or a path that leads out of it, as it is written. */
  path: z.string(),
  /** Of a file, or with `.dir` of the list of files of a folder: a claim of the pipeline, unless `verified`. */
  md5: z.string().optional(),
  sizeBytes: z.number().int().nonnegative().optional(),
  /** Of a folder. */
  fileCount: z.number().int().nonnegative().optional(),
  use: closedList(pipelineUses).optional(),
  /** The bytes were read after the training, and have that digest. */
  verified: z.literal(true).optional(),
});

export const pipelineSchema = z.strictObject({
  tool: closedList(pipelineTools),
  /** The lock files as the command left them. */
  locks: z.array(fileField),
  /** In the order of the lock files. */
  stages: z.array(
    z.strictObject({
      name: z.string(),
      command: z.string(),
      /** Whether its entry in the lock file is another one than before the command. */
      changed: z.literal(true).optional(),
      /** Present where its outputs were nowhere before the command, so that it has run, though its entry is the same. */
      ran: z.literal(true).optional(),
      inputs: z.array(pipelineFileSchema),
      outputs: z.array(pipelineFileSchema),
    }),
  ),
  /** How many stages and files were too many to be kept. */
  leftOutCount: z.number().int().positive().optional(),
});

export type PipelineRecord = z.infer<typeof pipelineSchema>;
export type PipelineStage = PipelineRecord['stages'][number];
export type PipelineFile = z.infer<typeof pipelineFileSchema>;
