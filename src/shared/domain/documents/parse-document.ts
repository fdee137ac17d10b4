/**
 * Documents are written strictly and read tolerantly. A reader keeps the keys that it does not know, so that
 * the digest of what it read stays the digest of what was written, and it keeps the values of closed lists
 * that a newer version added (open-values.ts). Everything else has to be as the schema says.
 *
 * The schemas are strict and have no defaults and no transformations: what was read is returned as it was.
 */
import type { z } from 'zod';
import { DataError } from '../kernel/errors.ts';
import { findRepeatedKey } from '../kernel/repeated-key.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { parseOnce } from '../kernel/parse-once.ts';
import { quoteWithoutSecrets } from '../kernel/quote.ts';
import { shortenText } from '../kernel/shorten-text.ts';
import { describeIssues, describePath, valueAtPath, type SchemaIssue } from './schema-problems.ts';

/** The largest document is a profile, below 4 MB. */
const MAX_DOCUMENT_BYTES = 8 * 1024 * 1024;

const SCHEMA_KEY = 'schema';

/** Of what others wrote, in a message. */
const LONGEST_PATH = 200;

const FOREIGN =
  'the file was not written by Model Steward, or was changed afterwards: let the action write it again';

/**
 * @param where names the file for the message, like "evidence: run.json".
 * @throws DataError EVIDENCE_INVALID with the path inside the document, what was expected and what was found.
 */
export function parseDocument<T>(schema: z.ZodType<T>, bytes: Uint8Array | string, where: string): T {
  if (bytes.length > MAX_DOCUMENT_BYTES) {
    throw new DataError(
      'EVIDENCE_INVALID',
      `${where}: expected at most ${MAX_DOCUMENT_BYTES} bytes, got ${bytes.length}`,
      { hint: 'the file is no document of Model Steward, or was changed: use the one that the action wrote' },
    );
  }
  const document = parseJson(bytes, where);
  requireDigestible(document, where);
  const problems = findProblems(schema, document).filter((issue) => !isFromNewerVersion(issue, document));
  // The parse boundary: nothing is left that contradicts the schema.
  if (problems.length === 0) return document as T;
  const newer = problems.find((issue) => isNewerSchema(issue, document));
  if (newer !== undefined) throw newerSchemaError(newer, document, where);
  throw new DataError('EVIDENCE_INVALID', `${where}: ${describeIssues(problems, document)}`, {
    hint: FOREIGN,
  });
}

export interface WriteOptions {
  /** Keys whose values are documents that were read: they may be of a newer version and are kept as they are. */
  readonly embedded?: readonly string[];
}

/** The document in canonical form: the bytes that its digest is taken of. @throws as `checkDocument` does. */
export function serializeDocument<T>(schema: z.ZodType<T>, document: T, options: WriteOptions = {}): string {
  return canonicalJson(checkDocument(schema, document, options));
}

/**
 * The document itself, held to its schema.
 * @throws Error for one that its own schema refuses: a defect of this code, found before the document leaves the job.
 */
export function checkDocument<T>(schema: z.ZodType<T>, document: T, { embedded = [] }: WriteOptions = {}): T {
  const isEmbedded = ({ path }: SchemaIssue): boolean => embedded.includes(String(path[0]));
  const problems = findProblems(schema, document).filter(
    (issue) => !(isEmbedded(issue) && isFromNewerVersion(issue, document)),
  );
  if (problems.length === 0) return document;
  throw new Error(`a document to write: ${describeIssues(problems, document)}`);
}

/** The document without the keys that this version does not know: for a comparison with what it computes itself. */
export function knownPart<T>(schema: z.ZodType<T>, document: T): T {
  const known = structuredClone(document);
  for (const issue of findProblems(schema, document)) {
    if (issue.code !== 'unrecognized_keys') continue;
    const owner = valueAtPath(known, issue.path);
    if (typeof owner === 'object' && owner !== null)
      issue.keys.forEach((key) => Reflect.deleteProperty(owner, key));
  }
  return known;
}

/** What of a document that was read only a newer version knows: undefined where this one knows all of it. */
export function describeUnknown<T>(schema: z.ZodType<T>, document: T): string | undefined {
  const problems = findProblems(schema, document);
  return problems.length === 0 ? undefined : describeIssues(problems, document);
}

function findProblems(schema: z.ZodType, document: unknown): readonly SchemaIssue[] {
  const result = parseOnce(schema, document);
  return result.success ? [] : result.error.issues;
}

/** What a later version of the same schema may bring: another key, another value, another member of a union. */
function isFromNewerVersion(issue: SchemaIssue, document: unknown): boolean {
  switch (issue.code) {
    case 'unrecognized_keys':
      return true;
    case 'invalid_value':
      return (
        issue.path.at(-1) !== SCHEMA_KEY &&
        issue.values.every((value) => typeof value === 'string') &&
        typeof valueAtPath(document, issue.path) === 'string'
      );
    case 'invalid_union':
      return 'discriminator' in issue && typeof valueAtPath(document, issue.path) === 'string';
    default:
      return false;
  }
}

/** `model-steward/run/2` where `model-steward/run/1` is known: what the keys mean may have changed. */
function isNewerSchema(issue: SchemaIssue, document: unknown): boolean {
  if (issue.code !== 'invalid_value' || issue.path.at(-1) !== SCHEMA_KEY) return false;
  const [expected] = issue.values;
  const [name, version] = splitSchema(expected);
  const [foundName, foundVersion] = splitSchema(valueAtPath(document, issue.path));
  return name !== undefined && name === foundName && Number(foundVersion) > Number(version);
}

function splitSchema(schema: unknown): readonly [name?: string, version?: string] {
  const [, name, version] = /^(model-steward\/[a-z-]+)\/(\d+)$/.exec(String(schema)) ?? [];
  return name === undefined || version === undefined ? [] : [name, version];
}

function newerSchemaError(issue: SchemaIssue, document: unknown, where: string): DataError {
  const expected = issue.code === 'invalid_value' ? issue.values.join(' or ') : 'a known schema';
  return new DataError(
    'EVIDENCE_INVALID',
    `${where}: ${describePath(issue.path)}: expected ${expected}, got ${shortenText(String(valueAtPath(document, issue.path)), LONGEST_PATH)}`,
    { hint: 'the file was written by a newer version of Model Steward: update the action' },
  );
}

function parseJson(bytes: Uint8Array | string, where: string): unknown {
  try {
    const text = typeof bytes === 'string' ? bytes : new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const document: unknown = JSON.parse(text);
    const repeated = findRepeatedKey(text);
    if (repeated === undefined) return document;
    throw new DataError(
      'EVIDENCE_INVALID',
      `${where}: expected each key once, got ${quoteWithoutSecrets(shortenText(repeated, LONGEST_PATH))} twice`,
      {
        hint: FOREIGN,
      },
    );
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    throw new DataError(
      'EVIDENCE_INVALID',
      `${where}: expected JSON in UTF-8, got ${shortenText(String(cause), LONGEST_PATH)}`,
      {
        hint: 'the file was changed or cut off: use the one that the action wrote, or run that step again',
        cause,
      },
    );
  }
}

/** Unknown keys are kept and digested: what has no canonical form (`1e999`) is refused here, where the file is known. */
function requireDigestible(document: unknown, where: string): void {
  try {
    canonicalJson(document);
  } catch (cause) {
    if (!(cause instanceof DataError)) throw cause;
    throw new DataError('EVIDENCE_INVALID', `${where}: ${cause.message}`, { cause, hint: FOREIGN });
  }
}
