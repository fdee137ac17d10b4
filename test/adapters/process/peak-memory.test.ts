/** What a command had in memory at once, against what it says of itself. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCommands } from '../../../src/shared/adapters/process/commands.ts';
import { createLog } from '../../../src/shared/runtime/log.ts';
import { until } from '../../ground/until.ts';

const MEBIBYTE = 1024 * 1024;
/** Turns of the event loop in which the meter reads again: it shares the loop, so that a slow machine slows both. */
const TURNS = 40;
const TURN_MS = 15;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'peak-memory-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Fills so many MiB (each page is written, or it would not be in memory), says so, and stays until it was seen. */
function fill(name: string, mebibytes: number): string {
  const program = `
    const { existsSync, writeFileSync } = require("node:fs");
    const filled = Buffer.alloc(${mebibytes} * 1024 * 1024, 1);
    writeFileSync("${name}.full", String(filled.length));
    const waiting = setInterval(() => existsSync("${name}.seen") && clearInterval(waiting), 5);`;
  return `node -e '${program}'`;
}

/** @param together names of processes that are full at the same time, one list after the other. */
async function peakOf(command: string, ...together: readonly (readonly string[])[]): Promise<number> {
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  const running = run(command, true);
  for (const names of together) {
    await until(() => names.every((name) => existsSync(join(folder, `${name}.full`))));
    for (let turn = 0; turn < TURNS; turn++) await delay(TURN_MS);
    for (const name of names) writeFileSync(join(folder, `${name}.seen`), '');
  }
  const { peakMemoryBytes, exitCode } = await running;
  vi.restoreAllMocks();
  expect(exitCode).toBe(0);
  return peakMemoryBytes!;
}

function run(command: string, measuresMemory: boolean): ReturnType<ReturnType<typeof createCommands>['run']> {
  const commands = createCommands({
    log: createLog(),
    environment: { PATH: process.env.PATH! },
    signal: new AbortController().signal,
  });
  return commands.run({
    ...{ command, cwd: folder, environment: {}, timeoutMs: Infinity, title: 'Score', measuresMemory },
  });
}

describe('the peak memory of a command', () => {
  it('is what its process fills', async () => {
    const empty = await peakOf(fill('empty', 0), ['empty']);
    const full = await peakOf(fill('full', 300), ['full']);
    expect(full - empty).toBeGreaterThan(280 * MEBIBYTE);
    expect(full - empty).toBeLessThan(340 * MEBIBYTE);
  });

  it('adds up processes that run at once, also those of a pipe', async () => {
    const both = await peakOf(`${fill('left', 150)} | ${fill('right', 150)}`, ['left', 'right']);
    expect(both).toBeGreaterThan(300 * MEBIBYTE);
  });

  it('does not add up what ran one after the other', async () => {
    const one = await peakOf(fill('one', 150), ['one']);
    const two = await peakOf(`${fill('first', 150)}; ${fill('second', 150)}`, ['first'], ['second']);
    expect(two - one).toBeLessThan(75 * MEBIBYTE);
  });

  it('is not read unless it is asked for', async () => {
    vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
    expect((await run('true', false)).peakMemoryBytes).toBeUndefined();
    vi.restoreAllMocks();
  });
});
