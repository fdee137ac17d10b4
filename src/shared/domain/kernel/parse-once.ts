/** Validation of a value of which a process reads one or a few, such as a configuration, a document or a reply. */
import type { z } from 'zod';

/**
 * As `schema.safeParse`, without compiling the schema first: a program for each object of a schema costs more than a few
 * values save, and a step reads a few of each kind.
 */
export function parseOnce<T>(schema: z.ZodType<T>, value: unknown): z.ZodSafeParseResult<T> {
  return schema.safeParse(value, { jitless: true });
}
