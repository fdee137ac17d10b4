/** One key of the configuration: its schema, with what people read about it in their editor and in docs/configuration.md. */
import type { z } from 'zod';

export function key<T extends z.ZodType>(schema: T, meaning: string, example: unknown): T {
  return schema.meta({ description: meaning, examples: [example] });
}
