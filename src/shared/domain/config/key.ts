/** One key of the configuration: its schema, with what people read about it in their editor and in docs/configuration.md. */
import { z } from 'zod';

export function key<T extends z.ZodType>(schema: T, meaning: string, example: unknown): T {
  return schema.meta({ description: meaning, examples: [example] });
}

/** Between the forms of one text, in its title and in messages. */
export const FORM_SEPARATOR = ' or ';

/** A whole number of days, as `parseDurationMs` reads it. */
export function daysField(): z.ZodString {
  return formField(/^\d+ days?$/, '<number> days');
}

/** How old something may be, as `parseDurationMs` reads it. */
export function ageField(): z.ZodString {
  return formField(/^\d+ (hours?|days?)$/, '<number> hours', '<number> days');
}

/** Text of one or several forms such as `<number> days`; they are its title, which editors and documentation show. */
export function formField(pattern: RegExp, ...forms: readonly [string, ...string[]]): z.ZodString {
  const expected = forms.map((form) => JSON.stringify(form)).join(FORM_SEPARATOR);
  return z
    .string()
    .regex(pattern, `expected ${expected}`)
    .meta({ title: forms.join(FORM_SEPARATOR) });
}
