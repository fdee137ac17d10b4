/** The inputs of evaluate, each named once. */
import { parseName } from '../../src/shared/domain/kernel/names.ts';
import type { InputReader } from '../../src/shared/domain/kernel/input-reader.ts';
import type { ModelInputs } from '../../src/shared/usecases/step-context.ts';

export const evaluateModes = ['evaluate', 'comment'] as const;

export interface EvaluateInputs extends ModelInputs {
  readonly mode: (typeof evaluateModes)[number];
  readonly labels: string | undefined;
  readonly onInconclusive: 'fail' | 'pass';
  readonly token: string;
}

/** @throws InputError that lists everything that is wrong. */
export function readEvaluateInputs(read: InputReader): EvaluateInputs {
  return read.all<EvaluateInputs>({
    model: read.parsed('model', parseName),
    mode: read.choice('mode', evaluateModes, 'evaluate'),
    configPath: read.optional('config'),
    labels: read.optional('labels'),
    onInconclusive: read.choice('on-inconclusive', ['fail', 'pass'], 'fail'),
    token: read.secret('token'),
  });
}
