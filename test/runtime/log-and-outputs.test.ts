import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLog, withoutCommands } from '../../src/shared/runtime/log.ts';
import { createOutputs } from '../../src/shared/runtime/outputs.ts';
import { createSummary, MAX_SUMMARY_BYTES } from '../../src/shared/runtime/summary.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'commands-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

describe('the log and the outputs', () => {
  it('refuse an output name that would begin a second output', () => {
    const path = join(folder, 'output');
    writeFileSync(path, '');
    vi.stubEnv('GITHUB_OUTPUT', path);
    expect(() => createOutputs().set({ 'x=1\nother': 'v' })).toThrow(RangeError);
    expect(readFileSync(path, 'utf8')).toBe('');
    createOutputs().set({ lines: 'x=1\nother=2' });
    expect(readFileSync(path, 'utf8')).toMatch(/^lines<<(ghadelimiter_\S+)\nx=1\nother=2\n\1\n$/);
  });

  it('close a group also when the work in it fails', async () => {
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    await expect(createLog().group('title', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(write.mock.calls.map(([text]) => text)).toEqual(['::group::title\n', '::endgroup::\n']);
  });
});

describe('logged text', () => {
  it.each(['::error::x', '  ::add-mask::x', 'fine\n::stop-commands::x', '##[error]x', 'text ##[group]x'])(
    'is never a command: %j',
    (text) => {
      for (const line of withoutCommands(text).split('\n')) {
        // The two forms that actions/runner looks for (ActionCommand.cs).
        expect(line.trimStart().startsWith('::')).toBe(false);
        expect(line).not.toContain('##[');
      }
    },
  );

  it('is otherwise untouched', () => {
    expect(withoutCommands('a::b http://x/ # [x] : y')).toBe('a::b http://x/ # [x] : y');
  });
});

describe('the job summary', () => {
  it('grows by what is written', async () => {
    const path = join(folder, 'summary.md');
    const summary = createSummary(path, createLog());
    await summary.write('# One');
    await summary.write('Two\n');
    expect(readFileSync(path, 'utf8')).toBe('# One\n\nTwo\n\n');
  });

  it('stays within the limit of GitHub, cut between characters, and says so', async () => {
    const path = join(folder, 'summary.md');
    const summary = createSummary(path, createLog());
    await summary.write('é'.repeat(MAX_SUMMARY_BYTES));
    await summary.write('more');
    const bytes = readFileSync(path);
    expect(bytes.length).toBeLessThanOrEqual(MAX_SUMMARY_BYTES);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    expect(text).toMatch(/é\n\n_The rest of this summary is longer than GitHub shows\._\n$/);
  });

  it('that cannot be written is a warning', async () => {
    const warnings: string[] = [];
    const summary = createSummary(folder, { ...createLog(), warning: (message) => warnings.push(message) });
    await summary.write('text');
    expect(warnings.join()).toContain('EISDIR');
  });
});
