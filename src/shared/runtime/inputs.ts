/**
 * Typed reading of an action's inputs. Each `inputs.ts` describes its inputs once, as an object of fields,
 * and `all` reads them together, so that one run reports everything that is wrong, unknown names included.
 */
import { combineInputErrors, InputError } from '../domain/kernel/errors.ts';
import type { Field, InputReader, NumberRange } from '../domain/kernel/input-reader.ts';
import { didYouMean } from '../domain/kernel/nearest-name.ts';

/** Where inputs come from: the runner's environment, or a test's own. */
export interface InputSource {
  /** The trimmed text; empty when absent. */
  get(name: string): string;
  /** Names of all inputs that are given and not empty, as the runner spells them: upper case, spaces as `_`. */
  names(): readonly string[];
  mask(secret: string): void;
}

const DECIMAL = /^[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?$/;

export function createInputReader(source: InputSource): InputReader {
  const optional = <T>(name: string, parse: (text: string, where: string) => T): Field<T | undefined> => ({
    name,
    fallback: '',
    read: () => {
      const text = source.get(name);
      return text === '' ? undefined : parse(text, place(name));
    },
  });
  const required = (field: Field<string | undefined>): Field<string> => ({
    ...field,
    read: () => {
      const value = field.read();
      if (value !== undefined) return value;
      throw new InputError('INPUT_INVALID', `${place(field.name)}: expected a value, got nothing`, {
        hint: `add \`${field.name}:\` below \`with:\` of this step`,
      });
    },
  });
  const masked = (text: string): string => {
    source.mask(text);
    return text;
  };
  return {
    text: (name) => required(optional(name, (text) => text)),
    optional: (name) => optional(name, (text) => text),
    secret: (name) => required(optional(name, masked)),
    optionalSecret: (name) => optional(name, masked),
    boolean: (name) => {
      const field = optional(name, parseBoolean);
      return { name, fallback: 'false', read: () => field.read() ?? false };
    },
    number: (name, range = {}) => optional(name, (text, where) => parseDecimal(text, where, range)),
    lines: (name) => {
      const field = optional(name, parseLines);
      return { name, fallback: '', read: () => field.read() ?? [] };
    },
    choice: (name, allowed, fallback) => {
      const field = optional(name, (text, where) => parseChoice(text, where, allowed));
      return { name, fallback, read: () => field.read() ?? fallback };
    },
    parsed: optional,
    all: (fields) => readAll(fields, source),
  };
}

/** The name under which the runner passes an input: spaces become `_`, dashes stay. */
function runnerInputName(name: string): string {
  return name.replaceAll(' ', '_').toUpperCase();
}

function readAll<T>(fields: { readonly [K in keyof T]: Field<T[K]> }, source: InputSource): T {
  const errors: InputError[] = [];
  const values: Partial<T> = {};
  const known: string[] = [];
  for (const key in fields) {
    const field = fields[key];
    known.push(field.name);
    try {
      values[key] = field.read();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      errors.push(error);
    }
  }
  errors.push(...unknownInputs(known, source.names()));
  if (errors.length > 0) throw combineInputErrors(errors);
  return values as T;
}

/** The runner only warns of these, and a misspelled input must not silently mean its default. */
function unknownInputs(known: readonly string[], given: readonly string[]): readonly InputError[] {
  const knownKeys = new Set(known.map(runnerInputName));
  return given
    .filter((name) => !knownKeys.has(name))
    .map((name) => {
      const given = name.toLowerCase();
      return new InputError('INPUT_INVALID', `input "${given}": expected a known input, got an unknown one`, {
        hint:
          didYouMean(given, known) ??
          `known are ${known.join(', ')}; environment variables named INPUT_… count as inputs`,
      });
    });
}

function parseBoolean(text: string, where: string): boolean {
  if (['true', 'True', 'TRUE'].includes(text)) return true;
  if (['false', 'False', 'FALSE'].includes(text)) return false;
  throw new InputError('INPUT_INVALID', `${where}: expected true or false, got ${JSON.stringify(text)}`, {
    hint: 'write true or false',
  });
}

function parseDecimal(text: string, where: string, range: NumberRange): number {
  const value = DECIMAL.test(text) ? Number(text) : NaN;
  const { min = -Infinity, max = Infinity, integer = false } = range;
  if (Number.isFinite(value) && value >= min && value <= max && (!integer || Number.isInteger(value))) {
    return value;
  }
  const kind = integer ? 'a whole number' : 'a number';
  throw new InputError(
    'INPUT_INVALID',
    `${where}: expected ${kind}${describeRange(range)}, got ${JSON.stringify(text)}`,
    { hint: 'write a number, without a unit' },
  );
}

function describeRange({ min, max }: NumberRange): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` of at least ${min}`;
  return max === undefined ? '' : ` of at most ${max}`;
}

function parseLines(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function parseChoice<T extends string>(text: string, where: string, allowed: readonly T[]): T {
  const found = allowed.find((value) => value === text);
  if (found !== undefined) return found;
  const hint = didYouMean(text, allowed);
  throw new InputError(
    'INPUT_INVALID',
    `${where}: expected one of ${allowed.join(', ')}, got ${JSON.stringify(text)}`,
    hint === undefined ? {} : { hint },
  );
}

function place(name: string): string {
  return `input "${name}"`;
}
