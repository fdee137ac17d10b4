/** An entry point instead of a command: what names the same files, and what is refused. */
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import { filesNamedBy } from '../../../src/shared/domain/supply-chain/command-files.ts';

const commandOf = (model: string): string | undefined =>
  parseConfig(`models:\n  late: ${model}\n`).models.late?.train?.command;

describe('an entry point of MLproject', () => {
  it('has the command line of MLflow that runs it, which names the file', () => {
    const command = commandOf(
      "{ working-directory: ml, train: { mlproject: { entry-point: fit, parameters: { n: 0.5, name: it's } } } }",
    );
    expect(command).toBe(`cd ml\nmlflow run . -e fit -P n=0.5 -P 'name=it'"'"'s'`);
    expect(filesNamedBy([command], ['ml/MLproject', 'ml/other.py'])).toEqual(['ml/MLproject']);
    expect(commandOf('{ train: { mlproject: main } }')).toBe('mlflow run . -e main');
  });

  it('stands instead of a command, and one of them has to be there', () => {
    expect(() => commandOf('{ train: { mlproject: main, command: python train.py } }')).toThrow(
      'expected one of `command`, `mlproject` and `dvc`',
    );
    expect(() => commandOf('{ train: { model: model/** } }')).toThrow(
      'expected one of `command`, `mlproject` and `dvc`',
    );
  });
});
