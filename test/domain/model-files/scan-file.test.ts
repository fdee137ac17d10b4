/** Files that libraries write, and files that load more than a model: fixtures/make_model_files.py, make_printed_files.py. */
import { describe, expect, it } from 'vitest';
import { createModelFileUnpacker } from '../../../src/shared/adapters/data/model-file-unpacker.ts';
import { scanFile, type FileScan } from '../../../src/shared/domain/model-files/scan-file.ts';
import files from './fixtures/model-files.json' with { type: 'json' };
import printed from './fixtures/printed-files.json' with { type: 'json' };

const unpacker = createModelFileUnpacker();

function scan(content: Uint8Array, path: string, allowed: readonly string[] = []): Promise<FileScan> {
  const bytes = {
    sizeBytes: content.length,
    slice: (start: number, end: number) => Promise.resolve(content.subarray(start, end)),
  };
  return scanFile(bytes, path, { allowed: new Set(allowed), unpacker });
}

const contentOf = (base64: string): Uint8Array => Buffer.from(base64, 'base64');
const named = (name: string): Uint8Array => contentOf(files.find((file) => file.name === name)!.base64);

describe('a model file', () => {
  it.each([...files, ...printed])('$name is $expected', async ({ name, expected, rule, base64 }) => {
    const { outcome, findings } = await scan(contentOf(base64), name);
    expect(findings.map((finding) => finding.rule)).toEqual(
      rule === null ? expect.anything() : expect.arrayContaining([rule]),
    );
    expect(outcome, JSON.stringify(findings)).toBe(expected);
  });

  it('names the function, and where it stands', async () => {
    const { findings } = await scan(named('command.npz'), 'model.npz');
    expect(findings).toEqual([
      {
        rule: 'dangerous-global',
        inner: ['y.npy'],
        offsetBytes: expect.any(Number),
        subject: 'subprocess.getoutput',
      },
    ]);
  });

  it('is clean once all of its classes are allowed', async () => {
    const content = named('scaled.joblib');
    const { findings } = await scan(content, 'model.joblib');
    const names = findings.map(({ subject }) => subject);
    expect(names).toContain('sklearn.linear_model._logistic.LogisticRegression');
    expect(await scan(content, 'model.joblib', names)).toMatchObject({ outcome: 'clean', findings: [] });
  });

  it('is unsafe whatever is allowed', async () => {
    const { outcome } = await scan(named('command.4.pkl'), 'model.pkl', [
      'subprocess.getoutput',
      'posix.getcwd',
    ]);
    expect(outcome).toBe('unsafe');
  });

  it('is never clean when it is cut, wherever', async () => {
    const content = named('command.4.pkl');
    for (let length = 1; length < content.length; length += 1) {
      const { outcome } = await scan(content.subarray(0, length), 'model.pkl');
      expect(outcome, `${length} bytes`).not.toBe('clean');
    }
  });

  it('ends with an outcome for any bytes', async () => {
    const content = Buffer.from(named('forest.joblib'));
    for (let at = 0; at < content.length; at += 97) {
      const changed = Buffer.from(content);
      changed[at] = (changed[at]! + 1 + (at % 250)) % 256;
      const { outcome } = await scan(changed, 'model.joblib');
      expect(['clean', 'needs-review', 'unscannable', 'unsafe']).toContain(outcome);
    }
  });

  it('has arrays that are not read', async () => {
    const name = 'large.pkl';
    const head = Buffer.from('\x80\x04\x8e', 'latin1');
    const sizeBytes = 5 * 2 ** 30;
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(sizeBytes - head.length - 8 - 1));
    let readBytes = 0;
    const slice = (start: number, end: number): Promise<Uint8Array> => {
      const from = Math.min(start, sizeBytes);
      const content = Buffer.alloc(Math.min(end, sizeBytes) - from);
      if (from === 0) Buffer.concat([head, length]).copy(content);
      if (end >= sizeBytes && content.length > 0) content[content.length - 1] = 0x2e;
      readBytes += content.length;
      return Promise.resolve(content);
    };
    expect(await scanFile({ sizeBytes, slice }, name, { allowed: new Set(), unpacker })).toMatchObject({
      outcome: 'clean',
    });
    expect(readBytes).toBeLessThan(2 ** 20);
  });
});
