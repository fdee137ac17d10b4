/**
 * The body of a request to a server of MLflow, taken apart as the server does (`infer_and_parse_data` of
 * mlflow/pyfunc/scoring_server): `dataframe_split`, `dataframe_records`, `instances` or `inputs`, one of them.
 * https://mlflow.org/docs/latest/ml/deployment/deploy-model-locally#inference-server-specification
 */
import { isRecord } from '../kernel/unknown-value.ts';

export type RequestColumns =
  /** A table: values by column, in the order of the request; names are absent where the request has none. */
  | {
      readonly kind: 'table';
      readonly columns: ReadonlyMap<string, readonly unknown[]>;
      readonly isNamed: boolean;
    }
  /** Inputs by name, each with the batch as its first dimension; a single value is one row. */
  | { readonly kind: 'inputs'; readonly values: ReadonlyMap<string, unknown> }
  | { readonly kind: 'array'; readonly values: readonly unknown[] };

const KEYS = ['dataframe_split', 'dataframe_records', 'instances', 'inputs'] as const;

type JsonObject = Readonly<Record<string, unknown>>;

/** @returns undefined for a body in another format, which a server of MLflow does not take. */
export function readRequestColumns(body: unknown): RequestColumns | undefined {
  if (!isRecord(body) || 'signature_name' in body) return undefined;
  const [key, ...others] = KEYS.filter((name) => body[name] !== undefined);
  if (key === undefined || others.length > 0) return undefined;
  const content = body[key];
  switch (key) {
    case 'dataframe_split':
      return isRecord(content) ? readSplit(content) : undefined;
    case 'dataframe_records':
      return Array.isArray(content) && content.every(isRecord) ? readRecords(content) : undefined;
    case 'instances':
      if (!Array.isArray(content)) return undefined;
      return content.length > 0 && content.every(isRecord)
        ? { kind: 'inputs', values: gather(content) }
        : { kind: 'array', values: content };
    case 'inputs':
      if (isRecord(content)) return { kind: 'inputs', values: new Map(Object.entries(content)) };
      if (!Array.isArray(content) || content.some(isOpenInferenceTensor)) return undefined;
      return content.length > 0 && content.every(isRecord)
        ? readRecords(content)
        : { kind: 'array', values: content };
  }
}

function readSplit({ columns, data }: JsonObject): RequestColumns | undefined {
  if (!Array.isArray(data)) return undefined;
  const rows: readonly unknown[][] = data.map((row: unknown): unknown[] =>
    Array.isArray(row) ? row : [row],
  );
  const names = Array.isArray(columns) ? columns.map(String) : (rows[0] ?? []).map((_, index) => `${index}`);
  return {
    kind: 'table',
    isNamed: Array.isArray(columns),
    columns: new Map(names.map((name, index) => [name, rows.map((row) => row[index] ?? null)])),
  };
}

/** A value that a record leaves out is missing. */
function readRecords(records: readonly JsonObject[]): RequestColumns {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return {
    kind: 'table',
    isNamed: true,
    columns: new Map(names.map((name) => [name, records.map((record) => record[name] ?? null)])),
  };
}

/** What an instance leaves out has no place in the list of its input. */
function gather(instances: readonly JsonObject[]): ReadonlyMap<string, readonly unknown[]> {
  const names = [...new Set(instances.flatMap((instance) => Object.keys(instance)))];
  return new Map(
    names.map((name) => [
      name,
      instances.filter((instance) => instance[name] !== undefined).map((instance) => instance[name]),
    ]),
  );
}

/** Of the open inference protocol, which has a list of them under the same key. */
function isOpenInferenceTensor(value: unknown): boolean {
  return isRecord(value) && 'datatype' in value && 'shape' in value;
}
