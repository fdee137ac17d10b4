/**
 * A package can lie in the repository and be installed from there, by any of a dozen tools. What it is imported by need not be
 * the name of its folder, and of a wheel nothing can be read. Who changes one that only the scoring has does not approve it alone
 * (docs/trust.md#the-base-decides).
 */
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/shared/domain/config/parse-config.ts';
import { findReachedFiles } from '../../src/shared/usecases/find-reached-files.ts';
import { configText, MODEL, PULL_WORKFLOW } from '../ground/project.ts';
import { createReachPorts } from '../ground/reach-ports.ts';

const { models } = parseConfig(
  configText()
    .replace('bash train.sh', 'python train.py')
    .replace('bash score.sh', 'python score.py')
    .replace('train.sh]', 'train.py]'),
  'config',
);

const workflow = (...lines: readonly string[]): string =>
  `on: pull_request\njobs:\n  model:\n    steps:\n      - run: |\n${lines.map((line) => `          ${line}\n`).join('')}      - uses: model-steward/model-steward/actions/train@v1\n      - uses: model-steward/model-steward/actions/evaluate@v1\n`;

const PACKAGE = { 'lib/pyproject.toml': '[project]\nname = "grades"\n', 'lib/code/grade.py': 'grade = 1\n' };

/** What is asked where these files lie in a repository, and those are changed. */
async function asked(
  files: Readonly<Record<string, string>>,
  changed: readonly string[],
  before: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const base = { 'train.py': 'import features\n', 'features.py': '', 'score.py': 'import grades\n' };
  const ports = createReachPorts({ ...base, ...files }, { before: { ...base, ...files, ...before } });
  const found = await findReachedFiles(ports, {
    ...{ before: 'base', after: 'head', paths: changed, changed, configs: [models[MODEL]!, models[MODEL]!] },
    ...{ linked: [], tables: [], workflows: [PULL_WORKFLOW], isCheckedOut: true, repository: 'acme/flights' },
  });
  return found.files.map(({ kind, path }) => `${path}: ${kind}`);
}

const FILE = 'lib/code/grade.py';

describe('a package that only the scoring has is changed', () => {
  it.each([
    ['pip install ./lib', {}],
    ['pip install lib', {}],
    ['python3 -m pip install -q -e "lib[fast]"', {}],
    ['uv pip install --system -e ./lib', {}],
    ['pip install "grades @ file:./lib"', {}],
    ['pip install -r requirements/eval.txt', { 'requirements/eval.txt': 'numpy\n-e ../lib  # own\n' }],
    ['bash tools/setup.sh', { 'tools/setup.sh': 'set -e\npip install ../lib\n' }],
    ['pip install -r requirements.txt', { 'requirements.txt': 'grades @ file:lib\n' }],
    ['uv sync', { 'pyproject.toml': '[tool.uv.sources]\ngrades = { path = "lib", editable = true }\n' }],
    ['uv run true', { 'pyproject.toml': '[tool.uv.workspace]\nmembers = ["lib", "apps/*"]\n' }],
    ['poetry install', { 'pyproject.toml': '[tool.poetry.dependencies]\ngrades = {path = "./lib"}\n' }],
    [
      'pdm sync',
      { 'pyproject.toml': '[project]\ndependencies = ["grades @ file:///${PROJECT_ROOT}/lib"]\n' },
    ],
    ['hatch run true', { 'pyproject.toml': '[project]\ndependencies = ["grades @ {root:uri}/lib"]\n' }],
    ['pixi install', { 'pixi.toml': '[pypi-dependencies]\ngrades = { path = "./lib", editable = true }\n' }],
    ['pipenv sync', { Pipfile: '[packages]\ngrades = {path = "./lib", editable = true}\n' }],
    ['conda env update', { 'environment.yml': 'dependencies:\n  - pip:\n      - ./lib\n' }],
    ['conda env create -f env/eval.yaml', { 'env/eval.yaml': 'dependencies:\n- pip:\n  - -e ../lib\n' }],
  ])('it is installed by `%s` → somebody else has to approve it', async (line, more) => {
    const files = { ...PACKAGE, ...more, [PULL_WORKFLOW]: workflow(line) };
    expect(await asked(files, [FILE])).toEqual([`${FILE}: package`]);
    const setup = { 'lib/setup.py': 'setup()\n' };
    const changed = await asked({ ...files, 'lib/setup.py': 'setup(1)\n' }, ['lib/setup.py'], setup);
    expect(changed).toEqual(['lib/setup.py: package']);
    expect(await asked(files, ['lib/README.md', 'features.py'])).toEqual([]);
  });

  it.each([
    [
      'npm ci',
      'grade/package.json',
      { 'package.json': '{"dependencies": {"@acme/grade": "file:./grade"}}\n' },
    ],
    ['npm ci', 'packages/grade/package.json', { 'package.json': '{"workspaces": ["packages/*"]}\n' }],
    ['pnpm i', 'packages/grade/package.json', { 'pnpm-workspace.yaml': 'packages:\n  - "packages/**"\n' }],
    [
      'yarn install',
      'grade/package.json',
      { 'package.json': '{"dependencies": {"grade": "portal:grade"}}\n' },
    ],
    ['R CMD INSTALL grade', 'grade/DESCRIPTION', {}],
    ["Rscript -e 'renv::restore()'", 'grade/DESCRIPTION', { 'renv.lock': '{"RemoteUrl": "./grade"}\n' }],
    ['cargo build', 'grade/Cargo.toml', { 'Cargo.toml': '[dependencies]\ngrade = { path = "grade" }\n' }],
    ['go run .', 'grade/go.mod', { 'go.mod': 'module a\nreplace acme.org/grade => ./grade\n' }],
    ['go run .', 'grade/go.mod', { 'go.work': 'go 1.26\nuse (\n\t./grade\n)\n' }],
    ['julia --project -e 1', 'grade/Project.toml', { 'Manifest.toml': '[[deps.Grade]]\npath = "grade"\n' }],
    ['./gradlew run', 'grade/build.gradle', { 'settings.gradle': "include ':grade'\n" }],
    ['mvn verify', 'grade/pom.xml', { 'pom.xml': '<modules><module>grade</module></modules>\n' }],
  ])('it is installed by `%s`, and lies at %s → somebody else has to approve it', async (...given) => {
    const [line, marker, more] = given;
    const file = marker.replace(/[^/]+$/, 'lookup/table.bin');
    const files = { ...more, [marker]: '', [file]: '', [PULL_WORKFLOW]: workflow(line) };
    expect(await asked(files, [file])).toEqual([`${file}: package`]);
  });

  it('a pull request adds it to the requirements, which need no approval → somebody else has to approve it', async () => {
    const names = 'requirements.txt';
    const files = {
      ...PACKAGE,
      [names]: 'numpy\n./lib\n',
      [PULL_WORKFLOW]: workflow(`pip install -r ${names}`),
    };
    expect(await asked(files, [names, FILE], { [names]: 'numpy\n' })).toEqual([`${FILE}: package`]);
  });
});

