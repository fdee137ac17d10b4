/** What a command had in memory at once, against what it says of itself. */
import { tmpdir } from 'node:os';
import { describe, expect, it, vi } from 'vitest';
import { createCommands } from '../../../src/shared/adapters/process/commands.ts';
import { createLog } from '../../../src/shared/runtime/log.ts';

const MEBIBYTE = 1024 * 1024;
/** Fills so many MiB, and says nothing: each page is written, or it would not be in memory. */
const fill = (mebibytes: number, waitMs: number): string =>
  `node -e 'Buffer.alloc(${mebibytes} * 1024 * 1024, 1); setTimeout(() => {}, ${waitMs})'`;

async function peakOf(command: string, measuresMemory = true): Promise<number | undefined> {
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  const commands = createCommands({
    log: createLog(),
    environment: { PATH: process.env.PATH! },
    signal: new AbortController().signal,
  });
  const { peakMemoryBytes, exitCode } = await commands.run({
    ...{ command, cwd: tmpdir(), environment: {}, timeoutMs: Infinity, title: 'Score', measuresMemory },
  });
  vi.restoreAllMocks();
  expect(exitCode).toBe(0);
  return peakMemoryBytes;
}

describe('the peak memory of a command', () => {
  it('is what its process fills', async () => {
    const empty = await peakOf(fill(0, 200));
    const full = await peakOf(fill(300, 200));
    expect(full! - empty!).toBeGreaterThan(280 * MEBIBYTE);
    expect(full! - empty!).toBeLessThan(340 * MEBIBYTE);
  });

  it('adds up processes that run at once, also those of a pipe', async () => {
    const both = await peakOf(`${fill(150, 600)} | ${fill(150, 600)}`);
    expect(both!).toBeGreaterThan(300 * MEBIBYTE);
  });

  it('does not add up what ran one after the other', async () => {
    const one = await peakOf(fill(150, 200));
    const two = await peakOf(`${fill(150, 200)}; ${fill(150, 200)}`);
    expect(two! - one!).toBeLessThan(75 * MEBIBYTE);
  });

  it('is not read unless it is asked for', async () => {
    expect(await peakOf('true', false)).toBeUndefined();
  });
});
