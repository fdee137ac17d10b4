import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setDigest, sha256, sha256Sums } from '../../../src/shared/domain/kernel/digest.ts';

const contents = {
  'model/weights.bin': 'weights',
  'Zeta.txt': '',
  'a b/é.json': '{}',
  '😀': 'x',
  '\uffee': 'y',
};

describe('digests of a set of files', () => {
  let folder: string;
  const files = Object.entries(contents).map(([path, content]) => ({ path, sha256: sha256(content) }));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'digest-'));
    for (const [path, content] of Object.entries(contents)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are what coreutils verify and compute', () => {
    writeFileSync(join(folder, 'SHA256SUMS'), sha256Sums(files));
    const run = (...args: string[]) => execFileSync('sha256sum', args, { cwd: folder, encoding: 'utf8' });
    expect(run('-c', 'SHA256SUMS').trim().split('\n')).toHaveLength(files.length);
    expect(run('SHA256SUMS').slice(0, 64)).toBe(setDigest(files));
  });

  it('are sorted bytewise, as `LC_ALL=C sort` does', () => {
    const paths = Array.from(sha256Sums(files).matchAll(/^[0-9a-f]{64} {2}(.*)$/gm), ([, path = '']) => path);
    const sorted = execFileSync('sort', {
      input: paths.toReversed().join('\n') + '\n',
      env: { LC_ALL: 'C' },
    });
    expect(paths).toEqual(sorted.toString().trimEnd().split('\n'));
  });

  it('refuse a name that the format cannot hold', () => {
    expect(() => sha256Sums([{ path: 'a\nb', sha256: sha256('') }])).toThrow(/no line break/);
  });
});
