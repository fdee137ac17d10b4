/** Bytes from elsewhere → a typed document, or one error that says where it is wrong. */
import type { z } from 'zod';
import { DataError } from '../kernel/errors.ts';

/** Documents of ours are small; a larger one is not ours. */
const MAX_DOCUMENT_BYTES = 8 * 1024 * 1024;

/**
 * @param where names the file for the message, like "evidence: run.json".
 * @throws DataError EVIDENCE_INVALID with the path inside the document, what was expected and what was found.
 */
export function parseDocument<T>(schema: z.ZodType<T>, bytes: Uint8Array | string, where: string): T {
  if (bytes.length > MAX_DOCUMENT_BYTES) {
    throw new DataError(
      'EVIDENCE_INVALID',
      `${where}: expected at most ${MAX_DOCUMENT_BYTES} bytes, got ${bytes.length}`,
    );
  }
  const result = schema.safeParse(parseJson(bytes, where));
  if (result.success) return result.data;
  throw new DataError('EVIDENCE_INVALID', `${where}: ${describeIssues(result.error.issues)}`, {
    hint: 'the file was not written by this version of Model Steward, or was changed afterwards',
  });
}

function parseJson(bytes: Uint8Array | string, where: string): unknown {
  try {
    const text = typeof bytes === 'string' ? bytes : new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return JSON.parse(text);
  } catch (cause) {
    throw new DataError('EVIDENCE_INVALID', `${where}: expected JSON in UTF-8, got ${String(cause)}`, {
      cause,
    });
  }
}

/** At most five issues as "path: message": enough to act on, short enough to read. */
export function describeIssues(issues: readonly z.core.$ZodIssue[]): string {
  const lines = issues.slice(0, 5).map((issue) => `${issue.path.join('.') || '(top)'}: ${issue.message}`);
  const more = issues.length > lines.length ? ` (and ${issues.length - lines.length} more)` : '';
  return lines.join('; ') + more;
}
