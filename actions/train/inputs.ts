/** The inputs of train. What is absent comes from the configuration, or has the default that is named there. */
import { parseName } from '../../src/shared/domain/kernel/names.ts';
import type { InputReader } from '../../src/shared/domain/kernel/input-reader.ts';
import { MAX_TIMEOUT_MINUTES } from '../../src/shared/domain/kernel/time.ts';
import type { ModelInputs } from '../../src/shared/usecases/step-context.ts';

export const trainModes = ['train', 'score'] as const;

export interface TrainInputs extends ModelInputs {
  readonly mode: (typeof trainModes)[number];
  readonly stage: string | undefined;
  readonly command: string | undefined;
  readonly modelFiles: readonly string[];
  readonly metrics: string | undefined;
  readonly parameters: string | undefined;
  readonly predictions: string | undefined;
  readonly example: string | undefined;
  readonly reference: string | undefined;
  readonly scoreCommand: string | undefined;
  readonly scoreData: string | undefined;
  readonly scoreOut: string | undefined;
  readonly paths: readonly string[];
  readonly data: readonly string[];
  readonly timeoutMinutes: number | undefined;
  readonly allowUntrustedTrigger: boolean;
  readonly token: string;
}

/** @throws InputError that lists everything that is wrong. */
export function readTrainInputs(read: InputReader): TrainInputs {
  return read.all<TrainInputs>({
    model: read.parsed('model', parseName),
    mode: read.choice('mode', trainModes, 'train'),
    configPath: read.optional('config'),
    stage: read.parsed('stage', parseName),
    command: read.optional('command'),
    modelFiles: read.lines('model-files'),
    metrics: read.optional('metrics'),
    parameters: read.optional('parameters'),
    predictions: read.optional('predictions'),
    example: read.optional('example'),
    reference: read.optional('reference'),
    scoreCommand: read.optional('score-command'),
    scoreData: read.optional('score-data'),
    scoreOut: read.optional('score-out'),
    paths: read.lines('paths'),
    data: read.lines('data'),
    timeoutMinutes: read.number('timeout-minutes', { min: 0.01, max: MAX_TIMEOUT_MINUTES }),
    allowUntrustedTrigger: read.boolean('allow-untrusted-trigger'),
    token: read.secret('token'),
  });
}
