/**
 * The folder of a model that MLflow logged or saved: its file `MLmodel` in YAML, whose signature is JSON within
 * (mlflow/models/model.py, mlflow/types/schema.py). The file is a claim; nothing of the folder is loaded.
 */
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { describeIssue, describePath } from '../documents/schema-problems.ts';
import type { ModelFormat, SignatureField } from '../documents/model-format.ts';
import { DataError } from '../kernel/errors.ts';
import { isContainedPath } from '../kernel/repository-path.ts';

export const MLMODEL_FILE = 'MLmodel';
export const REQUIREMENTS_FILE = 'requirements.txt';
/** A signature of thousands of columns has less. */
export const MAX_MLMODEL_BYTES = 1024 * 1024;

const MAX_FLAVORS = 20;
const MAX_FIELDS = 300;
const MAX_REQUIREMENTS = 200;
const MAX_NAME_LENGTH = 200;
const MAX_TYPE_LENGTH = 120;

const mlmodelSchema = z.object({
  flavors: z.record(z.string(), z.unknown()),
  mlflow_version: z.string().optional(),
  signature: z.object({ inputs: z.string().nullish(), outputs: z.string().nullish() }).nullish(),
  saved_input_example_info: z.object({ serving_input_path: z.string().nullish() }).nullish(),
});

export interface Mlmodel {
  readonly format: ModelFormat;
  /** Body of a request to the server of the model, as a path in its folder. */
  readonly servingExample: string | undefined;
}

/** @param requirements text of `requirements.txt`. @throws DataError for what is no `MLmodel`. */
export function parseMlmodel(text: string, requirements: string | undefined, where: string): Mlmodel {
  const read = readMlmodel(text, where);
  const inputs = fieldsOf(read.signature?.inputs, `${where}: signature.inputs`);
  const outputs = fieldsOf(read.signature?.outputs, `${where}: signature.outputs`);
  const flavors = limited(Object.keys(read.flavors), MAX_FLAVORS);
  const packages = limited(packagesOf(requirements ?? ''), MAX_REQUIREMENTS);
  const leftOut = [inputs, outputs, flavors, packages].reduce((sum, part) => sum + (part?.leftOut ?? 0), 0);
  const servingExample = read.saved_input_example_info?.serving_input_path;
  return {
    format: {
      tool: 'mlflow',
      ...(read.mlflow_version !== undefined && { toolVersion: clip(read.mlflow_version, MAX_NAME_LENGTH) }),
      flavors: flavors.kept.map((name) => clip(name, MAX_NAME_LENGTH)),
      ...(inputs && { inputs: inputs.kept }),
      ...(outputs && { outputs: outputs.kept }),
      ...(packages.kept.length > 0 && { requirements: packages.kept }),
      ...(leftOut > 0 && { leftOut }),
    },
    servingExample:
      typeof servingExample === 'string' && isContainedPath(servingExample) ? servingExample : undefined,
  };
}

function readMlmodel(text: string, where: string): z.infer<typeof mlmodelSchema> {
  let value: unknown;
  try {
    // The comparison of each key with all others takes long for many; names that occur twice are no error here.
    value = parseYaml(text, { uniqueKeys: false, maxAliasCount: 0, prettyErrors: false });
  } catch (cause) {
    const problem = (cause instanceof Error ? cause.message : String(cause)).split('\n')[0] ?? '';
    throw unreadable(where, `YAML, got: ${problem}`, cause);
  }
  const { data, error } = mlmodelSchema.safeParse(value);
  if (data !== undefined) return data;
  const [issue] = error.issues;
  const place = issue === undefined || issue.path.length === 0 ? '' : `: ${describePath(issue.path)}`;
  const found = issue === undefined ? 'another file' : describeIssue(issue, value);
  throw unreadable(`${where}${place}`, `a model of MLflow, got another file: ${found}`, error);
}

function unreadable(place: string, expected: string, cause: unknown): DataError {
  return new DataError('DATA_INVALID', `${place}: expected ${expected}`, {
    hint: 'write the folder with `mlflow.<flavor>.save_model` or `log_model`, and leave the file as it is',
    cause,
  });
}

interface Limited<T> {
  readonly kept: T[];
  readonly leftOut: number;
}

function limited<T>(all: readonly T[], count: number): Limited<T> {
  return { kept: all.slice(0, count), leftOut: Math.max(0, all.length - count) };
}

const fieldSchema = z.looseObject({
  name: z.union([z.string(), z.number()]).optional(),
  type: z.string(),
  required: z.boolean().optional(),
  optional: z.boolean().optional(),
});

/** @param text JSON; undefined or null where the model has no signature of this side. */
function fieldsOf(text: string | null | undefined, where: string): Limited<SignatureField> | undefined {
  if (text === undefined || text === null) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw unreadable(where, `JSON, got: ${String(cause)}`, cause);
  }
  const { data, error } = z.array(fieldSchema).safeParse(value);
  if (data === undefined) throw unreadable(where, 'a list of columns or tensors, got something else', error);
  const { kept, leftOut } = limited(data, MAX_FIELDS);
  return { kept: kept.map(describeField), leftOut };
}

function describeField(field: z.infer<typeof fieldSchema>): SignatureField {
  const { name, required, optional } = field;
  return {
    ...(name !== undefined && { name: clip(String(name), MAX_NAME_LENGTH) }),
    type: clip(typeOf(field), MAX_TYPE_LENGTH),
    ...((required === false || optional === true) && { optional: true }),
  };
}

const tensorSchema = z.object({ dtype: z.string(), shape: z.array(z.number()) });

/** The type of a list, a map, an object or a tensor has the types within. */
function typeOf(value: unknown, depth = 0): string {
  const { data } = typeSchema.safeParse(value);
  if (data === undefined || depth > MAX_DEPTH) return 'any';
  const inner = (of: unknown): string => typeOf(of, depth + 1);
  switch (data.type) {
    case 'tensor': {
      const tensor = tensorSchema.safeParse(data['tensor-spec']).data;
      return tensor === undefined ? 'tensor' : `${tensor.dtype}[${tensor.shape.join(', ')}]`;
    }
    case 'array':
      return `array<${inner(data.items)}>`;
    case 'map':
      return `map<${inner(data.values)}>`;
    case 'object':
      return `object<${Object.entries(data.properties ?? {})
        .map(([name, of]) => `${name}: ${inner(of)}`)
        .join(', ')}>`;
    default:
      return data.type;
  }
}

const MAX_DEPTH = 4;

const typeSchema = z.object({
  type: z.string(),
  'tensor-spec': z.unknown().optional(),
  items: z.unknown().optional(),
  values: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
});

/** A package with its versions; an option or an address may have a password, and is none. */
const PACKAGE =
  /^[A-Za-z0-9][\w.-]*(\[[\w.,\s-]+\])?(\s*[=<>!~]{1,3}\s*[\w.*+!-]+(\s*,\s*[=<>!~]{1,3}\s*[\w.*+!-]+)*)?$/;

function packagesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => (line.split(/[#;]/)[0] ?? '').trim())
    .filter((line) => line.length <= MAX_NAME_LENGTH && PACKAGE.test(line));
}

function clip(text: string, length: number): string {
  const whole = text.toWellFormed();
  return whole.length <= length ? whole : `${whole.slice(0, length - 1).toWellFormed()}…`;
}
