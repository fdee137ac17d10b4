/**
 * What version 1 wrote is read by every later version, byte for byte as it was. The fixtures are made by the product
 * (make-documents.ts) and never made again: a change of a schema that refuses one of them breaks whoever has
 * registered a model.
 */
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import type { z } from 'zod';
import { checkSchema } from '../../../src/shared/domain/documents/check.ts';
import { deploymentSchema } from '../../../src/shared/domain/documents/deployment.ts';
import { envelopeSchema } from '../../../src/shared/domain/documents/envelope.ts';
import { evaluationSchema } from '../../../src/shared/domain/documents/evaluation.ts';
import { eventSchema, isKnownEvent, parseEvent } from '../../../src/shared/domain/documents/event.ts';
import { modelSchema } from '../../../src/shared/domain/documents/model.ts';
import {
  knownPart,
  parseDocument,
  serializeDocument,
} from '../../../src/shared/domain/documents/parse-document.ts';
import { runSchema } from '../../../src/shared/domain/documents/run.ts';
import { canonicalJson } from '../../../src/shared/domain/kernel/canonical-json.ts';
import { documentDigest, sha256 } from '../../../src/shared/domain/kernel/digest.ts';
import { eventKinds } from '../../../src/shared/domain/kernel/names.ts';
import { profileSchema } from '../../../src/shared/domain/monitoring/profile/profile.ts';

const FOLDER = join(import.meta.dirname, 'fixtures');

const schemas: Readonly<Record<string, z.ZodType>> = {
  check: checkSchema,
  deployment: deploymentSchema,
  envelope: envelopeSchema,
  evaluation: evaluationSchema,
  ...Object.fromEntries(eventKinds.map((kind) => [`event-${kind}`, eventSchema])),
  model: modelSchema,
  profile: profileSchema,
  run: runSchema,
};

const textOf = (name: string): string => readFileSync(join(FOLDER, `${name}.json`), 'utf8');

test('there is a fixture of every document that has a published schema, and of every kind of event', () => {
  const published = readdirSync(join(import.meta.dirname, '../../../docs/schemas'))
    .map((file) => file.replace('.schema.json', ''))
    .filter((name) => name !== 'config' && name !== 'event');
  expect(readdirSync(FOLDER).sort()).toEqual(
    [...published, ...eventKinds.map((kind) => `event-${kind}`)].map((name) => `${name}.json`).sort(),
  );
});

describe.each(Object.entries(schemas))('%s of version 1', (name, schema) => {
  it('is read, and written again as the same bytes', () => {
    const text = textOf(name);
    expect(serializeDocument(schema, parseDocument(schema, text, name))).toBe(text);
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
    expect(() => serializeDocument(schema, document)).toThrow('Unrecognized key: "added"');
  });
});

test.each(eventKinds)('the event "%s" is known by its kind, and has the fields of its kind', (kind) => {
  const event = parseEvent(textOf(`event-${kind}`), kind);
  expect(isKnownEvent(event)).toBe(true);
  expect(event.event).toBe(kind);
  const field = { registered: 'version', deployed: 'deployment', checked: 'check' } as const;
  expect(event).toHaveProperty(kind in field ? field[kind as keyof typeof field] : 'stage');
});

test('an event of an unknown kind says what every event says, and is not known', () => {
  const scanned = {
    ...(JSON.parse(textOf('event-promoted')) as object),
    ...{ event: 'scanned', stage: undefined, scan: { vulnerabilities: 0 } },
  };
  const event = parseEvent(JSON.stringify(scanned), 'event');
  expect(isKnownEvent(event)).toBe(false);
  expect(canonicalJson(event)).toBe(canonicalJson(scanned));
  expect(() => parseEvent(JSON.stringify({ ...scanned, at: 'yesterday' }), 'event')).toThrow('event: at: ');
});

/** Every object that has keys of a schema: not those whose keys are names of the user. */
function objectsIn(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return [];
  const members = Object.entries(value).flatMap(([key, member]) =>
    (key === 'parameters' || key === 'metrics') && !Array.isArray(member) ? [] : objectsIn(member),
  );
  return Array.isArray(value) ? members : [value, ...members];
}
