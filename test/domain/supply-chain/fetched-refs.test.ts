/** Which branches and tags of the repository a job takes files from, by what its steps say. */
import { describe, expect, it } from 'vitest';
import { commandsOfWorkflow } from '../../../src/shared/domain/supply-chain/job-commands.ts';
import { commandTextOf } from '../../../src/shared/domain/supply-chain/commands-of-scripts.ts';
import { fetchedRefsIn } from '../../../src/shared/domain/supply-chain/fetched-refs.ts';

const TRAIN = '      - uses: model-steward/model-steward/actions/train@v1\n';
const REQUEST = { repository: 'acme/flights', isPath: (name: string) => ['data', 'score.py'].includes(name) };

function refsIn(steps: string, train = TRAIN): readonly string[] {
  const text = `on: pull_request\njobs:\n  model:\n    steps:\n${steps}${train}`;
  return fetchedRefsIn([commandsOfWorkflow(text, new Map())], REQUEST).map(({ uses }) => uses);
}

const checkout = (inputs: string): string => `      - { uses: actions/checkout@v4, with: ${inputs} }\n`;
const run = (command: string): string => `      - run: |\n          ${command}\n`;

describe('actions/checkout', () => {
  it.each([
    ['{ ref: topic }', 'topic'],
    ['{ ref: topic, path: other }', 'topic'],
    ['{ ref: v1.0, repository: ACME/Flights }', 'v1.0'],
    ["{ ref: 1.5, repository: '${{ github.repository }}', path: . }", '1.5'],
    ["{ ref: '${{ inputs.ref }}', path: other }", '${{ inputs.ref }}'],
    ["{ ref: 'topic-${{ github.sha }}', path: other }", 'topic-${{ github.sha }}'],
    ["{ ref: 'refs/tags/${{ github.ref_name }}', path: other }", 'refs/tags/${{ github.ref_name }}'],
  ])('%s → of another ref', (inputs, ref) => {
    expect(refsIn(checkout(inputs))).toEqual([`${ref} (actions/checkout)`]);
  });

  it.each([
    '{ fetch-depth: 0 }',
    `{ ref: ${'a'.repeat(40)}, path: other }`,
    "{ ref: '${{ github.event.pull_request.head.sha }}', path: other }",
    "{ ref: '${{ github.event.pull_request.head.sha || github.sha }}' }",
    "{ ref: '${{ github.head_ref }}' }",
    "{ ref: '${{ github.base_ref }}', path: base }",
    "{ ref: 'refs/pull/${{ github.event.number }}/merge', path: other }",
    "{ ref: '${{ inputs.ref }}' }",
    '{ ref: topic, repository: acme/tools, path: tools }',
  ])('%s → of the run, or of another repository', (inputs) => {
    expect(refsIn(checkout(inputs))).toEqual([]);
  });

  it('a job that hands nothing over → its checkouts do not count', () => {
    const text = `on: push\njobs:\n  docs:\n    steps:\n${checkout('{ ref: gh-pages }')}  model:\n    steps:\n${TRAIN}`;
    expect(fetchedRefsIn([commandsOfWorkflow(text, new Map())], REQUEST)).toEqual([]);
  });
});

