/** Fields that several documents share. */
import { z } from 'zod';
import { OBJECT_NAME_PATTERN, SHA256_PATTERN } from '../kernel/digest-form.ts';
import { NAME_PATTERN, REPOSITORY_PATTERN, VERSION_PATTERN } from '../kernel/names.ts';
import { isContainedPath } from '../kernel/repository-path.ts';
import { isCalendarDay, parseInstant } from '../kernel/time.ts';
import { closedList } from './open-values.ts';

export const sha256Field = z.string().regex(SHA256_PATTERN, 'expected a SHA-256 in lower-case hexadecimal');
/** SHA-1 or SHA-256 object names: repositories with either hash exist. */
export const gitShaField = z.string().regex(OBJECT_NAME_PATTERN, 'expected a git object name');
export const nameField = z.string().regex(NAME_PATTERN, 'expected a name like "churn"');
export const versionField = z.string().regex(VERSION_PATTERN, 'expected a version like "1.4.0"');
export const timeField = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/, {
    error: 'expected a time in RFC 3339, UTC',
    abort: true,
  })
  .refine(isInstant, 'expected a time that exists, in RFC 3339, UTC');
/** With the offset of a place, where what its clocks showed counts: the day is that of the first ten letters. */
export const localTimeField = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/, {
    error: 'expected a time in RFC 3339, with Z or its offset',
    abort: true,
  })
  .refine(isInstant, 'expected a time that exists, in RFC 3339');
/** For a reader that says itself which days there are not. */
export const writtenDayField = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'expected a day like "2026-11-22"', abort: true });
export const dayField = writtenDayField.refine(
  isCalendarDay,
  'expected a day of the calendar, like "2026-11-22"',
);
export const countField = z.number().int().nonnegative();
/** Of a whole: 0.25 is a quarter. */
export const fractionField = z.number().min(0).max(1);
export const repositoryField = z.string().regex(REPOSITORY_PATTERN, 'expected "owner/name"');
export const pathField = z
  .string()
  .min(1)
  .max(1024)
  .refine(isContainedPath, 'expected a relative path with "/" that stays inside its folder');

export const fileField = z.strictObject({
  path: pathField,
  sha256: sha256Field,
  sizeBytes: z.number().int().nonnegative(),
});

export const taskNames = [
  'binary',
  'multiclass',
  'regression',
  'forecast',
  'ranking',
  'scores',
  'metrics',
] as const;
export const taskField = closedList(taskNames);
export type TaskName = (typeof taskNames)[number];

/** A time that does not exist would compare with none: neither before nor after. */
function isInstant(text: string): boolean {
  return !Number.isNaN(parseInstant(text));
}
