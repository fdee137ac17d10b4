/** What the repositories need of Python: one environment, so that it is installed once. */
export const PYTHON_PACKAGES = [
  'scikit-learn==1.9.1',
  'pandas',
  'dvc==3.67.1',
  'mlflow-skinny==3.17.2',
] as const;
