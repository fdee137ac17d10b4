import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/shared/domain/kernel/errors.ts';
import { parseName } from '../../src/shared/domain/kernel/names.ts';
import { inputsFromEnvironment } from '../../src/shared/runtime/environment.ts';
import { createInputReader } from '../../src/shared/runtime/inputs.ts';
import { type InputReader } from '../../src/shared/domain/kernel/input-reader.ts';

function reader(environment: Record<string, string>, masked: string[] = []): InputReader {
  return createInputReader(inputsFromEnvironment(environment, (secret) => masked.push(secret)));
}

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).message + ((error as InputError).hint ?? '');
  }
  throw new Error('expected an InputError, got none');
}

describe('inputs', () => {
  it('are read by name, with dashes kept and spaces as underscores, as the runner passes them', () => {
    const read = reader({ 'INPUT_RUN-ID': ' 7 ', INPUT_BASE_IMAGE: 'scratch' });
    expect(
      read.all<{ run: number | undefined; image: string }>({
        run: read.number('run-id'),
        image: read.text('base image'),
      }),
    ).toEqual({ run: 7, image: 'scratch' });
  });

  it('are absent when empty', () => {
    const read = reader({ INPUT_A: '', INPUT_B: '  ' });
    expect(read.optional('a').read()).toBeUndefined();
    expect(read.number('b').read()).toBeUndefined();
    expect(read.lines('c').read()).toEqual([]);
    expect(read.boolean('d').read()).toBe(false);
    expect(read.choice('e', ['x', 'y'], 'y').read()).toBe('y');
    expect(read.parsed('f', parseName).read()).toBeUndefined();
  });

  it.each(['true', 'True', 'TRUE'])('reads %s as true', (text) => {
    expect(reader({ INPUT_A: text }).boolean('a').read()).toBe(true);
  });

  it.each(['yes', '1', 'on', 'tRue'])('does not read %s as a boolean', (text) => {
    expect(messageOf(() => reader({ INPUT_A: text }).boolean('a').read())).toContain(
      'expected true or false',
    );
  });

  it.each(['0.95', '1e-3', '-2', '+3', '.5', '007'])('reads %s as a number', (text) => {
    expect(reader({ INPUT_A: text }).number('a').read()).toBe(Number(text));
  });

  it.each(['95%', '0x10', '1_000', '1,5', 'NaN', 'Infinity', '1e999', '5.', '1 2', 'e5'])(
    'does not read %s as a number',
    (text) => {
      expect(messageOf(() => reader({ INPUT_A: text }).number('a').read())).toContain(JSON.stringify(text));
    },
  );

  it('holds numbers to their range', () => {
    const read = reader({ INPUT_A: '1.5' });
    expect(messageOf(() => read.number('a', { integer: true, min: 1 }).read())).toBe(
      'input "a": expected a whole number of at least 1, got "1.5"write a number, without a unit',
    );
    expect(messageOf(() => read.number('a', { min: 2, max: 3 }).read())).toContain('a number from 2 to 3');
    expect(messageOf(() => read.number('a', { max: 1 }).read())).toContain('a number of at most 1');
  });

  it('splits lines and leaves empty ones out', () => {
    expect(reader({ INPUT_A: 'one\r\n\n  two \n' }).lines('a').read()).toEqual(['one', 'two']);
  });

  it('masks secrets', () => {
    const masked: string[] = [];
    expect(reader({ INPUT_TOKEN: 'ghs_x' }, masked).secret('token').read()).toBe('ghs_x');
    expect(masked).toEqual(['ghs_x']);
  });

  it('reports everything that is wrong in one message, unknown inputs with the nearest name', () => {
    const read = reader({ INPUT_MODE: 'coment', INPUT_MODEL: 'A.b', INPUT_STAGGE: 'x', INPUT_WHATEVER: 'y' });
    const message = messageOf(() =>
      read.all<{ mode: string; model: string | undefined; stage: string | undefined; token: string }>({
        mode: read.choice('mode', ['evaluate', 'comment'], 'evaluate'),
        model: read.parsed('model', parseName),
        stage: read.optional('stage'),
        token: read.secret('token'),
      }),
    );
    expect(message.split('\n')).toEqual([
      '5 inputs are wrong:',
      '- input "mode": expected one of evaluate, comment, got "coment" (did you mean "comment"?)',
      expect.stringContaining('- input "model": expected a name like "churn", got "A.b" ('),
      '- input "token": expected a value, got nothing (add `token:` below `with:` of this step)',
      '- input "stagge": expected a known input, got an unknown one (did you mean "stage"?)',
      '- input "whatever": expected a known input, got an unknown one (known are mode, model, stage, token; environment variables named INPUT_… count as inputs)correct all of them: they are checked together',
    ]);
  });

  it('does not hide a defect among the input errors', () => {
    const read = reader({ INPUT_A: 'x' });
    const broken = read.parsed('a', () => {
      throw new TypeError('a bug');
    });
    expect(() => read.all<{ a: unknown }>({ a: broken })).toThrow(TypeError);
  });
});
