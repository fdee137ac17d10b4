/** A document that version 1 wrote meets the demands of its schema then: no later schema may demand more. */
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import {
  CONSTRAINTS_FILE,
  findNarrowed,
  listConstraints,
  parseConstraints,
  renderConstraints,
  type Demands,
} from './constraints.ts';

const text = readFileSync(CONSTRAINTS_FILE, 'utf8');

test('no schema demands more than that of version 1 did', () => {
  expect(
    findNarrowed(parseConstraints(text), listConstraints()),
    'documents of users may not meet this: restore it, or add a schema "…/2" beside "…/1" (CONTRIBUTING.md, "Change a document")',
  ).toEqual([]);
});

test('what became wider, or is new, is recorded', () => {
  const narrowed = findNarrowed(parseConstraints(text), listConstraints());
  const unrecorded = renderConstraints(listConstraints())
    .split('\n')
    .filter((line) => !text.split('\n').includes(line))
    // Reported above: it has to be undone, not recorded.
    .filter((line) => !narrowed.some((sentence) => sentence.startsWith(`${line.split('\t', 1)[0]}: `)));
  expect(
    unrecorded,
    'these demands are permanent from now on: run `node test/domain/documents/make-documents.ts`',
  ).toEqual([]);
});

describe('a demand', () => {
  const before: ReadonlyMap<string, Demands> = new Map<string, Demands>([
    ['model', { type: 'object', required: true }],
    ['model.rows', { type: 'integer', minimum: 0, maximum: 10 }],
    ['model.name', { type: 'string', pattern: '^[a-z]+$', required: true }],
    ['model.files', { type: 'array', minItems: 1 }],
  ]);
  const narrowed = (path: string, demands: Demands): readonly string[] =>
    findNarrowed(before, new Map([...before, [path, demands]]));

  it.each<[what: string, path: string, demands: Demands, message: string]>([
    ['a lower maximum', 'model.rows', { type: 'integer', minimum: 0, maximum: 9 }, 'maximum was 10, is 9'],
    ['a higher minimum', 'model.rows', { minimum: 1 }, 'minimum was 0, is 1'],
    ['more items', 'model.files', { minItems: 2 }, 'minItems was 1, is 2'],
    ['a first bound', 'model.name', { maxLength: 5 }, 'maxLength was not demanded, is 5'],
    ['another pattern', 'model.name', { pattern: '^[a-z]$' }, 'pattern was "^[a-z]+$", is "^[a-z]$"'],
    ['another type', 'model.name', { type: 'number' }, 'type was "string", is "number"'],
    ['a key that was optional', 'model.rows', { required: true }, 'required was not demanded, is true'],
    ['a new key', 'model.sizeBytes', { required: true }, 'it is new, and required: make it optional'],
  ])('is narrower with %s', (_, path, demands, message) => {
    expect(narrowed(path, demands)).toEqual([`${path}: ${message}`]);
  });

  it.each<[what: string, path: string, demands: Demands]>([
    ['no bounds, and fractions', 'model.rows', { type: 'number' }],
    ['a higher maximum', 'model.rows', { type: 'integer', minimum: 0, maximum: 11 }],
    ['a key that was required', 'model.name', { type: 'string' }],
    ['a new key that is optional', 'model.sizeBytes', { type: 'integer' }],
    ['what a new key demands inside', 'model.added.sha256', { required: true }],
  ])('is as wide, or wider, with %s', (_, path, demands) => {
    expect(narrowed(path, demands)).toEqual([]);
  });
});
