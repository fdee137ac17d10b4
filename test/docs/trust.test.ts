/** The commands of docs/trust.md are run as they stand, on a release as register lays it out. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setDigest, sha256, sha256Sums } from '../../src/shared/domain/kernel/digest.ts';
import { assetName } from '../../src/shared/domain/registry/asset-name.ts';

const run = promisify(execFile);
const files = new Map([
  ['weights/layer 1.bin', 'one\n'],
  ['weights/läyer-2.bin', 'two\n'],
  ['.config', 'three\n'],
]);
const records = Array.from(files, ([path, text]) => ({ path, sha256: sha256(text) }));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'release-'));
  for (const [path, text] of files) await writeFile(join(folder, assetName(`model/${path}`)), text);
  await writeFile(join(folder, 'SHA256SUMS'), sha256Sums(records));
});
afterEach(() => rm(folder, { recursive: true }));

/** The first shell block, without the download. */
async function readCommands(): Promise<string> {
  const text = await readFile(join(import.meta.dirname, '../../docs/trust.md'), 'utf8');
  const block = /^```bash\n([\s\S]*?)^```$/m.exec(text)?.[1] ?? '';
  expect(block).toMatch(/^gh release download/);
  return block.split('\n').slice(1).join('\n');
}

describe('the commands that verify a model', () => {
  it('print the digest that the tag and model.json name', async () => {
    const { stdout } = await run('bash', ['-ec', await readCommands()], { cwd: folder });
    expect(stdout).toBe(`${setDigest(records)}  SHA256SUMS\n`);
  });

  it('fail when one byte of the model is another', async () => {
    await writeFile(join(folder, assetName('model/.config')), 'thre3\n');
    await expect(run('bash', ['-ec', await readCommands()], { cwd: folder })).rejects.toMatchObject({
      code: 1,
    });
  });
});
