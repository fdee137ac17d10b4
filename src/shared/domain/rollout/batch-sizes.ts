/**
 * How many rows a request has, and how many predictions an answer, in the formats of servers: TensorFlow Serving and
 * KServe V1 (`instances`, or `inputs` by name), the open inference protocol of KServe V2, Triton and MLServer (tensors
 * with a shape), MLflow (`dataframe_split`, `dataframe_records`, `inputs`), Azure (`input_data`), Seldon (`data`), the API of
 * OpenAI (`input`, `choices`), and plain lists.
 * https://kserve.github.io/website/docs/concepts/architecture/data-plane/v2-protocol
 * https://mlflow.org/docs/latest/ml/deployment/deploy-model-locally#inference-server-specification
 */
import { isRecord } from '../kernel/unknown-value.ts';

/** Counts that are possible, the likeliest first: some formats do not say what in them is the batch. */
export type BatchSizes = readonly number[];

type JsonObject = Readonly<Record<string, unknown>>;

/** Where servers expect rows, and where they put predictions. */
// oxfmt-ignore
const ROW_KEYS = [
  'dataframe_split', 'dataframe_records', 'instances', 'inputs', 'rows', 'data', 'input_data', 'input',
] as const;
const PREDICTION_KEYS = ['predictions', 'outputs', 'prediction', 'scores'] as const;
/** Under these a text says how it went, and is no prediction. */
const RESULT_KEYS = ['results', 'result', 'choices', 'embeddings'] as const;

/** @returns no count for what has no rows. */
export function countRows(body: unknown): BatchSizes {
  if (Array.isArray(body)) return [body.length];
  if (!isRecord(body)) return [];
  const named = ROW_KEYS.map((key) => body[key]).find((value) => value !== undefined);
  if (named !== undefined) return sizesOf(named);
  // One row by its columns, or a table by its columns: a row too may have lists in it.
  const columns = columnSizes(body);
  const isTable = columns.length === 1 && Object.values(body).every(Array.isArray);
  return isTable ? unique([...columns, 1]) : [1];
}

/** @returns undefined for an answer that has no predictions. */
export function countPredictions(body: unknown): BatchSizes | undefined {
  if (typeof body === 'number') return [1];
  const found = findPredictions(body);
  if (found === undefined || isNothing(found)) return undefined;
  return sizesOf(found);
}

function findPredictions(body: unknown): unknown {
  if (Array.isArray(body)) return body;
  if (!isRecord(body)) return undefined;
  const { data } = body;
  const listed = Array.isArray(data) ? data : seldonContent(data);
  const results = RESULT_KEYS.map((key) => body[key]).filter((value) => typeof value !== 'string');
  return [...PREDICTION_KEYS.map((key) => body[key]), listed, ...results].find(
    (value) => value !== undefined && value !== null,
  );
}

/** A service whose model failed may answer a list of nulls. An empty list is counted: it has no predictions of some rows. */
function isNothing(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (Array.isArray(value)) return value.length > 0 && value.every(isNothing);
  if (!isRecord(value)) return false;
  const content = isTensor(value) ? [value.data ?? value.values ?? 0].flat() : Object.values(value);
  return content.every(isNothing);
}

function sizesOf(value: unknown): BatchSizes {
  if (Array.isArray(value)) {
    const tensors = value.filter(isTensor);
    return tensors.length > 0 && tensors.length === value.length
      ? unique(tensors.map(sizeOfTensor))
      : [value.length];
  }
  if (!isRecord(value)) return [1];
  if (isTensor(value)) return [sizeOfTensor(value)];
  const content = seldonContent(value) ?? value.data;
  if (content !== undefined) return sizesOf(content);
  // pandas' table in the format "split", without its rows.
  if (Array.isArray(value.columns)) return [];
  const columns = columnSizes(value);
  return columns.length > 0 ? columns : [1];
}

/** https://docs.seldon.ai/seldon-core-1/configuration/integrations/protocols */
function seldonContent(data: unknown): unknown {
  return isRecord(data) ? (data.ndarray ?? data.tensor) : undefined;
}

/** Inputs by name: each has the batch as its first dimension. What is no list belongs to no row. */
function columnSizes(columns: JsonObject): BatchSizes {
  const lists = Object.values(columns).filter((column) => Array.isArray(column));
  return unique(lists.map((column) => column.length));
}

interface Tensor extends JsonObject {
  readonly shape: readonly number[];
}

function isTensor(value: unknown): value is Tensor {
  return (
    isRecord(value) &&
    Array.isArray(value.shape) &&
    value.shape.every((size) => Number.isInteger(size) && size >= 0)
  );
}

/** By its values where the message has them, flat or nested: the shape alone would hide that some are missing. */
function sizeOfTensor({ shape, data, values }: Tensor): number {
  const [batch = 1, ...others] = shape;
  const perRow = others.reduce((product, size) => product * size, 1);
  const written = data ?? values;
  if (!Array.isArray(written) || perRow < 1) return batch;
  const { length } = written.flat(Infinity);
  return length % perRow === 0 ? length / perRow : length;
}

function unique(sizes: readonly number[]): BatchSizes {
  return [...new Set(sizes)];
}
