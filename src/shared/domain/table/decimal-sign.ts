/**
 * What points and commas mean in the numbers of a column. `1.5` and `1.234,5` say it, `1.234` does not: all cells of
 * the column, then the other columns of the file decide, and what stays open is not read as a number.
 */
import type { DecimalSign } from '../config/decimal-signs.ts';

/** What the cells of a column show, as bits. */
export type SignEvidence = number;
/** A point that can only be decimal, or a comma that can only stand between thousands. */
const CERTAIN_POINT = 1;
/** `1.234`: a point before exactly three digits, and behind one to three. */
export const OPEN_POINT = 2;
/** Whole numbers other than zero, written without a point or comma. */
const WHOLE = 4;
/** A point that is decimal and stands before exactly three digits: `0.123`, `1234.567`. */
const FIXED_POINT = 8;
const CERTAIN_COMMA = 16;
/** `1,234`. */
export const OPEN_COMMA = 32;

const WHOLE_NUMBER = /^[+-]?\d+$/;
const ONE_POINT = /^[+-]?[1-9]\d{0,2}\.\d{3}$/;
/** `1,234`, which may be a thousand or a little more than one. */
export const ONE_COMMA = /^[+-]?[1-9]\d{0,2},\d{3}$/;
const THREE_DECIMALS = /^[+-]?\d*\.\d{3}$/;
const WITH_EXPONENT = /^[+-]?\d+[eE][+-]?\d+$/;
const WITH_POINT = /^[+-]?(?:\d+\.\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const WITH_COMMA = /^[+-]?(?:\d+,\d+|,\d+)(?:[eE][+-]?\d+)?$/;
const POINTS_BETWEEN_THOUSANDS = /^[+-]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d*)?$/;
/** Also as in India, between hundreds above the first thousand: `6,11,000`. */
const COMMAS_BETWEEN_THOUSANDS = /^[+-]?(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d?(?:,\d{2})+,\d{3})(?:\.\d*)?$/;

/** @param text in `plainSpelling`. @returns undefined for a text that is no number with any of the two signs. */
export function signEvidenceOf(text: string): SignEvidence | undefined {
  if (WHOLE_NUMBER.test(text)) return Number(text) === 0 ? 0 : WHOLE;
  if (ONE_POINT.test(text)) return OPEN_POINT;
  if (ONE_COMMA.test(text)) return OPEN_COMMA;
  if (THREE_DECIMALS.test(text)) return FIXED_POINT;
  if (WITH_EXPONENT.test(text)) return 0;
  if (WITH_POINT.test(text) || COMMAS_BETWEEN_THOUSANDS.test(text)) return CERTAIN_POINT;
  return WITH_COMMA.test(text) || POINTS_BETWEEN_THOUSANDS.test(text) ? CERTAIN_COMMA : undefined;
}

/** All texts together; those that are no numbers say nothing. @param texts in `plainSpelling`. O(texts). */
export function signEvidenceOfAll(texts: readonly string[]): SignEvidence {
  return texts.reduce((all, text) => all | (signEvidenceOf(text) ?? 0), 0);
}

/** The number in a column with this sign; NaN where it does not fit. @param text in `plainSpelling`. */
export function parseWithSign(text: string, sign: DecimalSign): number {
  const isGrouped = (sign === 'point' ? COMMAS_BETWEEN_THOUSANDS : POINTS_BETWEEN_THOUSANDS).test(text);
  const ungrouped = isGrouped ? text.replaceAll(sign === 'point' ? ',' : '.', '') : text;
  if (WHOLE_NUMBER.test(ungrouped) || WITH_EXPONENT.test(ungrouped)) return Number(ungrouped);
  if (sign === 'point') return WITH_POINT.test(ungrouped) ? Number(ungrouped) : NaN;
  return WITH_COMMA.test(ungrouped) ? Number(ungrouped.replace(',', '.')) : NaN;
}

