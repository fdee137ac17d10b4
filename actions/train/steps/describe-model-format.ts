/**
 * How the files of a model describe themselves (docs/lifecycle.md#a-model-of-mlflow): what a folder of MLflow says of its
 * flavors, signature and packages, and the example of a request that lies in it. A description that cannot be read is a note.
 */
import type { ModelFormat } from '../../../src/shared/domain/documents/model-format.ts';
import {
  MAX_MLMODEL_BYTES,
  MLMODEL_FILE,
  parseMlmodel,
  REQUIREMENTS_FILE,
  type Mlmodel,
} from '../../../src/shared/domain/interop/mlmodel.ts';
import { describeSignatureProblem } from '../../../src/shared/domain/report/signature-problem-text.ts';
import { checkRequest } from '../../../src/shared/domain/signature/check-request.ts';
import { planSmokeTest } from '../../../src/shared/domain/rollout/smoke-test.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { MODEL_FOLDER } from '../../../src/shared/domain/kernel/names.ts';
import { depthOf, lastPartOf } from '../../../src/shared/domain/kernel/repository-path.ts';
import type { TrackedFile } from './collect-logged.ts';
import { parseJsonOrNothing } from '../../../src/shared/domain/kernel/unknown-value.ts';

export interface DescribedFormat {
  readonly format: ModelFormat | undefined;
  /** Of a request; empty where the model has none. */
  readonly example: readonly TrackedFile[];
  /** Plain sentences for the report. */
  readonly notes: readonly string[];
}

const NOTHING: DescribedFormat = { format: undefined, example: [], notes: [] };

/** @param model its files. @throws DataError for a file that changes while it is read. */
export async function describeModelFormat(model: readonly TrackedFile[]): Promise<DescribedFormat> {
  const found = findMlmodel(model);
  if (found === undefined) return NOTHING;
  const at = (path: string): TrackedFile | undefined =>
    model.find((file) => file.path === found.path.slice(0, -MLMODEL_FILE.length) + path);
  const text = await readText(found);
  if (text === undefined) return cannotRead(`${placeOf(found)}: expected at most 1 MiB`);
  const requirements = at(REQUIREMENTS_FILE);
  let read: Mlmodel;
  try {
    read = parseMlmodel(text, requirements && (await readText(requirements)), placeOf(found));
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return cannotRead(error.message);
  }
  const example = read.servingExample === undefined ? undefined : at(read.servingExample);
  const problem = example && (await findProblem(example, read.format));
  return {
    format: read.format,
    example:
      example === undefined || problem !== undefined
        ? []
        : [{ ...example, role: 'example', path: 'example.json' }],
    notes: problem === undefined ? [] : [`The example of a request in the model is not used: ${problem}.`],
  };
}

/** MLflow writes a missing value as NaN, which is no JSON. */
async function findProblem(example: TrackedFile, format: ModelFormat): Promise<string | undefined> {
  const text = await readText(example);
  if (text === undefined) return `${placeOf(example)}: expected at most 1 MiB`;
  try {
    const { body } = planSmokeTest(text, placeOf(example));
    const problems = checkRequest(body, format.inputs ?? []);
    return problems.length === 0
      ? undefined
      : `${placeOf(example)}: ${problems.map(describeSignatureProblem).join('; ')}`;
  } catch (error) {
    if (error instanceof DataError) return error.message;
    throw error;
  }
}

/**
 * The example that the configuration names: a release with it could never be deployed.
 * @param text undefined where it is no JSON or too long to be a request, which is found when it is sent.
 * @throws DataError DATA_MISMATCH where it is a request to a server of MLflow, and not what the signature says.
 */
export function requireExample(
  text: string | undefined,
  { path, format }: { readonly path: string; readonly format: ModelFormat | undefined },
): void {
  const problems = text === undefined ? [] : checkRequest(parseJsonOrNothing(text), format?.inputs ?? []);
  if (problems.length === 0) return;
  throw new DataError(
    'DATA_MISMATCH',
    `${path}: expected a request that has what the signature of the model says: ${problems.map(describeSignatureProblem).join('; ')}`,
    {
      hint: 'write the example with the columns or tensors of the signature in the file MLmodel, or save the model with the signature that its requests have',
    },
  );
}

/** The one nearest to the root of the model; undefined where there is none, or where several models lie side by side. */
function findMlmodel(model: readonly TrackedFile[]): TrackedFile | undefined {
  const found = model
    .filter(({ path }) => lastPartOf(path) === MLMODEL_FILE)
    .toSorted((one, other) => depthOf(one.path) - depthOf(other.path));
  const [first, second] = found;
  return first !== undefined && second !== undefined && depthOf(first.path) === depthOf(second.path)
    ? undefined
    : first;
}

async function readText({ source, record }: TrackedFile): Promise<string | undefined> {
  if (record.sizeBytes > MAX_MLMODEL_BYTES) return undefined;
  return new TextDecoder().decode(await source.read(record.path));
}

function placeOf({ path }: TrackedFile): string {
  return path.slice(MODEL_FOLDER.length);
}

function cannotRead(problem: string): DescribedFormat {
  return { ...NOTHING, notes: [`The description of the model could not be read: ${problem}.`] };
}
