/**
 * One request to a new service with the release's example input. The answer has to be JSON with one prediction per row,
 * in the format of MLflow, KServe or TorchServe, or as a plain list. Whether the predictions are good was decided by
 * the gate, and is not evaluated again here.
 */
import type { SmokeTestDetail } from '../documents/phase.ts';
import { DataError } from '../kernel/errors.ts';

export interface SmokeTest {
  /** Sent as it is. */
  readonly body: unknown;
  readonly rowCount: number;
}

export interface SmokeResponse {
  readonly passed: boolean;
  readonly detail: SmokeTestDetail;
}

/** Where common servers expect rows, and where they put predictions. */
const ROW_KEYS = ['instances', 'inputs', 'rows', 'data', 'dataframe_records'] as const;
const PREDICTION_KEYS = ['predictions', 'outputs', 'prediction', 'scores'] as const;
const SHOWN_CHARACTERS = 200;

/** @param text of the example file. @throws DataError when it is not JSON, or has no row. */
export function planSmokeTest(text: string, where: string): SmokeTest {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (cause) {
    throw new DataError('DATA_INVALID', `${where}: expected JSON, got ${String(cause)}`, {
      hint: 'write the example input as JSON: it is the body of the request in the smoke test',
      cause,
    });
  }
  const rowCount = countRows(body);
  if (rowCount > 0) return { body, rowCount };
  throw new DataError('DATA_EMPTY', `${where}: expected at least one row, got none`);
}

/** A list is its rows, a table names its rows, and any other object is one row. */
function countRows(body: unknown): number {
  if (Array.isArray(body)) return body.length;
  if (!isObject(body)) return 0;
  const { dataframe_split: split } = body;
  if (isObject(split) && Array.isArray(split.data)) return split.data.length;
  const rows = ROW_KEYS.map((key) => body[key]).find((value) => Array.isArray(value));
  return rows?.length ?? 1;
}

/** @param answer undefined when nothing answered in time. */
export function checkSmokeResponse(
  test: SmokeTest,
  answer: { readonly status: number; readonly body: string } | undefined,
): SmokeResponse {
  if (answer === undefined) return { passed: false, detail: { code: 'smoke-test-no-answer' } };
  const shown = shorten(answer.body);
  if (answer.status < 200 || answer.status > 299) {
    return { passed: false, detail: { code: 'smoke-test-status', status: answer.status, answer: shown } };
  }
  const predictions = readPredictions(answer.body);
  if (predictions === undefined) {
    return { passed: false, detail: { code: 'smoke-test-no-predictions', answer: shown } };
  }
  const counted = { rowsSent: test.rowCount, rowsPredicted: predictions.length, answer: shown };
  return predictions.length === test.rowCount
    ? { passed: true, detail: { code: 'smoke-test-passed', ...counted } }
    : { passed: false, detail: { code: 'smoke-test-row-count', ...counted } };
}

function readPredictions(text: string): readonly unknown[] | undefined {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (Array.isArray(body)) return body as readonly unknown[];
  if (!isObject(body)) return undefined;
  const found = PREDICTION_KEYS.map((key) => body[key]).find((value) => value !== undefined);
  if (Array.isArray(found)) return found as readonly unknown[];
  return typeof found === 'number' || typeof found === 'string' ? [found] : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One line of printable text, for documents, logs and reports. */
function shorten(body: string): string {
  const line = body.replace(/[\s\p{C}]+/gu, ' ').trim();
  return line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}…` : line;
}
