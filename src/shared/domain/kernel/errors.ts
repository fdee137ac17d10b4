/**
 * The four kinds of error, distinguished by who has to act. Anything else that is thrown is a defect of
 * Model Steward, and the runtime says so. A message reads "where: expected what, got what"; the hint says what to do.
 */

import { shortenText } from './shorten-text.ts';

const inputErrorCodes = ['INPUT_INVALID', 'CONFIG_INVALID', 'TRIGGER_UNTRUSTED'] as const;
const dataErrorCodes = [
  'DATA_INVALID',
  'DATA_EMPTY',
  'DATA_MISMATCH',
  'CONTRACT_BROKEN',
  'COMMAND_FAILED',
  'FILES_INVALID',
  'EVIDENCE_INVALID',
] as const;
const serviceErrorCodes = ['SERVICE_FAILED', 'SERVICE_UNREACHABLE', 'PERMISSION_MISSING'] as const;
const conflictErrorCodes = [
  'EVIDENCE_STALE',
  'EVIDENCE_EXPIRED',
  'CHAMPION_MOVED',
  'NOT_PASSED',
  'FILES_UNSAFE',
  'FORK',
  'VERSION_TAKEN',
  'NOT_PUBLISHED',
  'DIGEST_MISMATCH',
  'RULESET',
  'LOCKED',
] as const;

export const errorCodes = [
  ...inputErrorCodes,
  ...dataErrorCodes,
  ...serviceErrorCodes,
  ...conflictErrorCodes,
] as const;

export type InputErrorCode = (typeof inputErrorCodes)[number];
export type DataErrorCode = (typeof dataErrorCodes)[number];
export type ServiceErrorCode = (typeof serviceErrorCodes)[number];
export type ConflictErrorCode = (typeof conflictErrorCodes)[number];
export type ErrorCode = (typeof errorCodes)[number];

export interface ErrorDetail {
  /** What the reader can do about it, in one sentence. */
  readonly hint?: string;
  /** The end of what a command of the user printed, which says more than how it ended. */
  readonly lastLines?: readonly string[];
  /** Ids and other values of single rows, for the log alone: a comment or an issue may not name whom a row is about. */
  readonly examples?: string;
  readonly cause?: unknown;
}

/** Whatever text of others is in it: a log line, an annotation and a comment have to carry it. Several errors may be one message. */
const LONGEST_MESSAGE = 10_000;

export abstract class StewardError extends Error {
  abstract readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly lastLines: readonly string[];
  readonly examples: string | undefined;

  constructor(message: string, detail: ErrorDetail = {}) {
    super(shortenText(message, LONGEST_MESSAGE), 'cause' in detail ? { cause: detail.cause } : undefined);
    this.name = new.target.name;
    this.hint = detail.hint;
    this.lastLines = detail.lastLines ?? [];
    this.examples = detail.examples;
  }
}

/** The author of the workflow or of the configuration has to act. */
export class InputError extends StewardError {
  readonly code: InputErrorCode;

  constructor(code: InputErrorCode, message: string, detail: ErrorDetail = {}) {
    super(message, detail);
    this.code = code;
  }
}

/** The producer of the data, of the metrics or of the model has to act. */
export class DataError extends StewardError {
  readonly code: DataErrorCode;

  constructor(code: DataErrorCode, message: string, detail: ErrorDetail = {}) {
    super(message, detail);
    this.code = code;
  }
}

export interface ServiceErrorDetail extends ErrorDetail {
  /** HTTP status of the last answer, when there was one. */
  readonly status?: number;
  /** Whether running the step again may help. */
  readonly retryable?: boolean;
}

/** A remote service did not do what was asked. */
export class ServiceError extends StewardError {
  readonly code: ServiceErrorCode;
  readonly status: number | undefined;
  readonly retryable: boolean;

  constructor(code: ServiceErrorCode, message: string, detail: ServiceErrorDetail = {}) {
    super(message, detail);
    this.code = code;
    this.status = detail.status;
    this.retryable = detail.retryable ?? false;
  }
}

/** The state of the repository moved, or is not what the step expected. */
export class ConflictError extends StewardError {
  readonly code: ConflictErrorCode;

  constructor(code: ConflictErrorCode, message: string, detail: ErrorDetail = {}) {
    super(message, detail);
    this.code = code;
  }
}

/** Everything that is wrong with the inputs of one run, in one message, so that one push repairs all. */
export function combineInputErrors(errors: readonly InputError[]): InputError {
  const [first] = errors;
  if (first === undefined) throw new RangeError('combineInputErrors: expected at least one error, got none');
  if (errors.length === 1) return first;
  const lines = errors.map(
    (error) => `- ${error.message}${error.hint === undefined ? '' : ` (${error.hint})`}`,
  );
  return new InputError(first.code, `${errors.length} inputs are wrong:\n${lines.join('\n')}`, {
    hint: 'correct all of them: they are checked together',
  });
}
