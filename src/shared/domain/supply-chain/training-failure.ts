/**
 * Why a training failed, handed from the job that trains to the job that comments. No document: it is read once, by the
 * evaluation of the same run, and it decides nothing. What it quotes was written by commands of the pull request.
 */
import { z } from 'zod';
import { DataError, errorCodes, type StewardError } from '../kernel/errors.ts';

export const FAILURE_FILE = 'failure.json';
/** More is no message. */
export const MAX_FAILURE_BYTES = 64 * 1024;

const MAX_LINES = 20;

const failureSchema = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  hint: z.string().optional(),
  lastLines: z.array(z.string()).max(MAX_LINES),
});

export type TrainingFailure = z.infer<typeof failureSchema>;

export function renderTrainingFailure({ code, message, hint, lastLines }: StewardError): string {
  const failure: TrainingFailure = {
    ...{ code, message },
    ...(hint !== undefined && { hint }),
    lastLines: lastLines.slice(-MAX_LINES),
  };
  return `${JSON.stringify(failure)}\n`;
}

/** @returns undefined for what train did not write. */
export function parseTrainingFailure(bytes: Uint8Array): TrainingFailure | undefined {
  try {
    return failureSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return undefined;
  }
}

/** The error of an evaluation for which there is no evidence. @param failure undefined where train left no reason. */
export function missingEvidence(model: string, failure: TrainingFailure | undefined): DataError {
  if (failure === undefined)
    return new DataError(
      'EVIDENCE_INVALID',
      `run: expected the evidence of a training of ${model}, got none`,
      { hint: 'read why in the log of the job that runs train, which has to be in `needs` of this job' },
    );
  const { code, message, hint, lastLines } = failure;
  return new DataError(
    'EVIDENCE_INVALID',
    // A status has 140 characters: what happened comes first, and then what follows from it.
    `${message} (${code} in the training of ${model}, which left no evidence)`,
    { ...(hint !== undefined && { hint }), lastLines },
  );
}
