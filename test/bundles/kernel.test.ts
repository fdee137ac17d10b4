/** The compiled kernel in the sources is what its own source says. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compileKernel } from '../tools/kernels.ts';

it('the kernel is what its source compiles to', async () => {
  const { path, text } = await compileKernel();
  const committed = await readFile(join(import.meta.dirname, '..', '..', path), 'utf8');
  expect(committed, 'run: node test/tools/kernels.ts').toBe(text);
});
