/** A CSV file that is read in parts is the file that is read from its beginning, wherever it is cut. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CsvFault } from '../../../src/shared/domain/table/csv-fault.ts';
import {
  detectLayout,
  type CsvLayout,
  type CsvReaderOptions,
} from '../../../src/shared/domain/table/csv-layout.ts';
import { joinReadParts, type ReadPart } from '../../../src/shared/domain/table/csv-parts.ts';
import { CsvReader } from '../../../src/shared/domain/table/csv-reader.ts';
import type { CsvResult } from '../../../src/shared/domain/table/csv-result.ts';

const HEADER = 'id,value,word,at,code';
const options: CsvReaderOptions = { where: 'rows.csv', kinds: new Map([['id', 'identity']]) };

const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.integer({ min: -2000, max: 2000 }).map((value) => (value / 1000).toFixed(3)),
  fc.constantFrom('', 'n/a', '-0', '1e5', '"12"', 'closed'),
);
const word = fc.oneof(
  fc.constantFrom('', 'a', 'b', 'é'),
  fc
    .string({ unit: fc.constantFrom('x', ',', '"', '\n', '\r', '1', ' '), maxLength: 12 })
    .map((text) => `"${text.replaceAll('"', '""')}"`),
);
const time = fc.integer({ min: 1, max: 28 }).map((day) => `2026-02-${String(day).padStart(2, '0')}`);
const row = fc
  .tuple(fc.integer({ min: 0, max: 1e9 }), number, word, time, word)
  .map((cells) => cells.join(','));
const lines = fc.record({
  rows: fc.array(row, { minLength: 2, maxLength: 40 }),
  end: fc.constantFrom('\n', '\r\n'),
  isEnded: fc.boolean(),
});

interface File {
  readonly bytes: Uint8Array;
  /** Where rows begin. */
  readonly starts: readonly number[];
}

const file = lines.map(({ rows, end, isEnded }): File => {
  const starts: number[] = [];
  let text = `${HEADER}${end}`;
  for (const [index, line] of rows.entries()) {
    starts.push(Buffer.byteLength(text));
    text += index < rows.length - 1 || isEnded ? `${line}${end}` : line;
  }
  return { bytes: new TextEncoder().encode(text), starts };
});

function readWhole(bytes: Uint8Array): CsvResult {
  const reader = new CsvReader(options);
  reader.push(bytes);
  return reader.finish();
}

/** @param cuts where the parts behind the first one begin. */
function readParts(bytes: Uint8Array, cuts: readonly number[]): CsvResult | undefined {
  const layout = detectLayout(bytes, options);
  const starts = [layout.bodyStart, ...cuts];
  const [own = bytes.subarray(0, 0), ...others] = starts.map((start, index) =>
    bytes.subarray(start, starts[index + 1] ?? bytes.length),
  );
  const first = new CsvReader(
    { ...options, sizeBytes: bytes.length },
    { layout, start: layout.bodyStart, isFirst: true },
  );
  first.push(own);
  const parts = others.map((part, index) => {
    const isLast = index === others.length - 1;
    return readOther(part, { layout, start: starts[index + 1] ?? 0, isLast });
  });
  return joinReadParts(first, parts);
}

interface OtherPart {
  readonly layout: CsvLayout;
  readonly start: number;
  readonly isLast: boolean;
}

function readOther(bytes: Uint8Array, { layout, start, isLast }: OtherPart): ReadPart {
  const reader = new CsvReader({ where: 'part' }, { layout, start, isFirst: false });
  try {
    reader.push(bytes);
    return { kind: 'rows', part: reader.finishPart(isLast) };
  } catch (error) {
    if (!(error instanceof CsvFault)) throw error;
    const { offset, expected, got, hint } = error;
    return { kind: 'fault', offset, text: { expected, got, hint } };
  }
}

test('cut where rows begin, the parts are the whole', () => {
  fc.assert(
    fc.property(file, fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), ({ bytes, starts }, picks) => {
      const cuts = picks.map((pick) => starts[pick % starts.length] ?? 0).sort((a, b) => a - b);
      expect(readParts(bytes, cuts)).toEqual(readWhole(bytes));
    }),
    { seed: 1, numRuns: 100 },
  );
});

test('cut anywhere else, it is known that they are not', () => {
  fc.assert(
    fc.property(file, fc.nat(), ({ bytes, starts }, pick) => {
      const [first = 0] = starts;
      const cut = first + (pick % (bytes.length - first));
      const joined = readParts(bytes, [cut]);
      if (starts.includes(cut)) expect(joined).toEqual(readWhole(bytes));
      else expect(joined).toBeUndefined();
    }),
    { seed: 2, numRuns: 200 },
  );
});

test('a fault in any part has its place in the file', () => {
  fc.assert(
    fc.property(file, fc.nat(), fc.nat(), ({ bytes, starts }, pick, broken) => {
      const place = starts[broken % starts.length] ?? 0;
      const fault = new TextEncoder().encode('1,2,3\n');
      const text = new Uint8Array([...bytes.subarray(0, place), ...fault, ...bytes.subarray(place)]);
      const moved = starts.map((start) => (start >= place ? start + fault.length : start));
      const cut = moved[pick % moved.length] ?? 0;
      const offsetOf = (read: () => unknown): unknown => {
        try {
          read();
        } catch (error) {
          return error instanceof CsvFault ? error.offset : error;
        }
        return 'no fault';
      };
      expect(offsetOf(() => readParts(text, [cut]))).toBe(place);
      expect(offsetOf(() => readWhole(text))).toBe(place);
    }),
    { seed: 3, numRuns: 60 },
  );
});
