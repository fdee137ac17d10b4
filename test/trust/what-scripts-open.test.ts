/**
 * A program decides by more than its code: settings that it opens, variables by which interpreters start, tests that are collected,
 * tasks beside the dependencies, and attributes by which git writes other bytes into a checkout. Who changes one of them changes the
 * evaluation, and does not approve it alone (docs/trust.md#the-base-decides).
 */
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/shared/domain/config/parse-config.ts';
import type { FileChange } from '../../src/shared/domain/supply-chain/protected-files.ts';
import { findReachedFiles } from '../../src/shared/usecases/find-reached-files.ts';
import { createReachPorts } from '../ground/reach-ports.ts';
import { configText, MODEL, PULL_WORKFLOW } from '../ground/project.ts';

type Files = Readonly<Record<string, string>>;

interface Given {
  readonly files: Files;
  readonly command?: string;
  /** The text of the changed file on each side. */
  readonly texts?: readonly [before: string, after: string];
}

const TABLES: readonly FileChange[] = [{ kind: 'labels', path: 'labels/all.csv' }];

async function reachedBy(changed: string, { files, command = 'python3 ml/score.py', texts }: Given) {
  const { models } = parseConfig(configText().replace('bash score.sh', command), 'config');
  const [before, after] = texts ?? ['one\n', 'two\n'];
  const all = { 'ml/score.py': 'pass\n', 'train.sh': 'true\n', ...files, [changed]: after };
  const ports = createReachPorts(all, { before: { ...all, [changed]: before } });
  const { files: found, sharedFiles } = await findReachedFiles(ports, {
    ...{ before: 'base', after: 'head', paths: [changed], changed: [changed], linked: [] },
    ...{ configs: [models[MODEL]!], workflows: [PULL_WORKFLOW], isCheckedOut: true, tables: TABLES },
  });
  return [...found.map(({ path }) => path), ...sharedFiles.map(({ path }) => `${path}: shared`)];
}

const score = (text: string, files: Files = {}): Given => ({
  files: { 'ml/score.py': `${text}\n`, ...files },
});
const step = (run: string, env = '{}', files: Files = {}): Given => ({
  files: {
    ...files,
    [PULL_WORKFLOW]: `jobs:
  model:
    env: ${env}
    steps: [{ run: "${run}" }, { uses: model-steward/model-steward/actions/train@v1 }]
`,
  },
});
const notebook = (source: string): Given => ({
  ...{ command: 'papermill ml/score.ipynb out.ipynb' },
  files: {
    'ml/score.ipynb': JSON.stringify({ cells: [{ cell_type: 'code', source: [`${source}\n`, 'x = 1\n'] }] }),
  },
});

describe('what a script of the scoring opens is changed', () => {
  it.each<[string, string, Given]>([
    ['settings in YAML', 'conf/score.yaml', score("load(open('conf/score.yaml'))")],
    ['settings beside the script', 'ml/limits.json', score('HERE.joinpath("limits.json")')],
    ['settings by the parts of their path', 'conf/score.toml', score('ROOT / "conf" / "score.toml"')],
    [
      'settings that other settings name',
      'prompts/grade.md',
      score('"conf.yml"', { 'conf.yml': 'prompt: prompts/grade.md\n' }),
    ],
    [
      'settings of a folder',
      'conf/model/small.yaml',
      score('@hydra.main(config_path="../conf", config_name="main")'),
    ],
    ['a table of corrections', 'ml/fixes.csv', score("read_csv('fixes.csv')")],
    ['variables that a library reads', '.env', score('from dotenv import load_dotenv')],
    ['a template of a notebook', 'ml/score.j2', notebook('render("score.j2")')],
    ['a module of a notebook', 'ml/near.py', notebook('from near import a, b')],
    [
      'settings of a program in R',
      'conf/r.yml',
      { ...score(''), command: 'Rscript s.R', files: { 's.R': "yaml::read_yaml('conf/r.yml')\n" } },
    ],
    [
      'rows that a shell puts together',
      'raw/may.csv',
      { files: { 's.sh': 'cut -f1 raw/may.csv\n' }, command: 'bash s.sh' },
    ],
    [
      'a source that a step names in its settings',
      'sources.ini',
      step('python3 get.py', '{}', { 'get.py': "read('sources.ini')\n" }),
    ],
  ])('%s → somebody else has to approve it', async (_, path, given) => {
    expect(await reachedBy(path, given)).toEqual([path]);
    expect(await reachedBy('README.md', given)).toEqual([]);
  });
});

