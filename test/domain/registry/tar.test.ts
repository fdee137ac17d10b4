import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planTar } from '../../../src/shared/domain/registry/tar.ts';

const fixtures = new URL('fixtures/', import.meta.url);

/** The archive that a plan stands for. */
function archiveOf(contents: Readonly<Record<string, Buffer>>): Buffer {
  const files = Object.entries(contents).map(([path, content]) => ({ path, sizeBytes: content.length }));
  const plan = planTar(files);
  const bytes = Buffer.concat(
    Array.from(plan.segments(), (segment) =>
      segment instanceof Uint8Array ? segment : contents[segment.path]!,
    ),
  );
  expect(bytes.length).toBe(plan.sizeBytes);
  return bytes;
}

/** GNU tar's reading of an archive: one file's content, or the list of names. */
function gnuTar(archive: Buffer, ...options: string[]): Buffer {
  const { status, stdout, stderr } = spawnSync('tar', options, { input: archive });
  expect(stderr.toString()).toBe('');
  expect(status).toBe(0);
  return stdout;
}

test("an archive is byte for byte what Python's tarfile writes", async () => {
  const text = await readFile(new URL('plain.json', fixtures), 'utf8');
  const contents = Object.fromEntries(
    Object.entries(JSON.parse(text) as Record<string, string>).map(([path, content]) => [
      path,
      Buffer.from(content, 'latin1'),
    ]),
  );
  const expected = await readFile(new URL('plain.tar', fixtures));
  expect(archiveOf(contents).equals(expected)).toBe(true);
  const reversed = Object.fromEntries(Object.entries(contents).reverse());
  expect(archiveOf(reversed).equals(expected)).toBe(true);
});

test.each([
  ['longer than 100 bytes', `model/${'long/'.repeat(40)}weights.bin`],
  ['not ASCII', 'model/Gewichte für Flüge 重み.bin'],
])('GNU tar reads a name that is %s', (_, path) => {
  const archive = archiveOf({ [path]: Buffer.from('content') });
  const listed = gnuTar(archive, '--list', '--quoting-style=literal').toString().split('\n');
  expect(listed).toContain(path);
  expect(gnuTar(archive, '--extract', '--to-stdout', '--quoting-style=literal', path).toString()).toBe(
    'content',
  );
});

test('GNU tar reads every archive, and finds owner 0, time 0 and fixed modes', () => {
  const part = fc.stringMatching(/^[a-zé]{1,40}$/);
  const path = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/') + '.bin');
  const files = fc.dictionary(path, fc.uint8Array({ maxLength: 1500 }), { minKeys: 1, maxKeys: 4 });
  fc.assert(
    fc.property(files, (contents) => {
      const archive = archiveOf(
        Object.fromEntries(Object.entries(contents).map(([name, content]) => [name, Buffer.from(content)])),
      );
      const options = ['--list', '--verbose', '--numeric-owner', '--utc', '--quoting-style=literal'];
      const lines = gnuTar(archive, ...options)
        .toString()
        .trimEnd()
        .split('\n');
      for (const line of lines) expect(line).toMatch(/^(-rw-r--r--|drwxr-xr-x) 0\/0 +\d+ 1970-01-01 00:00 /);
      const names = lines.filter((line) => line.startsWith('-')).map((line) => line.split('00:00 ')[1]);
      expect(names.sort()).toEqual(Object.keys(contents).sort());
    }),
    { numRuns: 15, seed: 7 },
  );
});

test('a file above 8 GiB gets a size that octal digits cannot hold', () => {
  const sizeBytes = 8 * 1024 ** 3;
  const [header] = planTar([{ path: 'huge', sizeBytes }]).segments();
  expect(Buffer.from(header as Uint8Array).toString('latin1')).toContain(`size=${sizeBytes}\n`);
});