/** What is known before the cells of a column are. */
export interface SignContext {
  /** By the configuration. */
  readonly configured?: DecimalSign | undefined;
  /** Of the same column in the reference. */
  readonly kept?: DecimalSign | undefined;
  readonly file?: FileSign | undefined;
}

/** What the columns of a file say together. */
export interface FileSign {
  /** Undefined where none says it, or two say something else. */
  readonly sign: DecimalSign | undefined;
  /** Whether decimals of other columns have exactly three digits. */
  readonly isFixed: boolean;
  /** Whether commas stand between the cells: who writes so writes decimal points. */
  readonly isCommaDelimited: boolean;
}

export interface SignDecision {
  /** "mixed": points and commas are both decimal; only points are read. */
  readonly sign: DecimalSign | 'open' | 'mixed';
  /** Whether nothing but the delimiter, or another column with other decimals, speaks for decimal points. */
  readonly isAssumed: boolean;
}

/** @param evidence of all cells of the column. */
export function decideSign(evidence: SignEvidence, { configured, kept, file }: SignContext): SignDecision {
  const certain = certainSign(evidence);
  const isOpen = (evidence & (OPEN_POINT | OPEN_COMMA)) !== 0;
  if (certain !== undefined) {
    // One `1.5` among the thousands of a reference with decimal commas would make each a thousandth.
    const isContradicted = kept !== undefined && certain !== kept && configured === undefined;
    if (isOpen && isContradicted && certain !== 'mixed') return { sign: 'open', isAssumed: false };
    return { sign: certain === 'mixed' ? (configured ?? kept ?? certain) : certain, isAssumed: false };
  }
  const [points, commas] = [(evidence & OPEN_POINT) !== 0, (evidence & OPEN_COMMA) !== 0];
  if (!points && !commas) return { sign: 'point', isAssumed: false };
  if (configured !== undefined) return { sign: configured, isAssumed: false };
  if (points && commas) return { sign: 'open', isAssumed: false };
  const known = kept ?? file?.sign;
  if (commas) return { sign: known ?? 'open', isAssumed: false };
  if (kept !== undefined || known === 'comma') return { sign: known ?? 'open', isAssumed: false };
  // No writer of decimals writes `1.234` and `899` into one column, but who writes thousands does.
  if ((evidence & WHOLE) !== 0 || file === undefined) return { sign: 'open', isAssumed: false };
  if (known === 'point') return { sign: 'point', isAssumed: !file.isFixed };
  return file.isCommaDelimited ? { sign: 'point', isAssumed: true } : { sign: 'open', isAssumed: false };
}

function certainSign(evidence: SignEvidence): DecimalSign | 'mixed' | undefined {
  const isPoint = (evidence & (CERTAIN_POINT | FIXED_POINT)) !== 0;
  const isComma = (evidence & CERTAIN_COMMA) !== 0;
  if (isPoint && isComma) return 'mixed';
  if (isPoint) return 'point';
  return isComma ? 'comma' : undefined;
}

/** @param columns the evidence of each. */
export function decideFileSign(columns: readonly SignEvidence[], isCommaDelimited: boolean): FileSign {
  const signs = new Set(columns.map(certainSign).filter((sign) => sign !== undefined && sign !== 'mixed'));
  const [only] = signs;
  return {
    sign: signs.size === 1 ? only : undefined,
    isFixed: columns.some((column) => (column & (FIXED_POINT | CERTAIN_POINT)) === FIXED_POINT),
    isCommaDelimited,
  };
}

/** What `NumberColumn` says of the sign; nothing where no cell has one. */
export function describeSign(
  evidence: SignEvidence,
  { sign, isAssumed }: SignDecision,
): { readonly decimal?: DecimalSign; readonly isDecimalAssumed?: true } {
  if ((evidence & ~WHOLE) === 0 || sign === 'open' || sign === 'mixed') return {};
  return { decimal: sign, ...(isAssumed && { isDecimalAssumed: true }) };
}
