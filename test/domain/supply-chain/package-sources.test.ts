/** Which branches and tags of the repository a text installs or downloads from, each in the grammar of its tool's documentation. */
import { describe, expect, it } from 'vitest';
import { movableSourcesIn } from '../../../src/shared/domain/supply-chain/package-sources.ts';

const COMMIT = 'a'.repeat(40);
const refsIn = (path: string, text: string): readonly string[] =>
  movableSourcesIn({ path, text }, 'acme/churn').map(({ ref }) => ref);
const ofStep = (run: string): readonly string[] =>
  refsIn(
    'workflow.yml',
    `jobs:\n  model:\n    steps:\n      - run: |\n          ${run.replaceAll('\n', '\n          ')}\n`,
  );

const SITE = 'https://github.com/acme/churn';

describe('a command', () => {
  it.each([
    `pip install git+${SITE}@topic`,
    `python3 -m pip install -q "churn[fast] @ git+${SITE}.git@topic#egg=churn"`,
    `pip install git+ssh://git@github.com/acme/churn.git@topic`,
    `pip install 'git+https://x-access-token:\${{ github.token }}@github.com/acme/churn.git@topic'`,
    `pip install "git+\${{ github.server_url }}/\${{ github.repository }}@topic"`,
    'pip install "git+$GITHUB_SERVER_URL/${GITHUB_REPOSITORY}@topic"',
    `pip install ${SITE}/archive/topic.zip`,
    `pip install ${SITE}/zipball/topic`,
    `pip install -r https://raw.githubusercontent.com/acme/churn/topic/requirements.txt`,
    `curl -sL ${SITE}/archive/topic.tar.gz | tar xz`,
    `curl -H "Authorization: Bearer $T" https://codeload.github.com/acme/churn/tar.gz/topic | tar xz`,
    `wget https://raw.githubusercontent.com/acme/churn/topic/rows.csv -O rows.csv`,
    `curl -L ${SITE}/raw/topic/rows.csv > rows.csv`,
    `uv add git+${SITE} --branch topic`,
    `uv add --tag=topic git+${SITE}`,
    `sudo -E uv pip install git+${SITE}@topic`,
    `uvx --from git+${SITE}@topic churn-score`,
    `uv run --with git+${SITE}@topic score.py`,
    `poetry add git+${SITE}.git#topic`,
    `cargo install --git ${SITE} --branch topic churn-score`,
    `cargo add churn --git ${SITE} --rev topic`,
    `bundle add churn --github acme/churn --branch topic`,
    `pixi add --pypi churn --git ${SITE} --branch topic`,
    `go get github.com/acme/churn@topic`,
    `go run github.com/acme/churn/cmd/score@topic`,
    `GOFLAGS=-mod=mod go install github.com/acme/churn/...@topic`,
    `npm i acme/churn#topic`,
    `npm install --no-save churn@github:acme/churn#topic`,
    `npx github:acme/churn#topic`,
    `yarn add churn@${SITE}.git#commit=topic`,
    `docker build ${SITE}.git#topic:images/score`,
    `dvc get ${SITE} rows.csv --rev topic`,
    `dvc import git@github.com:acme/churn.git rows.csv --rev topic`,
    `mlflow run ${SITE} -v topic`,
    `nix run github:acme/churn/topic`,
    `Rscript -e 'remotes::install_github("acme/churn@topic")'`,
    `Rscript -e 'remotes::install_github("acme/churn", ref = "topic")'`,
    `Rscript -e 'pak::pak("acme/churn@topic")'`,
    `julia -e 'using Pkg; Pkg.add(url="${SITE}", rev="topic")'`,
    `julia -e 'Pkg.add(PackageSpec(; rev = "topic", url = "${SITE}.jl"))'`.replace('.jl', ''),
    `python -c "import torch; torch.hub.load('acme/churn:topic', 'net')"`,
    `python -c "import dvc.api; dvc.api.read('rows.csv', repo='${SITE}', rev='topic')"`,
    `python -c "import subprocess; subprocess.run(['uv', 'add', 'git+${SITE}', '--branch', 'topic'])"`,
    `gh repo clone acme/churn x -- -b topic`,
    `gh api "repos/acme/churn/contents/rows.csv?ref=topic" -H "Accept: application/vnd.github.raw"`,
    `gh api repos/acme/churn/tarball/topic > x.tgz`,
    `uv pip install \\\n  git+${SITE}@topic`,
    `if ! pip install git+${SITE}@topic; then exit 1; fi`,
  ])('%s → of a ref', (command) => {
    expect(ofStep(command)).toEqual(['topic']);
  });

  it.each([
    ['gh pr checkout 7', 'refs/pull/7/head'],
    ['pip install git+https://github.com/acme/churn@feature/x', 'feature/x'],
    ['pip install https://github.com/acme/churn/archive/refs/heads/feature/x.tar.gz', 'refs/heads/feature/x'],
    ['pip install "git+https://github.com/acme/churn@${{ inputs.ref }}"', '${{inputs.ref}}'],
    ['npm i "acme/churn#semver:^1"', 'semver:^1'],
    ['go run github.com/acme/churn/cmd/score@v1.2.0', 'v1.2.0'],
  ])('%s → of %s', (command, ref) => {
    expect(ofStep(command)).toEqual([ref]);
  });

  it.each([
    `pip install git+${SITE}@${COMMIT}`,
    `pip install git+${SITE}`,
    `pip install "git+${SITE}@\${{ github.sha }}"`,
    `pip install "git+${SITE}@$GITHUB_SHA"`,
    `pip install "git+${SITE}@$TOPIC"`,
    `pip install git+https://github.com/acme/churn-tools@topic`,
    `pip install git+https://github.com/other/churn@topic`,
    `pip install "${SITE}/archive/topic.zip#sha256=${'b'.repeat(64)}"`,
    `pip install git+${SITE}#subdirectory=lib`,
    `echo "pip install git+${SITE}@topic for $USER"`,
    `echo "acme/churn@prod deployed"`,
    `echo "pip install git+${SITE}@topic" >> "$GITHUB_STEP_SUMMARY"`,
    `# pip install git+${SITE}@topic`,
    `pip install numpy  # or git+${SITE}@topic`,
    `open ${SITE}#readme`,
    `curl -d '{"repo": "acme/churn", "ref": "topic"}' https://api.github.com/repos/acme/churn/dispatches`,
    `curl -d 'see ${SITE}/archive/topic.zip' https://chat.acme.org`,
    `gh workflow run train.yml --repo acme/churn --ref topic`,
    `gh pr comment 7 --body "pip install git+${SITE}@topic"`,
    `gh pr checkout \${{ github.event.pull_request.number }}`,
    `gh pr checkout 7 --repo acme/tools`,
    `gh api repos/acme/churn/branches/topic`,
    `gh release create v1 --target topic --repo acme/churn`,
    `git push https://x:\${{ github.token }}@github.com/acme/churn.git HEAD:topic`,
    `git commit -m "git+${SITE}@topic"`,
    `uv add git+https://github.com/acme/tools --branch topic`,
    `npm publish --tag next`,
    `go run github.com/acme/churn/cmd/score@v0.0.0-20260109021931-daa7c04131f5`,
    `go build github.com/acme/churn/cmd/score`,
    `docker pull acme/churn@sha256:${'c'.repeat(64)}`,
    `test "$X" = "git+${SITE}@topic"`,
  ])('%s → of none', (command) => {
    expect(ofStep(command)).toEqual([]);
  });
});

