/** Rows of a log, and how a log of another shape is refused. */
import type { z } from 'zod';
import { expectedBy } from '../documents/schema-problems.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { sha256 } from '../kernel/digest.ts';
import { DataError } from '../kernel/errors.ts';

/** One response to one case. */
export interface LogRow {
  /** Where it stands in the log, such as `samples[3]`. */
  readonly place: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** @throws DataError with the place of the first difference. @param log like "promptfoo's results". */
export function parseLog<Schema extends z.ZodType>(
  schema: Schema,
  object: object,
  { where, log }: { readonly where: string; readonly log: string },
): z.infer<Schema> {
  const parsed = schema.safeParse(object);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = (issue?.path ?? []).reduce<string>(
    (path, part) => (typeof part === 'number' ? `${path}[${part}]` : `${path}.${String(part)}`),
    '',
  );
  throw new DataError(
    'DATA_INVALID',
    `${where}: expected ${log}, got another value at ${place.replace(/^\./, '')}: ${issue === undefined ? 'unknown' : expectedBy(issue)}`,
    {
      hint: 'write one row for each response as JSON Lines or CSV, which any version of a tool can be turned into',
    },
  );
}

const DIGITS = 16;

/** Names a case, or who measured it. */
export function shortDigest(value: unknown): string {
  return sha256(canonicalJson(value)).slice(0, DIGITS);
}
