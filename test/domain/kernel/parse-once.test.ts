/** Against the compiled schema. */
import { expect, it } from 'vitest';
import { z } from 'zod';
import { parseOnce } from '../../../src/shared/domain/kernel/parse-once.ts';

const schema = z.strictObject({
  name: z.string().min(2),
  stages: z.array(z.enum(['staging', 'production'])).default([]),
  owner: z.strictObject({ team: z.string().optional() }).optional(),
  of: z.union([z.number(), z.strictObject({ kind: z.literal('all') })]),
});

it.each([
  { name: 'fraud', of: 1 },
  { of: { kind: 'all' }, owner: { team: 'risk' }, stages: ['staging'], name: 'fraud' },
  { name: 'f', of: 'all', owner: { tem: 'risk' } },
  { name: 'fraud', stages: ['prod'], of: { kind: 'some' }, more: true },
  [],
  null,
])('%j is taken, or refused with the same issues', (value) => {
  const [once, compiled] = [parseOnce(schema, value), schema.safeParse(value)];
  expect(once.data).toEqual(compiled.data);
  expect(JSON.stringify(once.data)).toBe(JSON.stringify(compiled.data));
  expect(once.error?.issues).toEqual(compiled.error?.issues);
});