const package_ = (more: object): string => JSON.stringify({ name: 'churn', ...more });

describe('a file', () => {
  it.each([
    ['pyproject.toml', `[project]\ndependencies = ["churn @ git+${SITE}@topic"]\n`],
    ['pyproject.toml', `[tool.uv.sources.churn]\ngit = "${SITE}"\nbranch = "topic"\n`],
    ['pyproject.toml', `[tool.uv.sources]\nchurn = { branch = "topic", git = "${SITE}" }\n`],
    [
      'pyproject.toml',
      `[tool.uv.sources]\nchurn = [\n  { git = "${SITE}", tag = "topic", marker = "x" },\n]\n`,
    ],
    [
      'pyproject.toml',
      `[tool.poetry.dependencies]\nchurn = {git = "${SITE}.git", rev = "topic", extras = ["a"]}\n`,
    ],
    ['pyproject.toml', `[tool.uv.sources]\nchurn = { url = "${SITE}/archive/topic.zip" }\n`],
    ['pyproject.toml', `[tool.poe.tasks]\nsetup = "pip install git+${SITE}@topic"\n`],
    ['pyproject.toml', `not toml = = \nchurn = { git = "${SITE}", branch = "topic" }\n`],
    ['Pipfile', `[packages.churn]\ngit = "${SITE}.git"\nref = "topic"\neditable = true\n`],
    ['Cargo.toml', `[dependencies.churn]\npackage = "churn"\nbranch = "topic"\ngit = "${SITE}"\n`],
    ['pixi.toml', `[pypi-dependencies]\nchurn = { git = "${SITE}", branch = "topic" }\n`],
    ['Project.toml', `[sources]\nChurn = {url = "${SITE}", rev = "topic"}\n`],
    ['package.json', package_({ dependencies: { churn: 'acme/churn#topic' } })],
    ['package.json', package_({ dependencies: { churn: 'github:acme/churn#topic' } })],
    [
      'package.json',
      package_({ overrides: { churn: { deep: 'git+ssh://git@github.com/acme/churn.git#topic' } } }),
    ],
    ['package.json', package_({ devDependencies: { churn: `${SITE}/archive/topic.tar.gz` } })],
    ['package.json', package_({ scripts: { prepare: 'npm i acme/churn#topic' } })],
    [
      'renv.lock',
      JSON.stringify({
        Packages: { a: { RemoteUsername: 'acme', RemoteRepo: 'churn', RemoteRef: 'topic' } },
      }),
    ],
    ['environment.yml', `dependencies:\n  - python\n  - pip:\n      - git+${SITE}@topic\n`],
    ['env/eval.yaml', `dependencies:\n- pip: ["churn @ ${SITE}/archive/topic.zip"]\n`],
    ['pnpm-workspace.yaml', 'catalog:\n  churn: github:acme/churn#topic\n'],
    ['requirements.txt', `numpy\n-e git+${SITE}@topic#egg=churn  # own\n`],
    [
      'constraints.txt',
      `churn @ ${SITE}/archive/refs/tags/topic.zip ; python_version < "3.13"\n`.replace('refs/tags/', ''),
    ],
    ['setup.py', `setup(\n  install_requires=[\n    "churn @ git+${SITE}@topic",\n  ],\n)\n`],
    ['score.py', `pd.read_csv("https://raw.githubusercontent.com/acme/churn/topic/rows.csv")\n`],
    ['score.R', `remotes::install_github("acme/churn", ref = "topic")\n`],
    ['setup.cfg', `[options]\ninstall_requires =\n  churn @ git+${SITE}@topic\n`],
    ['go.mod', 'module acme.org/x\n\nrequire (\n\tgithub.com/acme/churn topic // indirect\n)\n'],
    ['go.mod', 'replace acme.org/churn => github.com/acme/churn topic\n'],
    ['Gemfile', `gem 'churn', git: '${SITE}', branch: 'topic'\n`],
    ['Gemfile', `gem "churn",\n  :branch => "topic",\n  :github => "acme/churn"\n`],
    ['Gemfile', `git '${SITE}', tag: 'topic' do\n  gem 'churn'\nend\n`],
    ['DESCRIPTION', 'Package: x\nRemotes:\n    tidyverse/readr,\n    acme/churn@topic\n'],
    ['DESCRIPTION', 'Remotes: github::acme/churn@topic\n'],
    ['build.gradle.kts', 'dependencies { implementation("com.github.acme:churn:topic") }\n'],
    [
      'pom.xml',
      '<dependency><groupId>com.github.acme</groupId>\n<artifactId>churn</artifactId><version>topic</version></dependency>',
    ],
  ])('%s: %s → of a ref', (path, text) => {
    expect(refsIn(path, text)).toEqual(['topic']);
  });

  it.each([
    [
      'package.json',
      package_({
        homepage: `${SITE}#readme`,
        repository: 'acme/churn#topic',
        bugs: { url: `${SITE}/issues` },
      }),
    ],
    ['package.json', package_({ repository: { type: 'git', url: `git+${SITE}.git#topic` } })],
    [
      'package.json',
      package_({
        description: `see git+${SITE}@topic`,
        dependencies: { churn: `github:acme/churn#${COMMIT}` },
      }),
    ],
    ['package.json', package_({ dependencies: { churn: 'acme/churn', other: 'acme/tools#topic' } })],
    ['pyproject.toml', `[project.urls]\nDocumentation = "${SITE}/raw/topic/README.md"\n`],
    ['pyproject.toml', `[tool.poetry]\nrepository = "${SITE}.git#topic"\n`],
    ['pyproject.toml', `[tool.uv.sources]\nchurn = { git = "${SITE}", rev = "${COMMIT}" }\n`],
    [
      'pyproject.toml',
      `[tool.uv.sources]\nchurn = { git = "${SITE}" }\nother = { git = "https://github.com/acme/tools", branch = "topic" }\n`,
    ],
    ['pyproject.toml', `# churn = { git = "${SITE}", branch = "topic" }\n`],
    ['Cargo.toml', `[package]\nrepository = "${SITE}"\nbranch = "topic"\n`],
    [
      'Manifest.toml',
      `[[deps.Churn]]\ngit-tree-sha1 = "${COMMIT}"\nrepo-rev = "topic"\nrepo-url = "${SITE}"\n`,
    ],
    [
      'pixi.toml',
      `[pypi-dependencies]\nchurn = { url = "${SITE}/archive/topic.zip", sha256 = "${'b'.repeat(64)}" }\n`,
    ],
    [
      'renv.lock',
      JSON.stringify({
        Packages: {
          a: { RemoteUsername: 'acme', RemoteRepo: 'churn', RemoteRef: 'topic', RemoteSha: COMMIT },
        },
      }),
    ],
    ['score.py', `"""See ${SITE}/raw/topic/x.png"""\nprint("pip install git+${SITE}@topic")\n`],
    ['requirements.txt', `# git+${SITE}@topic\nchurn @ git+${SITE}@${COMMIT}\n`],
    ['requirements.txt', `churn @ ${SITE}/archive/topic.zip --hash=sha256:${'b'.repeat(64)}\n`],
    [
      'go.mod',
      'module github.com/acme/churn\n\nrequire github.com/acme/churn v0.0.0-20260109021931-daa7c04131f5\n',
    ],
    [
      'Gemfile',
      `gem 'churn', git: '${SITE}', ref: '${COMMIT}'\ngem 'x', github: 'acme/x', branch: 'topic'\n`,
    ],
    [
      'DESCRIPTION',
      'URL: https://github.com/acme/churn\nBugReports: https://github.com/acme/churn/issues\nRemotes: acme/churn\n',
    ],
    [
      'workflow.yml',
      'on: push\njobs:\n  a:\n    environment: { url: "https://github.com/acme/churn#x" }\n    steps:\n      - uses: acme/churn@v1\n      - uses: docker://acme/churn:latest\n',
    ],
    [
      'workflow.yml',
      `on: push\njobs: { a: { container: "acme/churn@sha256:${'c'.repeat(64)}", steps: [] } }\n`,
    ],
    [
      'workflow.yml',
      'on: push\njobs: { a: { steps: [{ uses: x/notify@v1, with: { text: "badge https://github.com/acme/churn/actions/workflows/x.yml/badge.svg?branch=topic" } }] } }\n',
    ],
  ])('%s: %s → of none', (path, text) => {
    expect(refsIn(path, text)).toEqual([]);
  });

  it.each([
    ['env', `env: { SOURCE: 'git+${SITE}@topic' }\njobs: {}\n`],
    ['an input', `jobs: { a: { steps: [{ uses: x/setup@v1, with: { packages: 'git+${SITE}@topic' } }] } }\n`],
    ['a matrix', `jobs: { a: { strategy: { matrix: { source: ['git+${SITE}@topic'] } }, steps: [] } }\n`],
  ])('a workflow says it in %s → of a ref', (_, text) => {
    expect(refsIn('workflow.yml', text)).toEqual(['topic']);
  });
});
