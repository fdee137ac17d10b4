import { describe, expect, it } from 'vitest';
import { readRegisterInputs } from '../../../actions/register/inputs.ts';
import { createInputReader } from '../../../src/shared/runtime/inputs.ts';

function read(given: Readonly<Record<string, string>>) {
  const all: Readonly<Record<string, string>> = { token: 't', ...given };
  return readRegisterInputs(
    createInputReader({
      get: (name) => all[name] ?? '',
      names: () => Object.keys(all).map((name) => name.toUpperCase()),
      mask: () => undefined,
    }),
  );
}

describe('the inputs of register', () => {
  it('have defaults that register the next minor version', () => {
    expect(read({})).toMatchObject({
      operation: 'register',
      bump: 'minor',
      version: undefined,
      overrides: [],
    });
  });

  it('take versions with and without a v, and workflow files with and without their folder', () => {
    expect(read({ version: 'v2.0.0', workflow: '.github/workflows/model.yml' })).toMatchObject({
      version: '2.0.0',
      workflow: 'model.yml',
    });
  });

  it('that are wrong are reported together', () => {
    expect(() =>
      read({ operation: 'registr', version: '2', 'pull-request': '0', stage: 'prod.eu', modl: 'x' }),
    ).toThrow(
      /^5 inputs are wrong:[^]*did you mean "register"[^]*like "1\.4\.0", got "2"[^]*"pull-request"[^]*"stage"|"stage"[^]*did you mean "model"/,
    );
  });

  it.each([
    [{ operation: 'promote' }, 'the version to promote'],
    [{ 'pull-request': '1', 'run-id': '2' }, 'either run-id or pull-request'],
    [{ override: 'verdict' }, 'a reason for the override'],
    [{ workflow: '../../evil.yml' }, 'the name of a workflow file'],
  ])('that do not go together are refused (%j)', (given, message) => {
    expect(() => read(given)).toThrow(message);
  });
});
