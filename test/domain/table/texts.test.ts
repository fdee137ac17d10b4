/** Identifiers as bytes: found, sorted and counted as strings would be. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sortTexts } from '../../../src/shared/domain/table/sort-texts.ts';
import { countTexts, TextIndex } from '../../../src/shared/domain/table/text-index.ts';
import { Texts, TextsBuilder, withoutZeroFractions } from '../../../src/shared/domain/table/texts.ts';

const listOf = (texts: Texts) => Array.from({ length: texts.count }, (_, row) => texts.at(row));

/** Many with a prefix in common, some equal, some prefixes of others, some longer than a run of insertion. */
const ids = fc.array(
  fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.integer({ min: 0, max: 99 }).map((number) => `user-${number}`),
    fc.constantFrom('a', 'aa', 'aaa', '\u{1f600}', '\uff5e', 'é'),
  ),
  { maxLength: 200 },
);

describe('texts', () => {
  test('keep what was put in, and the order of rows that are taken', () => {
    fc.assert(
      fc.property(ids, (texts) => {
        const present = texts.map((text) => (text === '' ? undefined : text));
        expect(listOf(Texts.from(texts))).toEqual(present);
        const reversed = Int32Array.from(texts.keys()).reverse();
        expect(listOf(Texts.from(texts).take(reversed))).toEqual([...present].reverse());
      }),
    );
  });

  test('in another order are those that are taken, in the same memory', () => {
    fc.assert(
      fc.property(ids, (given) => {
        const texts = Texts.from(given);
        const order = sortTexts(texts);
        const [ordered, taken] = [texts.inOrder(order), texts.take(order)];
        expect(ordered.bytes).toBe(texts.bytes);
        expect(listOf(ordered)).toEqual(listOf(taken));
        const half = texts.count >> 1;
        expect(listOf(ordered.first(half))).toEqual(listOf(taken).slice(0, half));
        const back = Int32Array.from(order.keys()).reverse();
        expect(listOf(ordered.inOrder(back))).toEqual(listOf(taken).reverse());
        expect([...sortTexts(ordered)]).toEqual([...order.keys()]);
        expect(countTexts(ordered)).toEqual(countTexts(texts));
        for (const row of order.keys()) {
          const bytes = new Uint8Array(ordered.lengthAt(row));
          expect(ordered.copyTo(bytes, row, 0)).toBe(bytes.length);
          expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)).toBe(taken.at(row) ?? '');
          expect(new TextIndex(texts).find(ordered, row)).toBe(given.indexOf(taken.at(row) ?? ''));
        }
      }),
    );
  });

  test('are sorted by their bytes, equal ones by their rows', () => {
    fc.assert(
      fc.property(ids, (texts) => {
        const expected = [...texts.keys()].sort(
          (left, right) =>
            Buffer.compare(Buffer.from(texts[left]!), Buffer.from(texts[right]!)) || left - right,
        );
        expect([...sortTexts(Texts.from(texts))]).toEqual(expected);
      }),
    );
  });

  test('are found by another table’s texts', () => {
    fc.assert(
      fc.property(ids, ids, (own, others) => {
        const index = new TextIndex(Texts.from(own));
        const found = others.map((_, row) => index.find(Texts.from(others), row));
        expect(found).toEqual(others.map((text) => own.indexOf(text)));
        expect(index.repeated).toEqual([...own.keys()].filter((row) => own.indexOf(own[row]!) !== row));
      }),
    );
  });

  test('are counted without those that are missing', () => {
    expect(countTexts(Texts.from(['a', undefined, 'b', 'a', undefined]))).toEqual({
      present: 3,
      distinct: 2,
    });
  });

  test('that are no UTF-8 are refused, wherever they stand', () => {
    for (const prefix of ['', 'x'.repeat(70_000), 'é'.repeat(40_000)]) {
      const builder = new TextsBuilder();
      builder.appendText(prefix);
      builder.append(Uint8Array.of(0x5a, 0xfc), 0, 2);
      expect(() => builder.build()).toThrow(TypeError);
    }
  });
});

describe('whole numbers that a writer of floating-point numbers spelled with a fraction', () => {
  test.each([
    ['all of them', ['1.0', '-17.00', undefined, '0.0'], ['1', '-17', undefined, '0']],
    ['beside a version', ['1.0', '1.1'], ['1.0', '1.1']],
    ['beside whole numbers', ['1.0', '1'], ['1.0', '1']],
    ['codes', ['01.0', '02.0'], ['01.0', '02.0']],
    ['words', ['a.0', 'b.0'], ['a.0', 'b.0']],
    ['no digits', ['.0', '1.'], ['.0', '1.']],
  ])('%s', (_case, texts, expected) => {
    expect(listOf(withoutZeroFractions(Texts.from(texts)))).toEqual(expected);
  });
});
