import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { documentDigest, sha256 } from '../../../src/shared/domain/kernel/digest.ts';
import {
  closedList,
  isKnown,
  openUnion,
  showValue,
  type Open,
} from '../../../src/shared/domain/documents/open-values.ts';
import {
  knownPart,
  parseDocument,
  serializeDocument,
} from '../../../src/shared/domain/documents/parse-document.ts';

const verdicts = ['pass', 'fail'] as const;
const schema = z.strictObject({
  schema: z.literal('model-steward/sample/1'),
  verdict: closedList(verdicts),
  done: z.literal(true).optional(),
  part: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{4}$/) }),
  items: z.array(
    openUnion('kind', [
      z.strictObject({ kind: z.literal('count'), rows: z.number() }),
      z.strictObject({ kind: z.literal('name'), text: z.string() }),
    ]),
  ),
});
type Sample = z.infer<typeof schema>;

const today: Sample = {
  schema: 'model-steward/sample/1',
  verdict: 'pass',
  part: { sha256: 'abcd' },
  items: [{ kind: 'count', rows: 3 }],
};
const tomorrow = {
  ...today,
  verdict: 'pass-with-remarks',
  part: { sha256: 'abcd', blake3: 'ef' },
  items: [
    { kind: 'count', rows: 3, columns: 2 },
    { kind: 'area', squareMeters: 4 },
  ],
  remarks: ['looks odd'],
};

const parse = (document: unknown): Sample => parseDocument(schema, JSON.stringify(document), 'sample.json');

describe('a document of a newer version', () => {
  it('keeps its unknown keys, values and members, and so its digest', () => {
    expect(parse(tomorrow)).toEqual(tomorrow);
    expect(documentDigest(parse(tomorrow))).toBe(documentDigest(tomorrow));
  });

  it('has values that can be shown and are not known', () => {
    const verdict: Open<'pass' | 'fail'> = parse(tomorrow).verdict;
    expect([isKnown(verdicts, verdict), verdict === 'pass', showValue(verdict)]).toEqual([
      false,
      false,
      'pass-with-remarks',
    ]);
    // @ts-expect-error An unknown value is no text: the compiler refuses a comparison with a misspelled one.
    expect(verdict === 'passed').toBe(false);
  });

  it('gives up its unknown keys for a comparison with what this version computes', () => {
    expect(knownPart(schema, parse(tomorrow))).toEqual({
      ...today,
      verdict: 'pass-with-remarks',
      items: [
        { kind: 'count', rows: 3 },
        { kind: 'area', squareMeters: 4 },
      ],
    });
  });

  it('is refused when its schema has another number, with what to do', () => {
    const next = { ...today, schema: 'model-steward/sample/2' };
    expect(() => parse(next)).toThrow(
      expect.objectContaining({
        code: 'EVIDENCE_INVALID',
        message: 'sample.json: schema: expected model-steward/sample/1, got model-steward/sample/2',
        hint: 'the file was written by a newer version of Model Steward: update the action',
      }),
    );
  });
});

describe('what no version writes is refused with its place', () => {
  it.each([
    ['another document', { ...today, schema: 'model-steward/other/2' }, 'schema: '],
    ['a malformed digest', { ...tomorrow, part: { sha256: 'xyz' } }, 'part.sha256: '],
    ['a value of another type', { ...tomorrow, verdict: 7 }, 'verdict: '],
    ['a flag with another value', { ...tomorrow, done: 'maybe' }, 'done: '],
    [
      'a known member with a wrong field',
      { ...today, items: [{ kind: 'count', rows: 'x' }] },
      'items.0.rows: ',
    ],
    ['a member without a kind', { ...today, items: [{ rows: 1 }] }, 'items.0.kind: '],
    ['a missing key', { ...tomorrow, items: undefined }, 'items: '],
  ])('%s', (_, document, place) => {
    expect(() => parse(document)).toThrow(`sample.json: ${place}`);
  });

  it.each([
    ['a number that is too large for a double', '1e999', '$.later: expected a JSON value, got Infinity'],
    [
      'half of a character',
      String.raw`"\ud800"`,
      '$.later: expected well-formed Unicode, got a lone surrogate',
    ],
    ['9,000 levels', '['.repeat(9_000) + ']'.repeat(9_000), ': expected at most 64 levels, got more'],
  ])('under a key that is not known: %s', (_, later, problem) => {
    const text = JSON.stringify(today).replace(/\}$/, `,"later":${later}}`);
    const parsing = () => parseDocument(schema, text, 'evidence: run.json');
    expect(parsing).toThrow(problem);
    expect(parsing).toThrow(
      expect.objectContaining({
        code: 'EVIDENCE_INVALID',
        message: expect.stringMatching(/^evidence: run\.json: \$\.later/),
        hint: expect.stringContaining('let the action write it again'),
      }),
    );
  });

  it('what is no JSON in UTF-8', () => {
    expect(() => parseDocument(schema, Uint8Array.of(0x22, 0xff, 0x22), 'sample.json')).toThrow(
      'sample.json: expected JSON in UTF-8',
    );
  });
});

describe('a document is written', () => {
  it('in canonical form, whose SHA-256 is its digest', () => {
    const text = serializeDocument(schema, today);
    expect(text).toBe(
      '{"items":[{"kind":"count","rows":3}],"part":{"sha256":"abcd"},"schema":"model-steward/sample/1","verdict":"pass"}',
    );
    expect(sha256(text)).toBe(documentDigest(today));
  });

  it('strictly: a key, a value or a member that its own schema does not know is a defect', () => {
    for (const key of ['verdict', 'part', 'items', 'remarks'] as const) {
      expect(() => serializeDocument(schema, { ...today, [key]: tomorrow[key] }), key).toThrow(
        'a document to write: ',
      );
    }
  });

  it('with embedded documents as they were read', () => {
    const outer = z.strictObject({ own: z.string(), inner: schema });
    const event = { own: 'x', inner: parse(tomorrow) };
    expect(JSON.parse(serializeDocument(outer, event, { embedded: ['inner'] }))).toEqual(event);
    expect(() => serializeDocument(outer, event)).toThrow('inner');
    expect(() =>
      serializeDocument(outer, { ...event, more: 1 } as typeof event, { embedded: ['inner'] }),
    ).toThrow('more');
  });
});
