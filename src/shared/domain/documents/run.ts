/** `run.json`: one training. Written by train, after the commands' processes have ended. */
import { z } from 'zod';
import {
  fileField,
  gitShaField,
  nameField,
  repositoryField,
  sha256Field,
  taskField,
  versionField,
} from './fields.ts';
import { closedList } from './open-values.ts';
import { modelFormatSchema } from './model-format.ts';
import { pipelineSchema } from './pipeline-record.ts';
import { trackingSchema } from './tracking-record.ts';

const inputRoles = ['code', 'data', 'lock'] as const;
export const outputRoles = [
  'model',
  'metrics',
  'parameters',
  'example',
  'profile',
  'predictions-challenger',
  'predictions-champion',
  'predictions-anchor',
  /** Of the challenger's training with another seed. */
  'predictions-seed',
  'report',
  /** A lock file of a pipeline. */
  'pipeline',
] as const;

/** version: that of the champion's own commit; unchanged: that of the checkout, which is the same; head: that of the checkout. */
export const scoringCodes = ['version', 'unchanged', 'head'] as const;
export type ScoringCode = (typeof scoringCodes)[number];

export const parameterField = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/**
 * commit: git has the file; dvc: a file of DVC in the commit names its bytes; step: it was there, as it is, before the training;
 * training: the training wrote it.
 */
const rowOrigins = ['commit', 'dvc', 'step', 'training'] as const;
export type RowOrigin = (typeof rowOrigins)[number];

const scoringFailureSchema = z.strictObject({
  code: closedList(scoringCodes),
  /** What failed, and how it ended. */
  message: z.string(),
  /** The last lines that the command printed, without secrets. */
  lastLines: z.array(z.string()),
});

const versionInStageSchema = z.strictObject({
  version: versionField,
  tag: z.string(),
  stage: nameField,
  modelDigest: sha256Field,
});

const scoringSchema = z.strictObject({
  code: closedList(scoringCodes).optional(),
  failures: z.array(scoringFailureSchema).optional(),
});

/** Measured by train around one run of the score command. */
const measurementSchema = z.strictObject({
  model: closedList(['challenger', 'champion', 'anchor']),
  round: z.number().int().positive(),
  durationMs: z.number().positive(),
  /** Of all its processes together; absent where the machine does not say. */
  peakMemoryBytes: z.number().int().positive().optional(),
  /** Numbers that the command wrote, such as a cost: claims. */
  written: z.record(z.string(), z.number()).optional(),
});

