/** A conda environment under `try`: what pip is asked for, and that commands of `micromamba run` are started. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { installConda, pipPackagesOf } from './engine/conda.ts';

const ENVIRONMENT = `name: churn
channels: [conda-forge]
dependencies:
  - python=3.12
  - pip
  - numpy=1.26
  - pandas>=2.0, <3
  - conda-forge::scikit-learn==1.5.0
  - scipy=1.13.1=py312_0
  - pytorch
  - pytorch-cuda=12.1
  - pip: [mlflow==2.9, -r requirements.txt]
`;

it('asks pip for what the file lists, in the names and versions of its index', () => {
  expect(pipPackagesOf(ENVIRONMENT)).toEqual([
    'numpy==1.26.*',
    'pandas>=2.0,<3',
    'scikit-learn==1.5.0',
    'scipy==1.13.1.*',
    'torch',
    'mlflow==2.9',
    '-r requirements.txt',
  ]);
  expect(pipPackagesOf('')).toEqual([]);
});

it('starts a command in the environment, and names the packages that pip does not have', async () => {
  const workspace = await mkdtemp(join(tmpdir(), 'model-steward-conda-'));
  try {
    await writeFile(join(workspace, 'environment.yml'), ENVIRONMENT);
    const asked: (readonly string[])[] = [];
    const install = (packages: readonly string[]): Promise<void> => {
      asked.push(packages);
      return packages.includes('torch') ? Promise.reject(new Error('no')) : Promise.resolve();
    };
    const python = { bin: () => Promise.resolve(workspace), install };
    const remark = await installConda(python, { workspace, file: 'environment.yml' });
    expect(remark).toContain('; pip does not have torch');
    expect(asked.at(-1)).toEqual(['-r', join(workspace, 'requirements.txt')]);
    const { stdout } = await promisify(execFile)(join(workspace, 'micromamba'), [
      ...['run', '--live-stream', '-n', 'churn', 'echo', '-n', 'a b'],
    ]);
    expect(stdout).toBe('a b');
    await expect(promisify(execFile)(join(workspace, 'conda'), ['install', 'x'])).rejects.toThrow(
      /knows "run" only/,
    );
  } finally {
    await rm(workspace, { recursive: true });
  }
});
