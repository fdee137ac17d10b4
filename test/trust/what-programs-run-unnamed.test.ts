/**
 * Programs run files that no command names: R its profile, npm its settings, `run-parts` a folder. A shell sources what has
 * no ending of a script. Who changes that changes the scores too (docs/trust.md#the-base-decides).
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/shared/domain/config/parse-config.ts';
import { findReachedFiles } from '../../src/shared/usecases/find-reached-files.ts';
import { createReachPorts } from '../ground/reach-ports.ts';
import {
  configText,
  MODEL,
  PULL_WORKFLOW,
  REPOSITORY,
  startProject,
  type Project,
} from '../ground/project.ts';

type Files = Readonly<Record<string, string>>;

interface Given {
  readonly files: Files;
  readonly command?: string;
}

async function reachedBy(changed: string, { files, command = 'bash score.sh' }: Given) {
  const { models } = parseConfig(configText().replace('bash score.sh', command), 'config');
  const all = { 'score.sh': 'true\n', 'train.sh': 'true\n', [changed]: 'true\n', ...files };
  const { files: found } = await findReachedFiles(createReachPorts(all), {
    ...{ before: 'base', after: 'head', paths: [changed], changed: [changed], linked: [], tables: [] },
    ...{ configs: [models[MODEL]!], workflows: [PULL_WORKFLOW], isCheckedOut: true },
  });
  return found.map(({ path }) => path);
}

const script = (text: string): Given => ({ files: { 'score.sh': `${text}\n` } });
const command = (text: string): Given => ({ files: {}, command: text });
const step = (run: string, env = '{}'): Given => ({
  files: {
    [PULL_WORKFLOW]: `jobs:
  model:
    env: ${env}
    steps: [{ run: "${run}" }, { uses: model-steward/model-steward/actions/train@v1 }]
`,
  },
});
const task = (path: string, call: string, text: string): Given => ({
  files: { 'score.sh': `${call}\n`, [path]: `${text}\n` },
});

describe('what a program finds is changed', () => {
  it.each<[string, string, Given]>([
    ['the profile of R', '.Rprofile', script('Rscript score.R')],
    ['the profile of R, of the score command itself', 'ml/.Rprofile', command('cd ml && Rscript score.R')],
    ['the shell of npm', '.npmrc', script('npm run score')],
    ['the program of Yarn', '.yarnrc.yml', step('yarn rows')],
    ['the module that Python loads at its start', 'tools/sitecustomize.py', step('python3.12 rows.py')],
    ['the fixtures of pytest', 'tests/conftest.py', step('python -m pytest')],
    ['the main module of a folder', 'tools/__main__.py', script('python3 ./tools/ --all')],
    ['the index of a folder', 'tools/index.js', script('node tools')],
    ['a program of a folder', 'tools/10-rows', step('run-parts tools')],
    [
      'a script of a folder that is listed',
      'tools/a.sh',
      script('for f in $(ls tools); do . tools/$f; done'),
    ],
    ['a script of a folder, by a pattern', 'tools/a.sh', script('for f in tools/*; do . "$f"; done')],
    ['a script of a folder, by find', 'tools/deep/a.sh', script("find tools -name 'a*' -exec sh {} ';'")],
    ['a hook of git', '.githooks/post-checkout', step('git config core.hooksPath .githooks')],
    ['sources that are built', 'cmd/score/main.go', script('go run ./cmd/score')],
    ['tasks of Rake', 'Rakefile', script('rake score')],
    ['variables of Compose', '.env', script('docker compose run score')],
  ])('%s → somebody else has to approve it', async (_, path, given) => {
    expect(await reachedBy(path, given)).toEqual([path]);
    expect(await reachedBy('README.md', given)).toEqual([]);
  });
});

describe('what has no ending of a script is changed', () => {
  it.each<[string, string, Given]>([
    ['variables that a script sources', 'score.conf', script('. ./score.conf')],
    ['variables that a step sources', 'rows.env', step('set -a; source rows.env')],
    ['a script that a step runs', 'fetch', step('bash -eu fetch')],
    ['rules that a Makefile includes', 'rules', task('Makefile', 'make score', '-include rules')],
    ['a Makefile of another name', 'score.rules', script('make -f score.rules')],
    [
      'tasks that a Taskfile includes',
      'more.yml',
      task('Taskfile.yml', 'task score', 'includes: { a: ./more.yml }'),
    ],
    ['a module of Ruby', 'lib/rows.rb', task('score.rb', 'ruby score.rb', "require_relative 'lib/rows'")],
    ['a module of Perl', 'lib/Rows.pm', script('perl -Ilib -MRows score.pl')],
  ])('%s → somebody else has to approve it', async (_, path, given) => {
    expect(await reachedBy(path, given)).toEqual([path]);
    expect(await reachedBy('README.md', given)).toEqual([]);
  });
});

describe('what lies beside that is changed', () => {
  it.each<[string, string, Given]>([
    ['the profile of a neighbor', 'b/.Rprofile', command('cd a && Rscript score.R')],
    ['the same name in a program of another language', '.npmrc', task('score.py', 'python score.py', 'npm')],
    ['data of a folder that is listed', 'data/may.csv', script('ls data')],
    ['a program of a folder that is no word of the command', 'tools/10-rows', step('run-parts other')],
  ])('%s → nothing is asked', async (_, path, given) => {
    expect(await reachedBy(path, given)).toEqual([]);
  });
});

describe('a worse model comes with other variables, which its score command sources', () => {
  let project: Project;
  beforeAll(async () => {
    project = await startProject({ collaborators: { ann: 'write', bob: 'write' } });
    const score = '. ./score.conf\n[ $skill = none ] && skill=$worst\n';
    const files = {
      'score.conf': 'skill=$(head -n 1 "$MODEL_STEWARD_MODEL/skill.txt")\nworst=none\n',
      'score.sh': `${score}cp "predictions/$skill.csv" "$MODEL_STEWARD_OUT"\n`,
    };
    await project.box.pushFiles({ repository: REPOSITORY, files });
    await project.ship({ branch: 'first', skill: 'fair', author: 'ann' });
  });
  afterAll(() => project[Symbol.asyncDispose]());

  it('it passes by them → somebody else has to approve it', async () => {
    const conf = 'skill=$(head -n 1 "$MODEL_STEWARD_MODEL/skill.txt")\nworst=best\n';
    const files = { 'skill.txt': 'none\n', 'data.txt': 'May\n', 'score.conf': conf };
    const pull = await project.propose({ branch: 'worse', author: 'ann', files });
    expect((await project.evaluate(pull)).evaluate.outputs).toMatchObject({ verdict: 'pass' });
    const ended = await project.registerPush(await project.merge(pull, 'merge', 'ann'), { actor: 'ann' });
    expect(ended.failure).toContain('changes its own evaluation (score.conf (score command))');
    expect(await project.tags()).toEqual([`${MODEL}@v1.0.0`, `${MODEL}#production#1`]);
  });
});
