/**
 * One request to a new service with the release's example input. The answer has to be JSON with one prediction per row,
 * in the format of a common server, or as a plain list. Whether the predictions are good was decided by the gate, and
 * is not evaluated again here.
 */
import type { SmokeTestDetail } from '../documents/phase.ts';
import { DataError } from '../kernel/errors.ts';
import { countPredictions, countRows, type BatchSizes } from './batch-sizes.ts';

export interface SmokeTest {
  /** Sent as it is. */
  readonly body: unknown;
  /** Counts that are possible: one of them has to be that of the predictions. */
  readonly rowCounts: BatchSizes;
}

export interface SmokeResponse {
  readonly passed: boolean;
  readonly detail: SmokeTestDetail;
}

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
  const rowCounts = countRows(body).filter((count) => count > 0);
  if (rowCounts.length > 0) return { body, rowCounts };
  throw new DataError('DATA_EMPTY', `${where}: expected at least one row, got none`, {
    hint: 'write one row or several, as the service expects them in the body of a request',
  });
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
  const predicted = readPredictionCounts(answer.body);
  if (predicted === undefined) {
    return { passed: false, detail: { code: 'smoke-test-no-predictions', answer: shown } };
  }
  const equal = test.rowCounts.find((count) => predicted.includes(count));
  const [rowsSent = 0] = equal === undefined ? test.rowCounts : [equal];
  const [rowsPredicted = 0] = equal === undefined ? predicted : [equal];
  return equal === undefined
    ? { passed: false, detail: { code: 'smoke-test-row-count', rowsSent, rowsPredicted, answer: shown } }
    : { passed: true, detail: { code: 'smoke-test-passed', rowsSent, rowsPredicted, answer: shown } };
}

function readPredictionCounts(text: string): BatchSizes | undefined {
  try {
    return countPredictions(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** One line of printable text, for documents, logs and reports. */
function shorten(body: string): string {
  const line = body.replace(/[\s\p{C}]+/gu, ' ').trim();
  return line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}…` : line;
}
