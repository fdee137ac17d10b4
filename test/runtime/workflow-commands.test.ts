import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as core from '@actions/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLog, withoutCommands } from '../../src/shared/runtime/log.ts';
import { createOutputs } from '../../src/shared/runtime/outputs.ts';
import { createSummary, MAX_SUMMARY_BYTES } from '../../src/shared/runtime/summary.ts';
import { issueCommand } from '../../src/shared/runtime/workflow-commands.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'commands-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function printedBy(work: () => void): string {
  let printed = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    printed += String(chunk);
    return true;
  });
  work();
  write.mockRestore();
  return printed;
}

const awkward = ['plain', '100 %', 'two\nlines\r\nand more', '%0A', '::error::no', ''];

describe('workflow commands', () => {
  it.each(awkward)('are the bytes that @actions/core writes: %j', (text) => {
    expect(printedBy(() => issueCommand('warning', text))).toBe(printedBy(() => core.warning(text)));
    expect(printedBy(() => issueCommand('notice', text))).toBe(printedBy(() => core.notice(text)));
    expect(printedBy(() => issueCommand('debug', text))).toBe(printedBy(() => core.debug(text)));
    expect(printedBy(() => issueCommand('error', text))).toBe(printedBy(() => core.error(text)));
    expect(printedBy(() => issueCommand('add-mask', text))).toBe(printedBy(() => core.setSecret(text)));
  });

  it('set outputs as @actions/core does, up to the random delimiter', () => {
    const [ours, theirs] = [join(folder, 'ours'), join(folder, 'theirs')];
    writeFileSync(theirs, '');
    vi.stubEnv('GITHUB_OUTPUT', theirs);
    const values = { metrics: '{"a":1}', lines: 'x=1\nother=2', 'run-id': 7, affected: false };
    createOutputs(ours).set(values);
    for (const [name, value] of Object.entries(values)) core.setOutput(name, value);
    const anonymous = (path: string) =>
      readFileSync(path, 'utf8').replaceAll(/ghadelimiter_[0-9a-f-]{36}/g, 'D');
    expect(anonymous(ours)).toBe(anonymous(theirs));
  });

  it('refuse an output name that would begin a second output', () => {
    const path = join(folder, 'output');
    writeFileSync(path, '');
    expect(() => createOutputs(path).set({ 'x=1\nother': 'v' })).toThrow(RangeError);
    expect(readFileSync(path, 'utf8')).toBe('');
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
