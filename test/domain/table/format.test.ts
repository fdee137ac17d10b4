import { describe, expect, it } from 'vitest';
import {
  detectFormat,
  FORMAT_BYTES,
  formatExtensions,
  tableFormats,
  type TableFormat,
} from '../../../src/shared/domain/table/format.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** The first bytes as the specifications of the formats say them. */
const samples: Readonly<Record<TableFormat, readonly string[]>> = {
  parquet: ['PAR1\x15\x04'],
  gzip: ['\x1f\x8b\x08\x00'],
  zstd: ['\x28\xb5\x2f\xfd\x24\x00'],
  'inspect-archive': [
    `PK\x03\x04${'\0'.repeat(26)}_journal/start.json`,
    `PK\x03\x04${'\0'.repeat(26)}header.json`,
  ],
  'json-array': ['[{"id":1}]', '[\n {"id":1}', '\xef\xbb\xbf[]', '[', '[[1]]'],
  'json-lines': ['{"id":1}', '\n  {"id":1}', '\xef\xbb\xbf{"id":1}', `${'\n'.repeat(FORMAT_BYTES - 1)}{`],
  csv: ['id,late\n', '[a],b\n', '\xef\xbb\xbfid,late\n', '"{",late\n', 'PAR', '\x1f', ''],
};

describe.each(tableFormats)('the format %s', (format) => {
  it('is recognized by its first bytes', () => {
    const what = 'recognize its first bytes in detectFormat of src/shared/domain/table/format.ts';
    const own = Object.entries(samples).find(([name]) => name === format)?.[1] ?? [];
    expect(
      own.length,
      `add its first bytes to \`samples\` in test/domain/table/format.test.ts`,
    ).toBeGreaterThan(0);
    for (const sample of own) {
      expect(detectFormat(bytes(sample)), `${JSON.stringify(sample)}: ${what}`).toBe(format);
    }
  });

  it('has an extension of its own', () => {
    const others = tableFormats.filter((other) => other !== format).map((other) => formatExtensions[other]);
    expect(others).not.toContain(formatExtensions[format]);
  });
});
