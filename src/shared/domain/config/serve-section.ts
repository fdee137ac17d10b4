/**
 * The section `serve` of the configuration, made from the table of serving options: one key a row. It stands apart
 * from the table because deploy reads its inputs before it loads schemas.
 */
import { z } from 'zod';
import { describeServingKey, type ServingOption, type TextParser } from './serving-option.ts';
import { readServing, servingOptions, type ServingValues } from './serving-options.ts';

export const serveSchema = z
  .strictObject(
    Object.fromEntries(
      Object.values<ServingOption<unknown>>(servingOptions).map((option) => [option.name, keyOf(option)]),
    ),
  )
  .transform((section): ServingValues => readServing((name) => section[name]));

function keyOf(option: ServingOption<unknown>): z.ZodType {
  const { example, fallback } = option;
  return valueOf(option)
    .optional()
    .meta({
      description: describeServingKey(option),
      examples: [example],
      // For editors and documentation only: the value is filled in where inputs and configuration are merged.
      ...(fallback !== undefined && { default: fallback }),
    });
}

function valueOf({ form }: ServingOption<unknown>): z.ZodType {
  switch (form.kind) {
    case 'text':
      return textSchema(form);
    case 'lines':
      return z.array(textSchema(form));
    case 'choice':
      return z.enum(form.values);
    case 'number':
      return z.number().min(form.range.min).max(form.range.max);
    case 'boolean':
      return z.boolean();
  }
}

/** Only checks, so that the JSON Schema shows what people write; the value is parsed when the section is read. */
function textSchema({ expected, hint, parse }: TextParser<unknown>): z.ZodType<string> {
  return z.string().check(({ value, issues }) => {
    if (parse(value) !== undefined) return;
    issues.push({ code: 'custom', input: value, message: `expected ${expected}`, params: { hint } });
  });
}