describe('a variable of a job names', () => {
  it.each([
    ['what Bash runs first', 'tools/rc', '{ BASH_ENV: tools/rc }'],
    ['what R runs first', 'tools/r.profile', '{ R_PROFILE_USER: ./tools/r.profile }'],
    ['what Node.js loads first', 'tools/first.cjs', '{ NODE_OPTIONS: --require ./tools/first.cjs }'],
    ['a library that is loaded first', 'tools/time.so', '{ LD_PRELOAD: ./tools/time.so }'],
    ['settings of pip', 'tools/pip.conf', '{ PIP_CONFIG_FILE: tools/pip.conf }'],
    ['a folder with paths of Python', 'tools/py/lib/a.pth', '{ PYTHONUSERBASE: tools/py }'],
    ['a folder where Python looks first', 'tools/py/sitecustomize.py', '{ PYTHONPATH: "src:tools/py" }'],
  ])('%s, and it is changed → somebody else has to approve it', async (_, path, env) => {
    expect(await reachedBy(path, step('python3 rows.py', env))).toEqual([path]);
  });

  it('a file for its container, and it is changed → somebody else has to approve it', async () => {
    const container = '{ image: python:3.12, options: --env-file tools/rows.env, env: { ENV: tools/rc } }';
    const job = `jobs: { model: { container: ${container}, steps: [{ uses: a/b/actions/train@v1 }] } }\n`;
    const given = { files: { [PULL_WORKFLOW]: job } };
    expect(await reachedBy('tools/rows.env', given)).toEqual(['tools/rows.env']);
    expect(await reachedBy('tools/rc', given)).toEqual(['tools/rc']);
  });

  it('settings that `paths` have → the comment names them, and the merge decides', async () => {
    const given = step('true', '{ SETTINGS: skill.txt }');
    expect(await reachedBy('skill.txt', given)).toEqual(['skill.txt: shared']);
  });
});

describe('a program that the package of the repository installs is changed, and', () => {
  const files = { 'churn/__init__.py': '', 'src/churn/__init__.py': '' };
  const toml = { ...files, 'pyproject.toml': '[project.scripts]\nchurn-score = "churn.cli:main"\n' };
  const lines = '[options.entry_points]\nconsole_scripts =\n  churn-score = churn.cli:main\n';
  it.each<[string, string, Given]>([
    ['the score command calls it', 'churn/cli.py', { files: toml, command: 'churn-score --all' }],
    [
      'its package lies in `src`',
      'src/churn/cli.py',
      { files: { ...files, 'setup.cfg': lines }, command: 'churn-score' },
    ],
    [
      'what it imports is changed',
      'churn/near.py',
      { files: { ...toml, 'churn/cli.py': 'from .near import a\n' }, command: 'churn-score' },
    ],
    ['a step calls it', 'churn/cli.py', step('churn-score', '{}', toml)],
    [
      'settings name what is loaded',
      'churn/hook.py',
      score('"conf.yml"', { ...files, 'conf.yml': '_target_: churn.hook.Answer\n' }),
    ],
  ])('%s → somebody else has to approve it', async (_, path, given) => {
    expect(await reachedBy(path, given)).toEqual([path]);
  });

  it('no command calls it → nothing is asked', async () => {
    expect(await reachedBy('churn/cli.py', { files: toml })).toEqual([]);
  });
});

describe('a workflow of another repository trains, and', () => {
  const CALL = 'acme/shared/.github/workflows/train.yml@v1';
  const given = (more: string): Given => ({
    files: {
      'tools/deep.sh': 'true\n',
      'tools/get.sh': '. tools/deep.sh\n',
      [PULL_WORKFLOW]: `jobs:\n  model: { uses: ${CALL}, with: { prepare: bash tools/get.sh } }\n${more}`,
    },
  });
  it.each([
    ['a script that it is given is changed', 'tools/get.sh'],
    ['a script that such a script sources is changed', 'tools/deep.sh'],
  ])('%s → somebody else has to approve it', async (_, path) => {
    expect(await reachedBy(path, given(''))).toEqual([path]);
  });

  it('a job of the repository trains beside it → what another job is given is not asked about', async () => {
    const own = '  own: { steps: [{ uses: model-steward/model-steward/actions/train@v1 }] }\n';
    expect(await reachedBy('tools/get.sh', given(own))).toEqual([]);
  });
});

