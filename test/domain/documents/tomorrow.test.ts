/**
 * Every document, with the value of a later version at each place of a closed list, one after the other, and with a key more in
 * each object: it is read, and its digest stays that of what was written. The places come from the schemas.
 */
import { describe, expect, it } from 'vitest';
import {
  isWritable,
  parseEvent,
  serializeEvent,
  type LedgerEvent,
} from '../../../src/shared/domain/documents/event.ts';
import { parseDocument } from '../../../src/shared/domain/documents/parse-document.ts';
import { runSchema, type Run } from '../../../src/shared/domain/documents/run.ts';
import { canonicalJson } from '../../../src/shared/domain/kernel/canonical-json.ts';
import { documentDigest, sha256 } from '../../../src/shared/domain/kernel/digest.ts';
import { checkRun } from '../../../src/shared/domain/supply-chain/check-chain.ts';
import { withUnknownKeys } from '../../ground/tomorrow.ts';
import { exampleDocuments } from './examples.ts';
import { documentSchemas, listDocumentKeys } from './version-1.ts';

const LATER = 'of-a-later-version';

/** Paths of closed lists, such as `check.decision.kind`: not the name of the schema, which says how to read the rest. */
const closedPaths = new Set(
  listDocumentKeys().flatMap((key) => {
    const [path = '', value] = key.split(' = ');
    return value?.startsWith('"') === true && !path.endsWith('.schema') ? [path] : [];
  }),
);

interface Later {
  readonly path: string;
  readonly document: unknown;
}

/** The value with one closed list at a time of a later version. A list has only the item with it: the others would be read as often. */
function laterValues(value: unknown, path: string): readonly Later[] {
  if (Array.isArray(value))
    return value.flatMap((item) =>
      laterValues(item, `${path}[]`).map((later) => ({ ...later, document: [later.document] })),
    );
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, below]) =>
      laterValues(below, `${path}.${key}`).map((later) => ({
        ...later,
        document: { ...value, [key]: later.document },
      })),
    );
  return typeof value === 'string' && closedPaths.has(path) ? [{ path, document: LATER }] : [];
}

describe.each(Object.entries(documentSchemas))('%s of a later version', (name, schema) => {
  const examples = exampleDocuments(schema, 'complete');
  const later = examples.flatMap((document) => laterValues(document, name));

  it('is read with each value that is new in a closed list', () => {
    const refused = later.filter(({ document }) => {
      const text = canonicalJson(document);
      return documentDigest(parseDocument(schema, text, name)) !== sha256(text);
    });
    expect(refused.map(({ path }) => path)).toEqual([]);
    const own = [...closedPaths].filter((path) => path.split(/[.[]/, 1)[0] === name);
    const tried = new Set(later.map(({ path }) => path));
    expect(
      own.filter((path) => !tried.has(path)),
      'a closed list that no example has',
    ).toEqual([]);
  });

  it('is read with a key more in each object', () => {
    for (const document of examples) {
      const text = canonicalJson(withUnknownKeys(document));
      expect(documentDigest(parseDocument(schema, text, name))).toBe(sha256(text));
    }
  });
});

/** Embedded in an event as they were read: those of a registration, which may come from an earlier job of a later version. */
it('an event keeps documents of a later version that were read, whichever of its fields they stand in', () => {
  const events = exampleDocuments(documentSchemas.event!, 'complete') as readonly LedgerEvent[];
  const [registered] = events.filter(({ event }) => event === 'registered');
  const fields = Object.entries(registered!).flatMap(([field, value]) =>
    typeof value === 'object' && 'schema' in value && field !== 'envelope' ? [field] : [],
  );
  expect(fields).toContain('reevaluation');
  for (const field of fields) {
    const embedded = { ...registered!, [field]: withUnknownKeys(Reflect.get(registered!, field) as object) };
    const event = parseEvent(canonicalJson(embedded), field) as LedgerEvent;
    expect(serializeEvent(event), field).toBe(canonicalJson(embedded));
  }
});

it('an event that a later version wrote with more than this one knows is not written again', () => {
  const events = exampleDocuments(documentSchemas.event!, 'complete') as readonly LedgerEvent[];
  for (const event of events) {
    expect(isWritable(event), event.event).toBe(true);
    const later = parseEvent(canonicalJson(withUnknownKeys(event)), event.event) as LedgerEvent;
    expect(isWritable(later), event.event).toBe(false);
  }
});

it('a run of a task that a later version added is not registered', () => {
  const [example] = exampleDocuments(documentSchemas.run!, 'complete') as readonly Run[];
  const read = (task: string) => parseDocument(runSchema, canonicalJson({ ...example!, task }), 'run.json');
  const { model, source } = example!;
  expect(() => checkRun(read('of-a-later-version'), model, source.repository)).toThrow(
    /^run\.json: task: expected one of binary, .*, got "of-a-later-version"$/,
  );
});
