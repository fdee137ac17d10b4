/** Whether a project uses a package, by the files in which it says so. */
import { expect, it } from 'vitest';
import { namesPackage } from '../../../src/shared/domain/interop/names-package.ts';

it.each([
  ['requirements.txt', 'numpy\nmlflow==3.17.2 --hash=sha256:ab\n'],
  ['with extras', 'mlflow[extras]>=2\n'],
  ['mlflow-skinny', 'mlflow-skinny~=3.0\n'],
  ['by an address', 'MLflow @ https://example.com/mlflow.whl\n'],
  ['pyproject.toml', 'dependencies = ["pandas", "mlflow>=3"]\n'],
  ['uv.lock, poetry.lock', '[[package]]\nname = "mlflow"\nversion = "3.17.2"\n'],
  ['Pipfile', '[packages]\nmlflow = "*"\n'],
  ['environment.yml', 'dependencies:\n  - pip:\n      - mlflow\n'],
  ['renv.lock', '"mlflow": {\n  "Package": "mlflow"\n'],
  ['setup.py', "install_requires=['mlflow', 'x']"],
])('it is named: %s', (_, text) => {
  expect(namesPackage(text, 'mlflow')).toBe(true);
});

it.each([
  ['in a comment', '# mlflow is not used\nnumpy  # mlflow\n'],
  ['another package', 'mlflow-extra==1\nmy-mlflow==2\nmlflower\n'],
  ['a part of an address', 'x @ https://example.com/mlflow/x.whl\n'],
])('it is not: %s', (_, text) => {
  expect(namesPackage(text, 'mlflow')).toBe(false);
});
