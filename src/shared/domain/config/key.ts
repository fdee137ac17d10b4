/** One key of the configuration: its schema, with what people read about it in their editor and in docs/configuration.md. */
import { z } from 'zod';

export function key<T extends z.ZodType>(schema: T, meaning: string, example: unknown): T {
  return schema.meta({ description: meaning, examples: [example] });
}

/** Between the forms of one text, in its title and in messages. */
export const FORM_SEPARATOR = ' or ';

/** Text of one or several forms such as `<number> days`; they are its title, which editors and documentation show. */
export function formField(pattern: RegExp, ...forms: readonly [string, ...string[]]): z.ZodString {
  return amountField({ pattern, bounds: undefined }, ...forms);
}

export interface Amount {
  /** It has the bounds, so that an editor refuses what the parser refuses. */
  readonly pattern: RegExp;
  /** For messages: `a number from 1 to 99`. */
  readonly bounds: string | undefined;
}

/** The same with an amount that has bounds. */
export function amountField(
  { pattern, bounds }: Amount,
  ...forms: readonly [string, ...string[]]
): z.ZodString {
  const expected = forms.map((form) => JSON.stringify(form)).join(FORM_SEPARATOR);
  return z
    .string()
    .regex(pattern, `expected ${expected}${bounds === undefined ? '' : ` with ${bounds}`}`)
    .meta({ title: forms.join(FORM_SEPARATOR) });
}