describe('git', () => {
  it.each([
    ['git checkout topic -- score.py', 'topic (git checkout)'],
    ['git fetch origin && git checkout -q origin/topic', 'origin/topic (git checkout)'],
    ['git fetch --depth 1 origin +topic:x; git checkout FETCH_HEAD score.py', 'topic (git checkout)'],
    ['git show topic:score.py > /tmp/s.py', 'topic (git show)'],
    ['python <(git -C . show "topic:score.py")', 'topic (git show)'],
    ['git restore --source=topic score.py', 'topic (git restore)'],
    ['git restore -s topic -- score.py', 'topic (git restore)'],
    ['git worktree add ../other topic', 'topic (git worktree)'],
    ['git worktree add -b own ../other v1', 'v1 (git worktree)'],
    ['git merge --no-edit -m "two words" origin/topic', 'origin/topic (git merge)'],
    ['git pull --rebase origin topic', 'topic (git pull)'],
    ['git archive --format=tar topic lib | tar x', 'topic (git archive)'],
    ['git reset --hard v1', 'v1 (git reset)'],
    ['git switch -c own topic', 'topic (git switch)'],
    ['git clone --depth 1 -b topic https://github.com/acme/flights.git x', 'topic (git clone)'],
    ['git clone --branch=topic git@github.com:acme/flights x', 'topic (git clone)'],
    ['git checkout "${{ inputs.ref }}" -- score.py', '${{ inputs.ref }} (git checkout)'],
    ['/usr/bin/git checkout topic -- score.py', 'topic (git checkout)'],
    ['"git" checkout topic', 'topic (git checkout)'],
    ['git --git-dir .git --work-tree . checkout topic -- score.py', 'topic (git checkout)'],
    ['git -c core.pager=cat --no-pager show topic:score.py > score.py', 'topic (git show)'],
    ['git restore -stopic score.py', 'topic (git restore)'],
    ['git clone -btopic https://github.com/acme/flights x', 'topic (git clone)'],
    ['git rebase --onto main origin/topic', 'origin/topic (git rebase)'],
    ['git diff HEAD topic -- score.py | git apply', 'topic (git diff)'],
    ['git log -p -1 topic -- score.py | patch -p1', 'topic (git log)'],
    ['git format-patch -1 --stdout HEAD..topic | git am', 'topic (git format-patch)'],
    [
      "python -c \"import subprocess; subprocess.run(['git', 'checkout', 'topic', '--', 'score.py'])\"",
      'topic (git checkout)',
    ],
    ['echo "git checkout topic" | sh', 'topic (git checkout)'],
    ['echo "git checkout topic" > later.sh', 'topic (git checkout)'],
  ])('%s → of another ref', (command, use) => {
    expect(refsIn(run(command))).toEqual([use]);
  });

  it.each([
    'git checkout -- score.py',
    'git checkout data',
    'git checkout -b own',
    'git checkout HEAD~1 -- data',
    'git checkout ${{ github.head_ref }}',
    'git fetch --tags origin topic',
    'git fetch origin "$GITHUB_BASE_REF" && git diff FETCH_HEAD',
    'git show --stat topic',
    `git show ${'b'.repeat(40)}:score.py`,
    'git show "origin/$GITHUB_BASE_REF:metrics.json" > base.json',
    'git show origin/${{ github.base_ref }}:metrics.json',
    'git restore .',
    'git worktree list',
    'git pull',
    'git clone -b v2 https://github.com/acme/tools',
    '# git checkout topic',
    'echo legit checkout topic',
    'echo "run git merge topic by hand"',
    'git merge-base --is-ancestor v1.0 HEAD',
    'git diff --name-only "$(git merge-base origin/develop HEAD)"',
    'git merge-file a b c',
    'git show -s --format "%h: %s" HEAD',
    'git log -1 --format=%s topic',
    'git diff --stat origin/develop',
    'git reset --hard origin/HEAD',
    'git reset --hard # what the build left',
    'git checkout --theirs rows.csv',
    'git checkout .',
    'git merge --abort',
    'git-lfs checkout topic',
  ])('%s → nothing of another ref', (command) => {
    expect(refsIn(run(command))).toEqual([]);
  });
});

