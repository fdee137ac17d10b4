/** What makes a model is what its patterns match, and what its commands run, named or not: one rule for all who ask. */
import { expect, it } from 'vitest';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import { inputsAmong } from '../../../src/shared/domain/supply-chain/input-patterns.ts';

const configOf = (command: string) =>
  Object.values(
    parseConfig(
      `models:
  churn:
    task: metrics
    paths: [src/**]
    train: { command: '${command}', model: 'model/**' }
`,
      'config',
    ).models,
  );

it.each([
  ['make train', 'Makefile'],
  ['rake train', 'Rakefile'],
  ['mise run train', 'mise.toml'],
  ['scons', 'SConstruct'],
  ['mvn package', 'pom.xml'],
  ['Rscript train.R', '.Rprofile'],
  ['bazel run //train', 'BUILD'],
  ['ant train', 'build.xml'],
  ['cmake --build out', 'CMakeLists.txt'],
  ['nextflow run', 'main.nf'],
])('by %s, %s is one', (command, path) => {
  expect(inputsAmong([path, 'notes.txt'], configOf(command))).toEqual([path]);
  expect(inputsAmong([path, 'notes.txt'], configOf('python other.py'))).not.toContain('notes.txt');
});

it('is one by a pattern, by the name in a command, and by that of a run', () => {
  const paths = ['src/a.py', 'train.py', 'old.py', 'uv.lock', 'README.md'];
  expect(inputsAmong(paths, configOf('python train.py'), ['python old.py'])).toEqual(paths.slice(0, 4));
});
