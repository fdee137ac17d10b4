/**
 * Closed lists in documents that live longer than the code that reads them. A writer uses the values of its
 * list and no others. A reader may meet the value of a newer version: it is kept as it was written, and its
 * type is opaque, so that code can show it (`showValue`) but cannot take it for one of the known values.
 */
import { z } from 'zod';

declare const unknownValue: unique symbol;

/** A text at run time; to the compiler it is no text, so it compares with nothing and indexes nothing. */
export interface UnknownValue {
  readonly [unknownValue]: 'value of a newer version';
  toString(): string;
}

/** What a reader gets for a closed list. */
export type Open<T extends string> = T | UnknownValue;

/** The member of a union that this version does not know: only its discriminator is there to be shown. */
export type UnknownMember<Discriminator extends string> = Readonly<Record<Discriminator, UnknownValue>>;

/** A member of a union of codes, each with its values. */
export function coded<const Code extends string, Shape extends z.core.$ZodShape>(code: Code, shape: Shape) {
  return z.strictObject({ code: z.literal(code), ...shape });
}

/** A document as this version writes it: without anything that only a newer version can bring. */
export type Written<T> = T extends UnknownValue | Readonly<Record<string, UnknownValue>>
  ? never
  : T extends readonly (infer Item)[]
    ? Written<Item>[]
    : T extends object
      ? { [Key in keyof T]: Written<T[Key]> }
      : T;

/** The field of a closed list. The schema is strict; `parseDocument` lets a reader keep newer values. */
export function closedList<const T extends string>(values: readonly T[]): z.ZodType<Open<T>> {
  return z.enum(values);
}

/** A union by discriminator, of which a reader may meet a member that it does not know. */
export function openUnion<
  const Discriminator extends string,
  const Member extends z.core.$ZodTypeDiscriminable,
>(
  discriminator: Discriminator,
  members: readonly Member[],
): z.ZodType<z.output<Member> | UnknownMember<Discriminator>> {
  const [first, ...rest] = members;
  if (first === undefined) throw new RangeError('openUnion: expected at least one member, got none');
  return z.discriminatedUnion(discriminator, [first, ...rest]);
}

export function isKnown<T extends string>(values: readonly T[], value: Open<T> | undefined): value is T {
  const known: readonly unknown[] = values;
  return known.includes(value);
}

/** The value as it stands in the document. It may be anything: escape it like other text from outside. */
export function showValue(value: Open<string>): string {
  return value.toString();
}
