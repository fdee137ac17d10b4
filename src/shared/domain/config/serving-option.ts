/**
 * One option of serving, and how it is read from its two places: a key of the configuration (YAML, with types) and an
 * input of the step (text). Both give the same value, so that nothing behind them parses again.
 */
import { z } from 'zod';
import { targetKinds, type TargetKind } from '../documents/deployment.ts';
import { InputError } from '../kernel/errors.ts';
import type { Field, InputReader, NumberRange } from '../kernel/input-reader.ts';

export interface ServingOption<T> {
  /** As written in action.yml and below `serve:`. */
  readonly name: string;
  readonly meaning: string;
  /** A target that is not among these does not use the option. */
  readonly targets: readonly TargetKind[];
  readonly fallback: T | undefined;
  /** The default as people read it, where there is one. */
  readonly shownFallback: string | undefined;
  /** The key below `serve:` as people write it; it accepts what `readSection` can read. */
  readonly section: z.ZodType;
  /** @param value that `section` accepted. */
  readonly readSection: (value: unknown) => T | undefined;
  readonly input: (read: InputReader) => Field<T | undefined>;
}

/** An option that always has a value. */
export interface DefaultedOption<T> extends ServingOption<T> {
  readonly fallback: T;
}

interface OptionRequest {
  readonly name: string;
  readonly meaning: string;
  readonly targets: readonly TargetKind[];
  readonly shownFallback?: string;
  /** As written in YAML. */
  readonly example: unknown;
}

interface TextParser<T> {
  /** What a value has to be, for messages: `a path like "/health"`. */
  readonly expected: string;
  readonly hint?: string;
  /** @returns undefined for text that is not such a value. */
  readonly parse: (text: string) => T | undefined;
}

export function textOption<T = string>(request: OptionRequest & TextParser<T>): ServingOption<T> {
  return createOption(request, {
    section: textSchema(request),
    convert: toInput(request),
    input: (read) => read.parsed(request.name, toInput(request)),
  });
}

export function choiceOption<const T extends string>(
  request: OptionRequest & { readonly values: readonly T[] },
): ServingOption<T> {
  const { name, values } = request;
  const expected = `one of ${values.join(', ')}`;
  const parse = (text: string): T | undefined => values.find((value) => value === text);
  const convert = toInput({ expected, parse });
  return createOption(request, {
    section: z.enum(values),
    convert,
    input: (read) => read.parsed(name, convert),
  });
}

/** In YAML a list, as an input one value a line. */
export function linesOption<T>(request: OptionRequest & TextParser<T>): ServingOption<readonly T[]> {
  const { name } = request;
  const parse = toInput(request);
  const convert = (lines: readonly string[]): readonly T[] =>
    lines.map((line) => parse(line, `input "${name}"`));
  const input = (read: InputReader): Field<readonly T[] | undefined> => {
    const lines = read.lines(name);
    const readValue = (): readonly T[] | undefined => {
      const found = lines.read();
      return found.length === 0 ? undefined : convert(found);
    };
    return { ...lines, read: readValue };
  };
  return createOption(request, { section: z.array(textSchema(request)), convert, input });
}

export function numberOption(
  request: OptionRequest & { readonly range: Required<Pick<NumberRange, 'min' | 'max'>> },
): ServingOption<number> {
  const { name, range } = request;
  const section = z.number().min(range.min).max(range.max);
  return createOption(request, {
    section,
    convert: (value) => value,
    input: (read) => read.number(name, range),
  });
}

export function booleanOption(request: OptionRequest): ServingOption<boolean> {
  const expected = 'true or false';
  // The spellings of YAML 1.2, as for every other input. Empty is absent, so that the configuration decides.
  const spellings = { true: true, True: true, TRUE: true, false: false, False: false, FALSE: false };
  const parse = (text: string): boolean | undefined =>
    Object.entries(spellings).find(([spelling]) => spelling === text)?.[1];
  return createOption(request, {
    section: z.boolean(),
    convert: (value) => value,
    input: (read) => read.parsed(request.name, toInput({ expected, parse })),
  });
}

export function withDefault<T>(
  fallback: T & (string | number | boolean),
  option: ServingOption<T>,
): DefaultedOption<T> {
  // For editors and documentation only: the value itself is filled in where inputs and configuration are merged.
  const section = option.section.meta({ ...option.section.meta(), default: fallback });
  return { ...option, fallback, shownFallback: `\`${fallback}\``, section };
}

/** What action.yml says about an option. */
export function describeServingOption(option: ServingOption<unknown>): string {
  const { meaning, targets, shownFallback } = option;
  const fallback = shownFallback === undefined ? [] : [`default ${shownFallback}`];
  return withNotes(meaning, [...usedBy(targets), ...fallback]);
}

/** Nothing where every target uses the option. */
function usedBy(targets: readonly TargetKind[]): readonly string[] {
  if (targets.length === targetKinds.length) return [];
  return [`used by the target ${targets.map((target) => `\`${target}\``).join(' or ')}`];
}

function withNotes(text: string, notes: readonly string[]): string {
  return notes.length === 0 ? text : `${text} (${notes.join('; ')})`;
}

interface Places<Raw, T> {
  readonly section: z.ZodType<Raw>;
  readonly convert: (value: Raw, where: string) => T;
  readonly input: ServingOption<T>['input'];
}

function createOption<Raw, T>(
  { name, meaning, targets, shownFallback, example }: OptionRequest,
  { section, convert, input }: Places<Raw, T>,
): ServingOption<T> {
  const description = withNotes(meaning, usedBy(targets));
  return {
    ...{ name, meaning, targets, fallback: undefined, shownFallback, input },
    section: section.optional().meta({ description, examples: [example] }),
    readSection: (value) =>
      value === undefined ? undefined : convert(section.parse(value), `serve: ${name}`),
  };
}

/** Only checks, so that the JSON Schema shows what people write; the value is parsed when the section is read. */
function textSchema({ expected, hint, parse }: TextParser<unknown>): z.ZodType<string> {
  return z.string().check(({ value, issues }) => {
    if (parse(value) !== undefined) return;
    const advice = hint === undefined ? '' : ` (${hint})`;
    const message = `expected ${expected}, got ${JSON.stringify(value)}${advice}`;
    issues.push({ code: 'custom', input: value, message });
  });
}

function toInput<T>({ expected, parse, hint }: TextParser<T>) {
  return (text: string, where: string): T => {
    const value = parse(text);
    if (value !== undefined) return value;
    const message = `${where}: expected ${expected}, got ${JSON.stringify(text)}`;
    throw new InputError('INPUT_INVALID', message, { ...(hint !== undefined && { hint }) });
  };
}
