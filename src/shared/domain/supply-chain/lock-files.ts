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

/**
 * @param folder the working directory of the model: its environment is pinned there, or in a folder above it, and a
 * neighbor's lock file is none of its inputs. Undefined where the model may use any folder.
 */
export function lockFilePatterns(folder: string | undefined): readonly string[] {
  if (folder === undefined) return names.map((name) => `**/${name}`);
  const parts = folder.split('/');
  const above = parts.map((_, depth) =>
    parts
      .slice(0, depth)
      .map((part) => `${part}/`)
      .join(''),
  );
  return [...above, `${folder}/**/`].flatMap((prefix) => names.map((name) => `${prefix}${name}`));
}
