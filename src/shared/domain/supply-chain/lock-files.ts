/**
 * What pins an environment: what package managers write, and where projects say what they need. Looked for in every
 * folder, because a program in a folder of its own often has its requirements there.
 */
const names: readonly string[] = [
  '*requirements*.txt',
  'requirements/**/*.txt',
  'constraints*.txt',
  '.python-version',
  'Cargo.lock',
  'Cargo.toml',
  'DESCRIPTION',
  'Gemfile.lock',
  'Manifest.toml',
  'Pipfile',
  'Pipfile.lock',
  'Project.toml',
  'bun.lock',
  'conda-lock.yml',
  'conda.{yaml,yml}',
  'environment*.{yaml,yml}',
  'flake.lock',
  'go.mod',
  'go.sum',
  'gradle.lockfile',
  'package-lock.json',
  'packages.lock.json',
  'pdm.lock',
  'pixi.lock',
  'pixi.toml',
  'pnpm-lock.yaml',
  'poetry.lock',
  'pylock*.toml',
  'pyproject.toml',
  'renv.lock',
  'setup.{py,cfg}',
  'uv.lock',
  'yarn.lock',
];

export const lockFilePatterns: readonly string[] = names.map((name) => `**/${name}`);