describe('tests and tasks are changed', () => {
  const pytest = step('pytest -q');
  const PROJECT = '[project]\ndependencies = ["numpy==1"]\n';
  const TESTS = '[tool.pytest.ini_options]\naddopts = "-p rows"\n';
  it.each<[string, string, Given]>([
    ['a test that pytest collects', 'tests/deep/test_rows.py', pytest],
    ['settings of pytest', 'pyproject.toml', { ...pytest, texts: [PROJECT, PROJECT + TESTS] }],
    [
      'older settings of pytest',
      'setup.cfg',
      { ...pytest, texts: ['[a]\n', '[a]\n[tool:pytest]\naddopts = -p rows\n'] },
    ],
    [
      'a script of npm',
      'package.json',
      { ...step('npm run rows'), texts: ['{"scripts":{"rows":"a"}}', '{"scripts":{"rows":"b"}}'] },
    ],
    [
      'a task of pixi',
      'pixi.toml',
      { ...step('pixi run rows'), texts: ['[tasks]\nrows = "a"\n', '[tasks]\nrows = "b"\n'] },
    ],
    [
      'a task of poe',
      'pyproject.toml',
      { ...step('poe rows'), texts: [PROJECT, `${PROJECT}[tool.poe.tasks]\nrows = "b"\n`] },
    ],
    ['a session of nox', 'noxfile.py', step('nox -s rows')],
    ['an environment of tox', 'tox.ini', step('tox -e rows')],
    ['a recipe of just', 'justfile', step('just rows')],
    ['a task of Taskfile', 'Taskfile.yml', step('task rows')],
  ])('%s → somebody else has to approve it', async (_, path, given) => {
    expect(await reachedBy(path, given)).toEqual([path]);
  });

  it.each<[string, string, Given]>([
    [
      'the version of a package',
      'pyproject.toml',
      { ...pytest, texts: [PROJECT + TESTS, PROJECT.replace('1', '2') + TESTS] },
    ],
    [
      'a package of npm',
      'package.json',
      { ...step('npm run rows'), texts: ['{"dependencies":{"a":"1"}}', '{"dependencies":{"a":"2"}}'] },
    ],
    [
      'tasks that no step runs',
      'pyproject.toml',
      { ...step('true'), texts: [PROJECT, PROJECT + TESTS], command: 'sh -c true' },
    ],
  ])('%s → nothing more is asked', async (_, path, given) => {
    expect(await reachedBy(path, given)).toEqual([]);
  });
});

describe('attributes of git', () => {
  const reach = (before: string, after: string, path = '.gitattributes') =>
    reachedBy(path, {
      ...score('"conf/score.yaml"', { 'conf/score.yaml': 'a: 1\n' }),
      texts: [before, after],
    });
  it.each([
    ['a filter writes other bytes of the score command', 'ml/*.py filter=other\n'],
    ['settings get another encoding', 'conf/** working-tree-encoding=UTF-16\n'],
    ['line ends of the labels are others', '*.csv text eol=crlf\n'],
    ['a macro stands for any of these', '[attr]other filter=other\n'],
    ['the review of the score command is hidden', '/ml/score.py -diff\n'],
    ['the labels are called generated', 'labels/* linguist-generated\n'],
    ['a name has octal digits', '"labels/a\\154l.csv" filter=other\n'],
    ['a character of a name is escaped', 'labels/al\\l.csv filter=other\n'],
    ['a class of characters has others in it', 'labels/[[:alpha:]]ll.csv filter=other\n'],
    ['a class of characters begins with its end', 'labels/[]a]ll.csv filter=other\n'],
  ])('%s → somebody else has to approve it', async (_, line) => {
    expect(await reach('*.png binary\n', `*.png binary\n${line}`)).toEqual(['.gitattributes']);
    expect(await reach(line, '')).toEqual(['.gitattributes']);
  });

  it('two lines about the same files change places → somebody else has to approve it', async () => {
    const [one, other] = ['*.csv filter=a\n', 'labels/* filter=b\n'];
    expect(await reach(one + other, other + one)).toEqual(['.gitattributes']);
  });

  it.each([
    ['files that no evaluation reads', 'docs/*.py filter=other\n', '.gitattributes'],
    ['the language of a file', '*.py linguist-language=Python\n', '.gitattributes'],
    ['files of a neighbor', '* filter=other\n', 'other/.gitattributes'],
  ])('are about %s → nothing is asked', async (_, line, path) => {
    expect(await reach('', line, path)).toEqual([]);
  });
});
