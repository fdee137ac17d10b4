/**
 * What version 1 wrote is read by every later version, byte for byte as it was. The fixtures are made by the product
 * (make-documents.ts) and never made again: a change of a schema that refuses one of them breaks whoever has
 * registered a model.
 */
import fc from 'fast-check';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import type { z } from 'zod';
import { isKnownEvent, parseEvent } from '../../../src/shared/domain/documents/event.ts';
import {
  knownPart,
  parseDocument,
  serializeDocument,
} from '../../../src/shared/domain/documents/parse-document.ts';
import { canonicalJson } from '../../../src/shared/domain/kernel/canonical-json.ts';
import { documentDigest, sha256 } from '../../../src/shared/domain/kernel/digest.ts';
import { eventKinds, type EventKind } from '../../../src/shared/domain/kernel/names.ts';
import { FIXTURES, fixtureSchemas, KEYS_FILE, listDocumentKeys, SUMS_FILE } from './version-1.ts';

const MAKE =
  'run `node test/domain/documents/make-documents.ts`, which writes what is missing and changes nothing else';

const NEXT_SCHEMA = 'add a schema "…/2" beside "…/1" (CONTRIBUTING.md, "Change a document")';

const pathOf = (name: string): string => join(FIXTURES, `${name}.json`);
const textOf = (name: string): string => readFileSync(pathOf(name), 'utf8');

test('there is a fixture of every document that has a published schema, and of every kind of event', () => {
  const found = readdirSync(FIXTURES).filter((file) => file.endsWith('.json'));
  const expected = Object.keys(fixtureSchemas).map((name) => `${name}.json`);
  const missing = expected.filter((file) => !found.includes(file));
  expect.soft(missing, `a fixture is missing: ${MAKE}`).toEqual([]);
  const unread = found.filter((file) => !expected.includes(file));
  expect(unread, 'documents of version 1 that nothing reads: keep their schemas').toEqual([]);
});

test('no fixture was changed since it was made', () => {
  const sums = readdirSync(FIXTURES)
    .filter((file) => file.endsWith('.json'))
    .map((file) => `${sha256(readFileSync(join(FIXTURES, file), 'utf8'))}  ${file}`);
  const recorded = readFileSync(join(FIXTURES, SUMS_FILE), 'utf8').trimEnd().split('\n');
  expect(
    sums.sort(),
    'a fixture of version 1 is never changed: restore it with `git checkout test/domain/documents/fixtures`',
  ).toEqual(recorded.sort());
});

test('every key and value that version 1 writes is recorded, and none is gone', () => {
  const recorded = readFileSync(join(FIXTURES, KEYS_FILE), 'utf8').trimEnd().split('\n');
  const now = listDocumentKeys();
  const gone = recorded.filter((key) => !now.includes(key));
  // A renamed one is gone and added: what to do about the old name comes first, and nothing else is advised.
  expect(
    gone,
    `documents of users have them: restore each in its schema (another name goes beside it), or ${NEXT_SCHEMA}`,
  ).toEqual([]);
  const added = now.filter((key) => !recorded.includes(key));
  expect(added, `they are permanent from now on: ${MAKE}`).toEqual([]);
});

test('every kind of event has a schema', () => {
  const known = listDocumentKeys();
  const missing = eventKinds.filter((kind) => !known.includes(`event.event = ${JSON.stringify(kind)}`));
  expect(missing, 'add their fields to `kinds` in src/shared/domain/documents/event.ts').toEqual([]);
});

/** The document as it is written again, or why its schema refuses it. */
function readAndWrite(schema: z.ZodType, name: string): string {
  try {
    return serializeDocument(schema, parseDocument(schema, textOf(name), `${name}.json`));
  } catch (error) {
    return String(error);
  }
}

const made = Object.entries(fixtureSchemas).filter(([name]) => existsSync(pathOf(name)));

describe.each(made)('%s of version 1', (name, schema) => {
  it('is read, and written again as the same bytes', () => {
    expect(
      readAndWrite(schema, name),
      `${name}.json, which version 1 wrote, has to stay readable: make a new key optional, or ${NEXT_SCHEMA}; the fixture is never changed`,
    ).toBe(textOf(name));
  });

  it('keeps its digest with unknown keys anywhere, which a comparison leaves out', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ place: fc.nat(), value: fc.jsonValue() }), { minLength: 1 }),
        (added) => {
          const document: unknown = JSON.parse(textOf(name));
          const places = objectsIn(document);
          added.forEach(({ place, value }, index) => {
            Object.assign(places[place % places.length]!, { [`added${index}`]: value });
          });
          const text = canonicalJson(document);
          const parsed = parseDocument(schema, text, name);
          expect(documentDigest(parsed)).toBe(sha256(text));
          expect(canonicalJson(knownPart(schema, parsed))).toBe(textOf(name));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is not written with an unknown key', () => {
    const document = { ...(JSON.parse(textOf(name)) as object), added: 1 };
    expect(() => serializeDocument(schema, document)).toThrow('expected known keys, got "added"');
  });
});

/** The field that says what happened. */
const fieldOfEvent: Readonly<Record<EventKind, string>> = {
  registered: 'version',
  promoted: 'stage',
  'rolled-back': 'stage',
  deployed: 'deployment',
  checked: 'check',
};

test.each(eventKinds.filter((kind) => existsSync(pathOf(`event-${kind}`))))(
  'the event "%s" is known by its kind, and has the fields of its kind',
  (kind) => {
    const event = parseEvent(textOf(`event-${kind}`), kind);
    expect(isKnownEvent(event)).toBe(true);
    expect(event.event).toBe(kind);
    expect(event).toHaveProperty(fieldOfEvent[kind]);
  },
);

test('an event of an unknown kind says what every event says, and is not known', () => {
  const later = {
    ...(JSON.parse(textOf('event-promoted')) as object),
    ...{ event: 'of-a-later-version', stage: undefined, later: { count: 0 } },
  };
  const event = parseEvent(JSON.stringify(later), 'event');
  expect(isKnownEvent(event)).toBe(false);
  expect(canonicalJson(event)).toBe(canonicalJson(later));
  expect(() => parseEvent(JSON.stringify({ ...later, at: 'yesterday' }), 'event')).toThrow('event: at: ');
});

/** Every object that has keys of a schema: not those whose keys are names of the user. */
function objectsIn(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return [];
  const members = Object.entries(value).flatMap(([key, member]) =>
    (key === 'parameters' || key === 'metrics') && !Array.isArray(member) ? [] : objectsIn(member),
  );
  return Array.isArray(value) ? members : [value, ...members];
}