describe('a script', () => {
  const inScript = (path: string, text: string, callers: readonly string[] = []): readonly string[] =>
    fetchedRefsIn([], { ...REQUEST, scripts: [{ path, text: commandTextOf({ path, text }, callers) }] }).map(
      ({ uses }) => uses,
    );

  it.each([
    ['score.sh', 'set -e\ngit show topic:rows.csv > rows.csv\n'],
    ['score.py', "import subprocess\nsubprocess.run(['git', 'show', 'topic:rows.csv'], check=True)\n"],
    [
      'score.py',
      "subprocess.run(\n    [\n        'git',\n        'show',\n        'topic:rows.csv',\n    ],\n)\n",
    ],
    ['score.py', "import os\nos.system('cd data && git show topic:rows.csv > rows.csv')\n"],
    ['score.py', 'CMD = """\ngit show topic:rows.csv > rows.csv\n"""\nos.system(CMD)\n'],
    ['score.js', 'execSync(`git show topic:rows.csv > rows.csv`);\n'],
    ['score.R', 'system("git show topic:rows.csv > rows.csv")\n'],
    ['score.rb', "system('git', 'show', 'topic:rows.csv')\n"],
    ['main.go', 'exec.Command("git", "show", "topic:rows.csv")\n'],
    ['Makefile', 'score: rows.csv\n\tpython score.py\nrows.csv:\n\t@git show topic:rows.csv > $@\n'],
    ['rules.mk', 'score:\n\t$(MAKE) rows\nrows:\n\t-git show topic:rows.csv > rows.csv\n'],
    [
      'package.json',
      '{ "scripts": { "prescore": "git show topic:rows.csv > r.csv", "score": "node s.js" } }',
    ],
    ['package.json', '{ "scripts": { "postinstall": "git show topic:rows.csv > r.csv" } }'],
    ['dvc.yaml', 'stages:\n  rows:\n    cmd:\n      - git show topic:rows.csv > rows.csv\n'],
    ['Taskfile.yml', 'tasks:\n  score:\n    cmds:\n      - git show topic:rows.csv > rows.csv\n'],
    ['Dockerfile', 'FROM python\nRUN git clone -b main x && git show topic:rows.csv > rows.csv\n'],
    [
      'score.ipynb',
      JSON.stringify({ cells: [{ cell_type: 'code', source: ['x = 1\n', '!git show topic:rows.csv > r'] }] }),
    ],
  ])('%s: %j → of another ref', (path, text) => {
    expect(inScript(path, text, ['make score', 'npm run score'])).toEqual([`topic (git show in ${path})`]);
  });

  it.each([
    ['score.py', '"""Run `git show topic:rows.csv` first."""\n# git show topic:rows.csv\nx = 1\n'],
    ['score.py', 'def rows():\n    """\n    git show topic:rows.csv\n    """\n    return 1\n'],
    ['score.py', 'print("git show topic:rows.csv")\nraise ValueError(f"use git show topic:rows.csv")\n'],
    ['score.py', 'parser.add_argument("--rows", help="git show topic:rows.csv")\n'],
    ['score.py', "subprocess.run(['git', 'checkout', branch])\nos.system(f'git checkout {branch}')\n"],
    ['score.py', "os.system('git checkout %s' % branch)\nos.system('git checkout ' + branch)\n"],
    ['score.py', "subprocess.check_output(['git', 'rev-parse', 'topic'])\nx = 'please git merge topic'\n"],
    ['score.js', '// git checkout topic\nconsole.log("git checkout topic");\n'],
    ['score.js', 'execSync(`git checkout ${branch}`);\n'],
    ['score.sh', 'echo "git checkout topic for $USER"\n'],
    ['Makefile', 'score:\n\tpython score.py\nrelease:\n\tgit checkout topic\n\tgit merge develop\n'],
    ['Makefile', 'BRANCH := topic\nscore:\n\tgit checkout $(BRANCH)\n'],
    ['package.json', '{ "scripts": { "score": "node s.js", "release": "git checkout topic" } }'],
    ['package.json', '{ "description": "git checkout topic" }'],
    ['dvc.yaml', 'stages:\n  rows:\n    desc: git show topic:rows.csv\n    cmd: python rows.py\n'],
  ])('%s: %j → nothing of another ref', (path, text) => {
    expect(inScript(path, text, ['make score', 'npm run score'])).toEqual([]);
  });
});
