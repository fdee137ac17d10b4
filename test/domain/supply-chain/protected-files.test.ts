/** Which files of a pull request are part of how its model is evaluated. */
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import { findProtectedFiles } from '../../../src/shared/domain/supply-chain/protected-files.ts';

const configOf = (score: string, labels = '') =>
  parseConfig(`models:
  m:
    task: binary
    score: { command: '${score}', data: data/holdout.csv }
    predictions: { id: id, label: y, score: p${labels} }
`).models.m!;

const find = (changed: readonly string[], score = 'python score.py', labels = '') =>
  findProtectedFiles(changed, [configOf(score, labels)]).map(({ kind, path }) => `${kind} ${path}`);

describe('a changed file', () => {
  it.each([
    ['.github/workflows/ci.yml', 'workflow'],
    ['.github/actions/evaluate/action.yml', 'workflow'],
    ['ci/promote/action.yaml', 'workflow'],
    ['data/holdout.csv', 'score-data'],
    ['data/holdout.csv.dvc', 'score-data'],
    ['score.py', 'score-command'],
  ])('%s is %s', (path, kind) => {
    expect(find([path])).toEqual([`${kind} ${path}`]);
  });

  it.each(['.github/model-steward.yml', 'train.py', 'src/score.py', 'data/train.csv', '.github/CODEOWNERS'])(
    '%s is none of them',
    (path) => {
      expect(find([path])).toEqual([]);
    },
  );

  it.each([
    ['./bin/score.sh --fast', 'bin/score.sh'],
    ['cd . && python "lib/score.py"', 'lib/score.py'],
    ['cd ml && bash score.sh', 'ml/score.sh'],
    ['bash "$PWD/ml/score.sh"', 'ml/score.sh'],
    ['bash ${GITHUB_WORKSPACE}/ml/score.sh', 'ml/score.sh'],
    ['make -C ml score', 'ml/Makefile'],
    ['bash ml/../bin//score.sh', 'bin/score.sh'],
    ['pushd ml; python -m pkg.score', 'ml/pkg/score.py'],
    ['python -m pkg.score', 'pkg/score.py'],
    ['python -m pkg.score', 'pkg/score/__main__.py'],
    ['CONFIG=conf/score.yml run', 'conf/score.yml'],
  ])('that `%s` runs is found: %s', (command, path) => {
    expect(find([path], command)).toEqual([`score-command ${path}`]);
  });

  it('with the labels is found by the configuration and by the input', () => {
    expect(find(['labels.csv'], undefined, ', labels: labels.csv')).toEqual(['labels labels.csv']);
    expect(findProtectedFiles(['given.csv'], [], 'given.csv')).toEqual([
      { kind: 'labels', path: 'given.csv' },
    ]);
  });
});
