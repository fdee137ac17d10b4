/** A pipeline instead of a command: the command line of DVC, which names the files of the pipeline, and what is refused. */
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import { filesNamedBy } from '../../../src/shared/domain/supply-chain/command-files.ts';

const commandOf = (model: string): string | undefined =>
  parseConfig(`models:\n  late: ${model}\n`).models.late?.train?.command;

describe('a pipeline of DVC', () => {
  it('has the command line that runs it, which names its files', () => {
    expect(commandOf('{ train: { dvc: repro } }')).toBe('dvc repro --no-run-cache');
    const command = commandOf("{ working-directory: ml, train: { dvc: { targets: [train, 'each@b c'] } } }");
    expect(command).toBe("cd ml\ndvc repro --no-run-cache train 'each@b c'");
    const paths = ['ml/dvc.lock', 'ml/dvc.yaml', 'ml/other.py', 'ml/params.yaml'];
    expect(filesNamedBy([command], paths)).toEqual(['ml/dvc.lock', 'ml/dvc.yaml', 'ml/params.yaml']);
  });

  it.each([
    ['another command of DVC', '{ dvc: exp }', 'models.late.train.dvc'],
    ['a command beside it', '{ dvc: repro, command: python train.py }', 'expected one of'],
    ['an option as a target', '{ dvc: { targets: [--force] } }', 'expected a stage'],
    ['no target', '{ dvc: { targets: [] } }', 'models.late.train.dvc'],
    ['seeds', '{ dvc: repro, seeds: 3 }', 'expected neither `seeds` nor `challengers`'],
    ['challengers', '{ dvc: repro, challengers: [one, two] }', 'expected neither `seeds` nor `challengers`'],
  ])('does not take %s', (_, train, message) => {
    expect(() => commandOf(`{ train: ${train} }`)).toThrow(message);
  });
});
