/** What counts as one independent observation of an evaluation, and the group that looks worst. Users have no names here. */
import { z } from 'zod';
import { periods } from '../kernel/period.ts';
import { closedList } from './open-values.ts';

/** `case`: the rows of one id. `value`: a value of the column of the groups, such as a user. */
export const groupUnits = ['row', 'case', 'value', ...periods] as const;
export type GroupUnit = (typeof groupUnits)[number];

const groupingShape = {
  /** What counts as one independent observation. */
  unit: closedList(groupUnits),
  /** The column whose values are the groups, or name their periods. */
  column: z.string().optional(),
  /** Of whose clocks the days or weeks are, such as Europe/Berlin; absent for UTC, and for other groups. */
  timeZone: z.string().optional(),
  count: z.number().int(),
  ordered: z.boolean(),
  /** Present where names are numbers without gaps, which may be batches or users: then the wider error counts. */
  numbered: z.literal(true).optional(),
  /** Names of the first and the last group in order of time: the verdict is about groups like these. */
  span: z.strictObject({ first: z.string(), last: z.string() }).optional(),
};

export const groupsSchema = z.strictObject({
  ...groupingShape,
  /** What rows share besides, where two columns are named. */
  second: z.strictObject(groupingShape).optional(),
  /** Where the column of the groups stood; present where labels are kept apart. */
  source: closedList(['predictions', 'labels']).optional(),
  /** Without a name where groups may be users. */
  weakest: z
    .strictObject({ name: z.string().optional(), metric: z.string(), difference: z.number() })
    .optional(),
});