export const runSchema = z.strictObject({
  schema: z.literal('model-steward/run/1'),
  model: nameField,
  task: taskField,
  /** Present when the inputs equal those of the champion's own run, and so nothing was trained. */
  unaffected: z.literal(true).optional(),
  source: z.strictObject({
    repository: repositoryField,
    /** The commit that was checked out: for a pull request, usually the merge of it into its base. */
    commit: gitShaField,
    tree: gitShaField,
    /** Whether tracked files were as committed, before the command ran. */
    clean: z.boolean(),
  }),
  commands: z.strictObject({ train: z.string().optional(), score: z.string().optional() }),
  parameters: z.record(z.string(), parameterField),
  /** What, besides the platform, made this model. `config` and `gate` are digests of the model's config sections. */
  inputs: z.strictObject({
    files: z.array(fileField.extend({ role: closedList(inputRoles) })),
    /** Digest of the set of `files`. */
    digest: sha256Field,
    config: sha256Field,
    gate: sha256Field,
  }),
  /** The tables that were compared with the data contract before they were used; absent without one. */
  contract: z
    .strictObject({
      /** Of the canonical JSON of its rules. */
      sha256: sha256Field,
      tables: z.array(
        z.strictObject({
          path: z.string(),
          sha256: sha256Field,
          ruleCount: z.number().int().nonnegative(),
          /** Where a model was trained, of severity `warning`: another one ends the training. */
          brokenRuleCount: z.number().int().nonnegative(),
        }),
      ),
    })
    .optional(),
  environment: z.strictObject({ os: z.string(), arch: z.string(), image: z.string().optional() }),
  /** The model's files relative to the model folder, and the digest of the set: the identity of the model. */
  modelSet: z.strictObject({ digest: sha256Field, files: z.array(fileField).min(1) }).optional(),
  /** How those files describe themselves; absent where they do not, or where that cannot be read. */
  format: modelFormatSchema.optional(),
  /** Every file of the artifact, relative to its root; model files lie below `model/`. */
  outputs: z.array(fileField.extend({ role: closedList(outputRoles) })),
  metrics: z.record(z.string(), z.number()),
  /** Each training, where the command ran with several seeds; the first is the one whose model and outputs are kept. */
  trainings: z
    .array(
      z.strictObject({
        /** What the command got as `MODEL_STEWARD_SEED`. */
        seed: z.number().int().nonnegative(),
        modelDigest: sha256Field.optional(),
        metrics: z.record(z.string(), z.number()),
        /** Path in the artifact; absent where there are no predictions. */
        predictions: z.string().optional(),
      }),
    )
    .min(1)
    .optional(),
  /** Which of several challengers of one run this is; the evidence of each is complete. Absent for the only one. */
  challenger: z.strictObject({ name: nameField, among: z.array(nameField).min(1) }).optional(),
  /** What the metrics file has besides the values; absent where it has nothing else. */
  metricsFile: z
    .strictObject({
      /** Names in the file, by the names in `metrics`, where the two differ. */
      writtenNames: z.record(z.string(), z.string()).optional(),
      /** What is no number, as text, by its name in the file. */
      notes: z.record(z.string(), z.string()).optional(),
      /** How many epochs or rows there were, where `metrics` are those of the last one. */
      lastOf: z.number().int().positive().optional(),
      /** How many entries were too many to be kept. */
      leftOut: z.number().int().positive().optional(),
    })
    .optional(),
  /** What the training command logged to MLflow; absent where nothing was. */
  tracking: trackingSchema.optional(),
  /** What the stages of the pipeline read and made, where one trained the model. */
  pipeline: pipelineSchema.optional(),
  /**
   * Files of the commit that commands were seen to read, sorted; a folder, with "/" at its end, for all in it. Absent where no score
   * command ran, or the file system keeps no times of access.
   */
  reads: z
    .strictObject({
      /** By the trainings; absent where a step trained, or where the list would be too long. */
      training: z.array(z.string()).optional(),
      /** By the score command; in the place of too many files, the folders in which such files lie. */
      scoring: z.array(z.string()),
      /**
       * What the commit has in folders of the two lists, so that these say nothing of a file that comes later. Absent where no folder
       * stands for its files, of folders beyond 100,000 files, and in runs of older versions.
       */
      folders: z
        .array(
          z.strictObject({
            /** Without "/" at its end. */
            folder: z.string(),
            /** Paths below it, sorted. */
            files: z.array(z.string()),
          }),
        )
        .optional(),
    })
    .optional(),
  /**
   * What the training did beside its outputs, where the score command met it, or may have. Absent where that was not seen, as for `reads`.
   */
  sideEffects: z
    .strictObject({
      /** Files that git does not track, and that the score command read, with "#" for each number; a folder ends with "/". */
      made: z.array(z.string()),
      /** Files of the commit, whether they were read before or not. */
      removed: z.array(z.string()),
    })
    .optional(),
  /** The data file that both models scored, when there is a `score` command. */
  scored: z
    .strictObject({
      data: fileField,
      /** How it came there; absent in runs of older versions. */
      origin: closedList(rowOrigins).optional(),
      /** Whose code scored the champion; no `code` when none could. */
      champion: scoringSchema.optional(),
      /** The same of the anchor, where it is another version and a rule compares with it. */
      anchor: scoringSchema.optional(),
      /** What scoring took, in the order in which it was measured: in each round each model once. */
      measurements: z.array(measurementSchema).min(1).optional(),
    })
    .optional(),
  /** The version that was assigned to the target stage when the challenger was scored; absent when the stage was empty. */
  champion: versionInStageSchema.optional(),
  /** The anchor of that stage then, where it is another version and a rule compares with it. */
  anchor: versionInStageSchema.optional(),
});

export type Run = z.infer<typeof runSchema>;
export type RunOutput = Run['outputs'][number];
export type SeededTraining = NonNullable<Run['trainings']>[number];
export type ChampionScoring = z.infer<typeof scoringSchema>;
export type ScoringFailure = z.infer<typeof scoringFailureSchema>;
export type InputRole = (typeof inputRoles)[number];
export type ScoringMeasurement = z.infer<typeof measurementSchema>;
export type OutputRole = (typeof outputRoles)[number];
