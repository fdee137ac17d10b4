/**
 * One file of the ledger: an event, the documents that it produced, and its envelope. Never edited. The kind
 * of the event says which fields it has; the documents are embedded as they were written.
 */
import { z } from 'zod';
import { checkSchema } from './check.ts';
import { deploymentSchema } from './deployment.ts';
import { envelopeSchema } from './envelope.ts';
import { evaluationSchema } from './evaluation.ts';
import { nameField, timeField, versionField } from './fields.ts';
import { eventKinds, type EventKind } from '../kernel/names.ts';
import { modelSchema } from './model.ts';
import { isKnown, openUnion, type UnknownValue } from './open-values.ts';
import { parseDocument, serializeDocument } from './parse-document.ts';
import { runSchema } from './run.ts';

/** What every event says, of whatever kind. */
const about = {
  schema: z.literal('model-steward/event/1'),
  model: nameField,
  /** When it happened, by the server's clock where one is known. */
  at: timeField,
  envelope: envelopeSchema,
};

/** A stage as a tag moved it: which one, to which version, by which tag, from which version. */
const movedStage = z.strictObject({
  name: nameField,
  tag: z.string(),
  version: versionField,
  previous: versionField.optional(),
});

/** The fields of each kind: the one list that the schema and the type come from. */
const kinds = {
  registered: z.strictObject({
    ...about,
    event: z.literal('registered'),
    run: runSchema,
    evaluation: evaluationSchema,
    /** The one that decided, where champion, gate or base had changed since. */
    reevaluation: evaluationSchema.optional(),
    version: modelSchema,
  }),
  promoted: z.strictObject({ ...about, event: z.literal('promoted'), stage: movedStage }),
  'rolled-back': z.strictObject({ ...about, event: z.literal('rolled-back'), stage: movedStage }),
  deployed: z.strictObject({ ...about, event: z.literal('deployed'), deployment: deploymentSchema }),
  checked: z.strictObject({ ...about, event: z.literal('checked'), check: checkSchema }),
} as const satisfies { readonly [Kind in EventKind]: z.ZodObject<{ event: z.ZodLiteral<Kind> }> };

export const eventSchema = openUnion('event', Object.values(kinds));

export type MovedStage = Readonly<z.infer<typeof movedStage>>;

/** An event of this version. */
export type LedgerEvent = z.infer<(typeof kinds)[EventKind]>;

/** Fields with documents that were read, maybe of a newer version: they are entered as they were read. */
const documentsRead: { readonly [Kind in EventKind]: readonly (keyof z.infer<(typeof kinds)[Kind]>)[] } = {
  registered: ['run', 'evaluation', 'reevaluation', 'version'],
  promoted: [],
  'rolled-back': [],
  deployed: [],
  checked: [],
};

const anyEventSchema = z.object({ ...about, event: z.string() });

/** An event of a newer version: it can be listed, and nothing more. */
export type UnknownEvent = Pick<LedgerEvent, 'schema' | 'model' | 'at' | 'envelope'> & {
  readonly event: UnknownValue;
};

/** @throws DataError EVIDENCE_INVALID */
export function parseEvent(bytes: Uint8Array | string, where: string): LedgerEvent | UnknownEvent {
  const event = parseDocument(eventSchema, bytes, where);
  if (isKnownEvent(event)) return event;
  // The union knows nothing about this member; what every event says is checked here.
  return { ...parseDocument(anyEventSchema, bytes, where), ...event };
}

/** The bytes of an event. */
export function serializeEvent(event: LedgerEvent): string {
  return serializeDocument(eventSchema, event, { embedded: documentsRead[event.event] });
}

/** Whether this version can write an event that it read: not one that a newer version wrote with more than it knows. */
export function isWritable(event: LedgerEvent): boolean {
  try {
    serializeEvent(event);
    return true;
  } catch {
    return false;
  }
}

export function isKnownEvent<E extends { readonly event: EventKind | UnknownValue }>(
  event: E,
): event is Exclude<E, { readonly event: UnknownValue }> {
  return isKnown(eventKinds, event.event);
}
