/** Commands of entry points, against those that MLflow composes (fixtures/record_mlproject_commands.py). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { composeEntryPoint, parseMlproject } from '../../../src/shared/domain/interop/mlproject.ts';

interface RecordedCommand {
  readonly mlproject: string;
  readonly entryPoint: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly command?: string;
  readonly error?: string;
}

const [, ...lines] = readFileSync(join(import.meta.dirname, 'fixtures', 'mlproject-commands.jsonl'), 'utf8')
  .trim()
  .split('\n');
const recorded = lines.map((line) => JSON.parse(line) as RecordedCommand);

function compose({ mlproject, ...run }: RecordedCommand): string {
  try {
    return composeEntryPoint(parseMlproject(mlproject, 'MLproject'), run, 'MLproject').command;
  } catch {
    return 'error';
  }
}

describe('the command of an entry point', () => {
  it('is the one that MLflow composes, with paths that stay relative to the folder of the project', () => {
    expect(recorded.length).toBeGreaterThan(40);
    const different = recorded
      .map((one) => ({
        composed: compose(one),
        expected: one.command?.replaceAll('<folder>/', '') ?? 'error',
      }))
      .filter(({ composed, expected }) => composed !== expected);
    expect(different).toEqual([
      // A path is not looked for before the command does it, and a `float` has to be a number.
      { composed: expect.stringContaining('--data absent.csv'), expected: 'error' },
      { composed: 'error', expected: expect.stringContaining('-n many') },
    ]);
  });

  it('has its parameters by name, with those that are appended', () => {
    const [wine] = recorded;
    const project = parseMlproject(wine?.mlproject ?? '', 'MLproject');
    const run = { entryPoint: 'main', parameters: { alpha: '0.3', extra: 'x' } };
    expect(composeEntryPoint(project, run, 'MLproject').parameters).toEqual({
      ...{ alpha: '0.3', l1_ratio: '0.5', extra: 'x' },
    });
  });
});

const messageOf = (text: string, parameters: Readonly<Record<string, string>>, entryPoint = 'main') => {
  try {
    const project = parseMlproject(text, 'MLproject');
    return composeEntryPoint(project, { entryPoint, parameters }, 'MLproject').command;
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
};

describe('an entry point that cannot be run', () => {
  const text = 'entry_points: { main: { parameters: { n: float, at: path }, command: "x {n} {at}" } }';
  it.each([
    [{ at: 'a' }, 'parameter "n" of "main": expected a value, got none'],
    [{ n: 'many', at: 'a' }, 'parameter "n" of "main": expected a number, got "many"'],
    [{ n: '1', at: 's3://b/a' }, 'parameter "at" of "main": expected a path, got "s3://b/a"'],
  ])('says what is wrong with %j', (parameters, message) => {
    expect(messageOf(text, parameters)).toContain(message);
  });

  it('says which entry points there are', () => {
    expect(messageOf(text, {}, 'other')).toBe(
      'train.mlproject: expected one of the entry points of MLproject (main), got "other"',
    );
    expect(messageOf('entry_points: [', {})).toContain('MLproject: expected YAML');
    expect(messageOf('entry_points: { main: {} }', {})).toContain('expected a command, got none');
    expect(messageOf('entry_points: { main: { command: "x {0}" } }', {})).toContain(
      'expected the name of a parameter in braces, got "{0}"',
    );
  });
});
