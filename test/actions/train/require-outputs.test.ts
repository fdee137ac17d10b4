/** A training that left nothing to compare: what lies there, and no one named, is in the hint. */
import { describe, expect, it } from 'vitest';
import { requireOutputs } from '../../../actions/train/steps/require-outputs.ts';
import type { OutputRole } from '../../../src/shared/domain/documents/run.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { createMemoryFiles } from '../../ground/memory-files.ts';

async function hintOf(
  roles: readonly OutputRole[],
  left: readonly string[] = [],
  tracked: readonly string[] = [],
): Promise<string | undefined> {
  const filesOf = (paths: readonly string[]) =>
    createMemoryFiles(Object.fromEntries(paths.map((path) => [path, 'x'])));
  try {
    await requireOutputs(
      roles.map((role) => ({ role })),
      { workspace: filesOf([...left, ...tracked]), committed: filesOf(tracked) },
    );
    return undefined;
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    expect(error.message).toBe('train: expected metrics, a model or predictions, got none of them');
    return error.hint;
  }
}

describe('what a training has to leave', () => {
  it.each<readonly [readonly OutputRole[]]>([
    [['metrics']],
    [['model']],
    [['predictions-challenger']],
    [['parameters', 'metrics']],
  ])('%j is something', async (roles) => {
    expect(await hintOf(roles)).toBeUndefined();
  });

  it.each<readonly [readonly OutputRole[]]>([[[]], [['parameters']], [['example', 'parameters']]])(
    '%j is nothing to compare',
    async (roles) => {
      expect(await hintOf(roles)).toBe(
        'write metrics.json, or name the files in `.github/model-steward.yml` or in the inputs of train',
      );
    },
  );

  it.each([
    [['outputs/all_results.json'], 'what looks like metrics there: outputs/all_results.json'],
    [
      ['logs/version_0/metrics.csv', 'logs/version_0/hparams.yaml'],
      'metrics there: logs/version_0/metrics.csv',
    ],
    [['saved/models/Mnist/model_best.pth'], 'like a model: saved/models/Mnist/model_best.pth'],
    [
      ['out/eval_results.txt', 'out/model.safetensors', 'out/vocab.txt'],
      'what looks like metrics there: out/eval_results.txt; like a model: out/model.safetensors',
    ],
  ])('%j lie there, and are named', async (left, hint) => {
    expect(await hintOf(['parameters'], left)).toContain(hint);
  });

  it('what git tracks, and packages, are no outputs', async () => {
    const tracked = ['configs/eval.yaml', 'weights/base.pt'];
    const left = ['.venv/lib/score.json', 'node_modules/a/metrics.json'];
    expect(await hintOf([], left, tracked)).not.toContain('looks like');
  });
});
