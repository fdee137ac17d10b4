/**
 * One option of serving, and how it is read from its two places: a key of the configuration (YAML, with types) and an
 * input of the step (text). Both give the same value, so that nothing behind them parses again. The form is data: the
 * schema of the key is made from it in serve-section.ts, and a step that only reads its inputs does not load schemas.
 */
import { InputError } from '../kernel/errors.ts';
import type { Field, InputReader, NumberRange } from '../kernel/input-reader.ts';
import { targetKinds, type TargetKind } from '../kernel/names.ts';
import { didYouMean } from '../kernel/nearest-name.ts';
import { quoteWithoutSecrets } from '../kernel/quote.ts';

export interface ServingOption<T> extends OptionRequest {
  readonly fallback: T | undefined;
  /** The default as people read it, where there is one. */
  readonly shownFallback: string | undefined;
  /** What people write below `serve:`. */
  readonly form: OptionForm;
  /** @param value that fits the form; undefined where the key is absent. */
  readonly readSection: (value: unknown) => T | undefined;
  readonly input: (read: InputReader) => Field<T | undefined>;
}

/** An option that always has a value. */
export interface DefaultedOption<T> extends ServingOption<T> {
  readonly fallback: T & (string | number | boolean);
}

/** In YAML. */
export type OptionForm =
  | ({ readonly kind: 'text' | 'lines' } & TextParser<unknown>)
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'number'; readonly range: ClosedRange }
  | { readonly kind: 'boolean' };

export interface OptionRequest {
  /** As written in action.yml and below `serve:`. */
  readonly name: string;
  readonly meaning: string;
  /** A target that is not among these does not use the option. */
  readonly targets: readonly TargetKind[];
  readonly shownFallback?: string | undefined;
  /** As written in YAML. */
  readonly example: unknown;
}

type ClosedRange = Required<Pick<NumberRange, 'min' | 'max'>>;

export interface TextParser<T> {
  /** What a value has to be, for messages: `a path like "/health"`. */
  readonly expected: string;
  readonly hint?: string;
  /** @returns undefined for text that is not such a value. */
  readonly parse: (text: string) => T | undefined;
}

export function textOption<T = string>(request: OptionRequest & TextParser<T>): ServingOption<T> {
  return createOption(request, {
    form: { kind: 'text', ...parserOf(request) },
    readSection: (value) => (typeof value === 'string' ? request.parse(value) : undefined),
    input: (read) => read.parsed(request.name, toInput(request)),
  });
}

export function choiceOption<const T extends string>(
  request: OptionRequest & { readonly values: readonly T[] },
): ServingOption<T> {
  const { name, values } = request;
  const find = (value: unknown): T | undefined => values.find((known) => known === value);
  const expected = `one of ${values.join(', ')}`;
  const hintFor = (text: string): string | undefined => didYouMean(text, values);
  return createOption(request, {
    form: { kind: 'choice', values },
    readSection: find,
    input: (read) => read.parsed(name, toInput({ expected, parse: find, hintFor })),
  });
}

/** In YAML a list, as an input one value a line. */
export function linesOption<T>(request: OptionRequest & TextParser<T>): ServingOption<readonly T[]> {
  const { name } = request;
  const parse = toInput(request);
  const convert = (lines: readonly string[], where: string): readonly T[] =>
    lines.map((line) => parse(line, where));
  const input = (read: InputReader): Field<readonly T[] | undefined> => {
    const lines = read.lines(name);
    const readValue = (): readonly T[] | undefined => {
      const found = lines.read();
      return found.length === 0 ? undefined : convert(found, `input "${name}"`);
    };
    return { ...lines, read: readValue };
  };
  return createOption(request, {
    form: { kind: 'lines', ...parserOf(request) },
    readSection: (value) => (Array.isArray(value) ? convert(value.map(String), `serve: ${name}`) : undefined),
    input,
  });
}

export function numberOption(
  request: OptionRequest & { readonly range: ClosedRange },
): ServingOption<number> {
  const { name, range } = request;
  return createOption(request, {
    form: { kind: 'number', range },
    readSection: (value) => (typeof value === 'number' ? value : undefined),
    input: (read) => read.number(name, range),
  });
}

/** The spellings of YAML 1.2, as for every other input. Empty is absent, so that the configuration decides. */
const SPELLINGS: ReadonlyMap<string, boolean> = new Map([
  ...(['true', 'True', 'TRUE'] as const).map((spelling) => [spelling, true] as const),
  ...(['false', 'False', 'FALSE'] as const).map((spelling) => [spelling, false] as const),
]);

export function booleanOption(request: OptionRequest): ServingOption<boolean> {
  const parse = (text: string): boolean | undefined => SPELLINGS.get(text);
  return createOption(request, {
    form: { kind: 'boolean' },
    readSection: (value) => (typeof value === 'boolean' ? value : undefined),
    input: (read) => read.parsed(request.name, toInput({ expected: 'true or false', parse })),
  });
}

export function withDefault<T>(
  fallback: T & (string | number | boolean),
  option: ServingOption<T>,
): DefaultedOption<T> {
  return { ...option, fallback, shownFallback: `\`${fallback}\`` };
}

/** What action.yml says about an option. */
export function describeServingOption(option: ServingOption<unknown>): string {
  const { meaning, targets, shownFallback, form } = option;
  const lines = form.kind === 'lines' ? ['one a line'] : [];
  const fallback = shownFallback === undefined ? [] : [`default ${shownFallback}`];
  return withNotes(meaning, [...lines, ...usedBy(targets), ...fallback]);
}

/** What the configuration says about it: a default that is a value stands there in a column of its own. */
export function describeServingKey(option: ServingOption<unknown>): string {
  const { meaning, targets, shownFallback, fallback } = option;
  const described = shownFallback === undefined || fallback !== undefined ? [] : [`default ${shownFallback}`];
  return withNotes(meaning, [...usedBy(targets), ...described]);
}

/** Nothing where every target uses the option. */
function usedBy(targets: readonly TargetKind[]): readonly string[] {
  if (targets.length === targetKinds.length) return [];
  return [`used by the target ${targets.map((target) => `\`${target}\``).join(' or ')}`];
}

function withNotes(text: string, notes: readonly string[]): string {
  return notes.length === 0 ? text : `${text} (${notes.join('; ')})`;
}

function createOption<T>(
  { name, meaning, targets, shownFallback, example }: OptionRequest,
  places: Pick<ServingOption<T>, 'form' | 'readSection' | 'input'>,
): ServingOption<T> {
  return { name, meaning, targets, shownFallback, example, fallback: undefined, ...places };
}

function parserOf<T>({ expected, hint, parse }: TextParser<T>): TextParser<T> {
  return { expected, parse, ...(hint !== undefined && { hint }) };
}

interface InputParser<T> extends TextParser<T> {
  /** Instead of `hint`, where it depends on what was written. */
  readonly hintFor?: (text: string) => string | undefined;
}

function toInput<T>({ expected, parse, ...advice }: InputParser<T>) {
  return (text: string, where: string): T => {
    const value = parse(text);
    if (value !== undefined) return value;
    const hint = advice.hintFor?.(text) ?? advice.hint;
    const message = `${where}: expected ${expected}, got ${quoteWithoutSecrets(text)}`;
    throw new InputError('INPUT_INVALID', message, { ...(hint !== undefined && { hint }) });
  };
}
