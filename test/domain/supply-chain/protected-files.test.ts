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
  findProtectedFiles(changed, { configs: [configOf(score, labels)], labels: undefined, linked: [] }).map(
    ({ kind, path }) => `${kind} ${path}`,
  );

describe('a changed file', () => {
  it.each([
    ['.github/workflows/ci.yml', 'workflow'],
    ['.github/actions/evaluate/action.yml', 'workflow'],
    ['ci/promote/action.yaml', 'workflow'],
    ['data/holdout.csv', 'score-data'],
    ['data/holdout.csv.dvc', 'score-data'],
    ['score.py', 'score-command'],
    // A submodule, a link, or the pointer of a folder where the path of the rows has a folder.
    ['data', 'score-data'],
    ['data.dvc', 'score-data'],
    ['Data/HOLDOUT.csv', 'score-data'],
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
    // The runner checks a repository out into a folder of its name.
    ['bash ../churn/ml/score.sh', 'ml/score.sh'],
    ['cd ml && python ../../churn/score.py', 'score.py'],
    ['python /__w/churn/churn/ml/score.py', 'ml/score.py'],
    ['bash ml/../bin//score.sh', 'bin/score.sh'],
    ['pushd ml; python -m pkg.score', 'ml/pkg/score.py'],
    ['python -m pkg.score', 'pkg/score.py'],
    ['python -m pkg.score', 'pkg/score/__main__.py'],
    ['bash sc*.sh', 'score.sh'],
    ['python "$DIR/score.py"', 'ml/score.py'],
    ['bash ml/score.{sh,bash}', 'ml/score.sh'],
    ['run --rows=$ROWS/easy.csv', 'rows/easy.csv'],
    ['cd ml && bash s?ore.sh', 'ml/score.sh'],
    ['CONFIG=conf/score.yml run', 'conf/score.yml'],
    ['tox -e score', 'tox.ini'],
    ['nox -s score', 'noxfile.py'],
    ['invoke score', 'tasks.py'],
    ['docker compose run score', 'compose.yaml'],
    ['cd ml && docker-compose run score', 'ml/docker-compose.yml'],
    ['docker build -t s . && docker run s', 'Dockerfile'],
    ['pixi run score', 'pixi.toml'],
    ['task score', 'Taskfile.yml'],
    ['just score', '.justfile'],
    // A module in each folder that may be on the path of the interpreter.
    ['PYTHONPATH=src python3 -m churn.score', 'src/churn/score.py'],
    ['python -m churn.score', 'packages/churn/src/churn/score.py'],
    ['python -m churn.score', 'src/churn/score/__init__.py'],
    ['python3 -m score', 'src/score.py'],
    ['cd ml && python -m churn.score', 'ml/src/churn/score.py'],
    // Programs that look in the folders above, their other standard names, and their paths.
    ['cd ml/churn && just score', 'justfile'],
    ['cd ml/churn && just score', 'ml/justfile'],
    ['cd ml && npm run score', 'package.json'],
    ['bun run score', 'package.json'],
    ['snakemake score', 'workflow/Snakefile'],
    ['task score', 'Taskfile.dist.yml'],
    ['docker compose run score', 'compose.override.yaml'],
    ['invoke score', 'tasks/__init__.py'],
    ['mlflow run . -e score', 'MLproject'],
    ['/usr/bin/make score', 'Makefile'],
    ['gmake score', 'GNUmakefile'],
    // A submodule, a link, or the pointer of a folder on the way to the script.
    ['bash vendor/tools/score.sh', 'vendor/tools'],
    ['bash vendor/tools/score.sh', 'vendor'],
    ['cd ml && bash vendor/score.sh', 'ml/vendor'],
    ['python -m vendor.score', 'vendor.dvc'],
  ])('that `%s` runs is found: %s', (command, path) => {
    expect(find([path], command)).toEqual([`score-command ${path}`]);
  });

  it('whose name has another form of Unicode is found', () => {
    const [composed, decomposed] = ['donn\u00e9es.csv', 'donne\u0301es.csv'];
    expect(find([decomposed], undefined, `, labels: ${composed}`)).toEqual([`labels ${decomposed}`]);
  });

  it('that a link leads to is found, in the repository and by the end of its path', () => {
    const linked = [
      { kind: 'score-data', path: 'rows/2024.csv' },
      { kind: 'labels', path: '/elsewhere/truth/y.csv' },
    ] as const;
    const changed = ['rows/2024.csv', 'rows/2025.csv', 'truth/y.csv'];
    expect(findProtectedFiles(changed, { configs: [], labels: undefined, linked })).toEqual([
      { kind: 'score-data', path: 'rows/2024.csv' },
      { kind: 'labels', path: 'truth/y.csv' },
    ]);
  });

  it.each([
    ['python -m churn.score', 'src/churn/train.py'],
    ['python -m churn.score', 'src/rescore.py'],
    ['python score.py', 'src/score.py'],
    ['cd ml && bash score.sh', 'package.json'],
  ])('that `%s` does not run is none: %s', (command, path) => {
    expect(find([path], command)).toEqual([]);
  });

  it.each(['echo "$MODEL_STEWARD_DATA" *', 'python score.py --n $N'])(
    'is none of `%s`, of which nothing names it',
    (command) => {
      expect(find(['docs/a.md', 'train.py'], command)).toEqual([]);
    },
  );

  it('with the labels is found by the configuration and by the input', () => {
    expect(find(['labels.csv'], undefined, ', labels: labels.csv')).toEqual(['labels labels.csv']);
    expect(findProtectedFiles(['given.csv'], { configs: [], labels: 'given.csv', linked: [] })).toEqual([
      { kind: 'labels', path: 'given.csv' },
    ]);
  });
});