describe('a built package in the repository is changed', () => {
  const WHEEL = 'vendor/acme_grades-1.0-py3-none-any.whl';
  it.each([
    [`pip install ${WHEEL}`, {}],
    ['pip install ./vendor/*.whl', {}],
    ['pip install --no-index --find-links vendor acme-grades', {}],
    ['pip install -r requirements.txt', { 'requirements.txt': `./${WHEEL}\n` }],
    ['uv sync', { 'pyproject.toml': `[tool.uv.sources]\nacme-grades = { path = "${WHEEL}" }\n` }],
    ['poetry install', { 'pyproject.toml': `[tool.poetry.dependencies]\ng = {file = "${WHEEL}"}\n` }],
  ])('it is installed by `%s` → somebody else has to approve it', async (line, more) => {
    const files = { ...more, [WHEEL]: 'PK', [PULL_WORKFLOW]: workflow(line) };
    expect(await asked(files, [WHEEL])).toEqual([`${WHEEL}: package`]);
  });

  it('the score command imports it by its name → somebody else has to approve it', async () => {
    const wheel = 'vendor/grades-1.0-py3-none-any.whl';
    expect(await asked({ [wheel]: 'PK', [PULL_WORKFLOW]: workflow('true') }, [wheel])).toEqual([
      `${wheel}: score-command`,
    ]);
  });
});

describe('a package of the repository is changed that is code of the model, or that no job installs', () => {
  it.each([
    ['only the training imports of it what is changed', 'import grade_train\n', 'lib/code/grade_train.py'],
    ['training and scoring import it', 'import grade_train\nimport grades\n', 'lib/code/other.py'],
  ])('%s → nothing is asked', async (_, train, changed) => {
    const more = { 'train.py': train, 'lib/code/grade_train.py': '', 'lib/code/other.py': '' };
    const files = { ...PACKAGE, ...more, [PULL_WORKFLOW]: workflow('pip install -e ./lib') };
    expect(await asked(files, [changed])).toEqual([]);
  });

  it('it is the repository itself → what scripts import of it counts, and nothing more', async () => {
    const files = { 'pyproject.toml': '[project]\nname = "flights"\n', 'report.py': '', 'src/a.py': '' };
    const all = { ...files, [PULL_WORKFLOW]: workflow('pip install -e .') };
    expect(await asked(all, ['report.py', 'src/a.py'])).toEqual([]);
  });

  it('no job and no file installs it → nothing is asked', async () => {
    const files = {
      ...PACKAGE,
      'requirements.txt': 'numpy\n',
      [PULL_WORKFLOW]: workflow('pip install numpy'),
    };
    expect(await asked(files, [FILE])).toEqual([]);
  });
});
