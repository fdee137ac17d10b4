/** A time or a day that no calendar has is refused where a document is read: it would compare with no other time. */
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { dayField, localTimeField, timeField } from '../../../src/shared/domain/documents/fields.ts';
import { parseEvent } from '../../../src/shared/domain/documents/event.ts';
import { promotion } from '../../adapters/github/ledger-event.ts';

describe('an event', () => {
  const textAt = (at: string): string => JSON.stringify({ ...promotion(7), at });

  it('of the last day of February in a leap year is read', () => {
    expect(parseEvent(textAt('2028-02-29T23:59:59Z'), 'e.json')).toMatchObject({
      at: '2028-02-29T23:59:59Z',
    });
  });

  it.each(['2026-02-31T25:00:00Z', '9999-13-01T00:00:00Z', '2026-02-29T00:00:00Z', '2026-01-01T00:00:60Z'])(
    'at %s is refused with the key',
    (at) => {
      expect(() => parseEvent(textAt(at), 'e.json')).toThrow(
        /^e\.json: at: expected a time that exists, in RFC 3339, UTC/,
      );
    },
  );
});

describe('each kind of field', () => {
  const fields = { time: timeField, local: localTimeField, day: dayField };
  it.each<readonly [keyof typeof fields, string, boolean]>([
    ['time', '2026-11-22T09:30:00.123Z', true],
    ['time', '2026-11-31T09:30:00Z', false],
    ['local', '2026-11-22T09:30:00+14:00', true],
    ['local', '2026-11-22T24:00:00+02:00', false],
    ['local', '2026-11-22T09:30:00+99:99', false],
    ['day', '2026-12-31', true],
    ['day', '2026-11-31', false],
    ['day', '0000-00-00', false],
  ])('%s %s: %s', (name, text, isRead) => {
    const field: z.ZodType = fields[name];
    expect(field.safeParse(text).success).toBe(isRead);
  });

  it('says one thing of a text that is no time at all', () => {
    expect(timeField.safeParse('soon').error?.issues).toHaveLength(1);
  });
});
