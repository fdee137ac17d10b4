/**
 * `train.mlproject` of the configuration: an entry point of the file `MLproject` instead of a command. Which files make the
 * model, and whether a pull request changes them, is found by the command line of MLflow that would do the same.
 */
import { z } from 'zod';
import { quoteForShell } from '../kernel/shell-text.ts';
import { key } from './key.ts';

const DEFAULT_ENTRY_POINT = 'main';

const parameterField = z.union([z.string().max(1000), z.number(), z.boolean()]);
const entryPointField = z.string().min(1).max(200);

export const mlprojectField = z.union([
  entryPointField,
  z.strictObject({
    'entry-point': key(
      entryPointField.default(DEFAULT_ENTRY_POINT),
      'Name of the entry point in the file `MLproject`, or of a Python or shell script',
      'train',
    ),
    parameters: key(
      z.record(z.string().min(1).max(200), parameterField).default({}),
      'Values of its parameters. One that the entry point does not name is appended, as `mlflow run -P` does',
      { alpha: 0.3, data: 'data/wine.csv' },
    ),
  }),
]);

export interface MlprojectRun {
  readonly entryPoint: string;
  /** As text: numbers and truth values as JSON writes them. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** @returns undefined where the model is trained by a command. */
export function mlprojectRunOf(
  mlproject: z.infer<typeof mlprojectField> | undefined,
): MlprojectRun | undefined {
  if (mlproject === undefined) return undefined;
  if (typeof mlproject === 'string') return { entryPoint: mlproject, parameters: {} };
  const values = Object.entries(mlproject.parameters).map(([name, value]) => [name, String(value)] as const);
  return { entryPoint: mlproject['entry-point'], parameters: Object.fromEntries(values) };
}

/** The command line of MLflow that runs the entry point: it names the same files. */
export function renderMlflowRun({ entryPoint, parameters }: MlprojectRun): string {
  const options = Object.entries(parameters).map(
    ([name, value]) => ` -P ${quoteForShell(`${name}=${value}`)}`,
  );
  return `mlflow run . -e ${quoteForShell(entryPoint)}${options.join('')}`;
}
