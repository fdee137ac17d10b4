/**
 * Scalars of YAML that its versions read in different ways. The parser has version 1.2; PyYAML, with which most teams read and
 * write, has 1.1. What both read as one number is that number; what each reads as another stays the text of the file.
 * @see https://yaml.org/spec/1.2.2/#10213-tag-resolution and https://yaml.org/type/int.html
 */
import { isScalar, Scalar, visit, type Document } from 'yaml';

/** 8 in version 1.1 and 10 in 1.2 for `010`, a text and 8 for `08`. */
const LEADING_ZERO = /^[-+]?0\d+$/;
/** Below 8 both versions agree. What is to be the text `007` has quotes, for both libraries too. */
const ONE_DIGIT = /^[-+]?0+[0-7]$/;
/** Python has them in its numbers, and so have the readers of both versions in Python. */
const WITH_UNDERSCORES = /^[-+]?(?:0|[1-9][\d_]*)(?:\.[\d_]*)?$/;
const BINARY = /^[-+]?0b[01_]+$/;

/** Changes the scalars of the document in place; the keys of maps become what is written. */
export function normalizeScalars(document: Document): void {
  visit(document, {
    Pair: (_, { key }) => {
      if (isScalar(key) && isNoText(key)) key.value = key.source ?? key.value;
    },
    Scalar: (at, scalar) => {
      if (at !== 'key') scalar.value = valueOf(scalar);
    },
  });
}

function isNoText({ value }: Scalar): boolean {
  return value === null || ['bigint', 'boolean', 'number'].includes(typeof value);
}

function valueOf({ type, source, value }: Scalar): unknown {
  if (type !== Scalar.PLAIN || source === undefined) return value;
  if (typeof value === 'bigint' && LEADING_ZERO.test(source) && !ONE_DIGIT.test(source)) return source;
  if (typeof value !== 'string' || value !== source) return value;
  if (WITH_UNDERSCORES.test(source) && source.includes('_')) return Number(source.replaceAll('_', ''));
  return BINARY.test(source) ? binaryNumber(source.replaceAll('_', '')) : value;
}

function binaryNumber(text: string): number {
  const digits = text.replace(/^[-+]?0b/, '');
  return (text.startsWith('-') ? -1 : 1) * Number.parseInt(digits, 2);
}
